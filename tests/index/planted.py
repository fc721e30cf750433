"""Pickles that leave a mark where they are opened, and forged files with forged checksums."""

from __future__ import annotations

import hashlib
import io
import json
import os
import pickle
from pathlib import Path
from typing import Any

import numpy as np

from index.blocks import BLOCK_SIZE, checksums_of
from index.storage import read_manifest


class Trap:
    """What makes a folder where the pickle of it is opened, and so shows that code was run."""

    def __init__(self, mark: Path) -> None:
        self.mark = mark

    def __reduce__(self) -> tuple[Any, ...]:
        return os.mkdir, (str(self.mark),)

    def as_pickle(self) -> bytes:
        """The trap as a pickle, as `pytorch_model.bin` and the like were for years."""
        return pickle.dumps(self)

    def as_array(self) -> bytes:
        """The trap inside an array of objects, as `np.save` writes it."""
        stream = io.BytesIO()
        np.save(stream, np.array([self, self], dtype=object), allow_pickle=True)
        return stream.getvalue()

    @property
    def has_sprung(self) -> bool:
        return self.mark.exists()


def forge(folder: Path, file: Path, content: bytes) -> None:
    """Put other bytes into a file of an index, and make every checksum above it say so."""
    file.write_bytes(content)
    changed = [file]
    blocks = file.with_name(checksums_of(file.name))
    if blocks.exists():
        parts = [content[at : at + BLOCK_SIZE] for at in range(0, len(content), BLOCK_SIZE)]
        blocks.write_bytes(b"".join(hashlib.sha256(part).digest() for part in parts))
        changed.append(blocks)
    manifest = folder / "generations" / f"{read_manifest(folder).generation:06d}" / "manifest.json"
    values = json.loads(manifest.read_text())
    entries = [*(f for s in values["segments"] for f in s["files"]), values["catalogue"]]
    for path in changed:
        (entry,) = [entry for entry in entries if entry["name"] == path.name]
        entry |= {"sha256": _sha256(path), "size": path.stat().st_size}
    manifest.write_text(json.dumps(values))
    current = json.loads((folder / "CURRENT").read_text())
    (folder / "CURRENT").write_text(json.dumps({**current, "manifest_sha256": _sha256(manifest)}))


def _sha256(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()
