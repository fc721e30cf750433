"""Every file as it was read, kept in the engine by its checksum, for machines that never saw it."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Collection as Some
from pathlib import Path

from index.errors import StoreDamaged
from index.milvus.engine import Engine
from index.milvus.expressions import one_of
from index.milvus.generations import Names
from index.milvus.pieces import Pieces


class Originals:
    """The kept files of a collection."""

    def __init__(self, engine: Engine, names: Names) -> None:
        self._engine = engine
        self._pieces = Pieces(engine, names.originals)

    def create(self) -> None:
        """Make the place for them where there is none yet."""
        self._pieces.create()

    def keep(self, file: Path, sha256: str) -> None:
        """Keep a file whose bytes have this checksum."""
        content = file.suffix.lower().encode() + b"\n" + file.read_bytes()
        self._pieces.write([(sha256, sha256, content)])

    def fetch(self, sha256: str, folder: Path) -> Path | None:
        """A copy of the file in a folder of this machine; None where no file was kept.

        Raises: StoreDamaged where what was kept is another file.
        """
        found = self._read(sha256)
        if found is None:
            return None
        suffix, content = found
        place = folder / sha256[:2] / f"{sha256}{suffix or '.bin'}"
        if not place.exists():
            place.parent.mkdir(parents=True, exist_ok=True)
            aside = place.with_name(f"{place.name}.{os.getpid()}.part")
            aside.write_bytes(content)
            os.replace(aside, place)
        return place

    def check(self, sha256: str) -> None:
        """Raise StoreDamaged where a file is not kept, or not as it was."""
        if self._read(sha256) is None:
            raise StoreDamaged(self._engine.place, f"the kept file {sha256} is missing")

    def _read(self, sha256: str) -> tuple[str, bytes] | None:
        """The suffix and the bytes of a file."""
        found = self._pieces.read([sha256]).get(sha256)
        if found is None:
            return None
        suffix, _, content = found.partition(b"\n")
        if hashlib.sha256(content).hexdigest() != sha256:
            raise StoreDamaged(self._engine.place, f"the kept file {sha256} is another")
        return suffix.decode(), content

    def held(self) -> set[str]:
        """The checksums of all files that are kept."""
        return set(self._pieces.versions())

    def remove_others(self, keep: Some[str]) -> None:
        """Remove the files that no kept generation knows."""
        if others := sorted(self.held() - set(keep)):
            self._engine.delete(self._pieces.collection, one_of("version", others))
