"""A sentence model written once as ONNX, kept beside the program and verified when it is opened.

torch is needed to make the export, never to use it. An export is two files: the model and a record
of what it was made from, with checksums. Whatever does not agree with its record is made anew. The
model's own bytes name the weights and the tokenizer that belong to it, so its checksum stands for
everything that decides a vector.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from index.errors import EmbeddingModelMissing
from index.model_folder import (
    PACKAGED_MODEL,
    PACKAGED_SHA256,
    TOKEN_PROJECTION,
    find_model_folder,
    read_object,
    weights_sha256,
)
from index.records import Precision
from index.storage import sync_folder, sync_written, write_synced

# Counts what changes in how exports are made: one of another count is not taken for this one's.
FORMAT = 2  # 2: gives token vectors beside the vector of the text
Announce = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class ExportRecord:
    """What an export was made from and what it should be."""

    format: int
    precision: Precision
    weights_sha256: str  # of the safetensors files
    tokenizer_sha256: str
    model_sha256: str  # of the exported file
    pieces: int  # word pieces of a text that the model sees


@dataclass(frozen=True, slots=True)
class Export:
    """An export whose bytes are those that were written."""

    record: ExportRecord
    model: bytes  # ONNX, as `onnx_writing.write_onnx` has it
    tokenizer: bytes  # JSON of the tokenizers library


def open_export(name: str, precision: Precision, announce: Announce) -> Export:
    """The export of a model by packaged name, path or name in the local cache; made where missing.

    `announce` hears a sentence before one is made, which takes ten seconds.

    Raises: EmbeddingModelMissing.
    """
    folder = find_model_folder(name)
    known = PACKAGED_SHA256 if name == PACKAGED_MODEL else weights_sha256(folder, name)
    # Programs of two formats may share a cache, and would take turns to make each other's anew.
    file_name = f"{known[:16]}-{precision}-{FORMAT}.onnx"
    try:
        if name != PACKAGED_MODEL:
            # The same weights may stand in a folder that makes other vectors of them.
            from index.onnx_writing import check_form

            check_form(folder)
        tokenizer = (folder / "tokenizer.json").read_bytes()
        for place in export_places():
            if found := read_export(place / file_name, known, tokenizer):
                return found
        announce(f"Making the {precision} model of meanings for this machine, once: about 10 s.")
        return _make_export(name, folder, precision, file_name, tokenizer)
    except Exception as error:  # a folder of somebody else's may say anything
        raise EmbeddingModelMissing(name, f"its ONNX export: {error}") from error


def export_places() -> Iterator[Path]:
    """Folders for exports, the best first: the virtual environment, then the user's cache."""
    if sys.prefix != sys.base_prefix:
        yield Path(sys.prefix) / "share" / "inspection-answers"
    caches = Path("Library", "Caches") if sys.platform == "darwin" else Path(".cache")
    yield Path.home() / caches / "inspection-answers"


def read_export(file: Path, weights: str, tokenizer: bytes) -> Export | None:
    """The export in a file, with the tokenizer it was made for; None where anything differs."""
    try:
        record = ExportRecord(**read_object(file.with_suffix(".json")))
        model = file.read_bytes()
    except (OSError, ValueError, TypeError):
        return None
    agrees = (
        record.format == FORMAT
        and record.weights_sha256 == weights
        and record.tokenizer_sha256 == hashlib.sha256(tokenizer).hexdigest()
        and record.model_sha256 == hashlib.sha256(model).hexdigest()
    )
    return Export(record, model, tokenizer) if agrees else None


def _make_export(
    name: str, folder: Path, precision: Precision, file_name: str, tokenizer: bytes
) -> Export:
    """Write an export aside, then put it in the first place that can be written."""
    import numpy as np

    from index.onnx_writing import pieces_seen, write_onnx

    is_packaged = name == PACKAGED_MODEL
    projection = np.load(TOKEN_PROJECTION).astype(np.float32) if is_packaged else None
    weights = weights_sha256(folder, name)
    tokenizer_sha256 = hashlib.sha256(tokenizer).hexdigest()
    pieces = pieces_seen(folder)
    facts = {"weights": weights, "tokenizer": tokenizer_sha256, "pieces": str(pieces)}
    place = _writable(export_places())
    with tempfile.TemporaryDirectory(prefix="making-", dir=place) as aside:
        model = Path(aside) / file_name
        write_onnx(folder, model, precision, facts, projection)
        stored = sync_written(model)
        record = ExportRecord(FORMAT, precision, weights, tokenizer_sha256, stored.sha256, pieces)
        beside = model.with_suffix(".json")
        write_synced(beside, json.dumps(asdict(record), indent=1).encode())
        made = Export(record, model.read_bytes(), tokenizer)
        # The record comes last: a model without its own record is no export, and is made anew.
        os.replace(model, place / model.name)
        os.replace(beside, place / beside.name)
        sync_folder(place)
    return made


def _writable(places: Iterator[Path]) -> Path:
    """The first folder that can be made and written.

    Raises: OSError of the last where none can.
    """
    refused: OSError | None = None
    for place in places:
        try:
            place.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=place):
                return place
        except OSError as error:
            refused = error
    raise refused or FileNotFoundError("no folder for it")
