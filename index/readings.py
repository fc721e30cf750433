"""What an unfinished run has read, so that the next one need not read it again.

Reading is slow and a run publishes at its end. Each document is noted here as soon as it was read,
and the notes go when the run has published. A line that was cut by an interruption is passed over.
"""

from __future__ import annotations

import hashlib
import json
from functools import cache
from importlib import import_module, metadata
from io import BytesIO
from pathlib import Path

from corpus import Document, document_from_json, document_to_json
from index.storage import sha256_of

UNFINISHED = "unfinished.jsonl"

# What decides how a file is read, besides its bytes and its name.
_READERS = ("pypdf", "pypdfium2")
_SOURCES = (".py", ".csv")


class UnfinishedReadings:
    """Documents by checksum and name of the file that they were read from."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / UNFINISHED
        self._noted = _read_notes(self._file)
        self._stream = self._file.open("ab")
        self._stream.write(b"\n")  # ends a line that an interruption cut

    def close(self) -> None:
        self._stream.close()

    def find(self, file: Path, sha256: str) -> Document | None:
        """The document that this file gave before, read by the same program."""
        noted = self._noted.get(_key(file, sha256))
        if noted is None:
            return None
        with self._file.open("rb") as notes:
            notes.seek(noted[0])
            return document_from_json(json.loads(notes.read(noted[1])))

    def note(self, file: Path, sha256: str, document: Document) -> None:
        """Remember what a file gave, unless it changed while it was read."""
        if not _is_still(file, sha256):
            return
        noted = json.dumps(document_to_json(document), ensure_ascii=False).encode()
        key = _key(file, sha256).encode()
        self._stream.write(b"%b %b %b\n" % (_checksum(key, noted), key, noted))
        self._stream.flush()


def forget_unfinished(folder: Path) -> None:
    """A run has published all that it read."""
    (folder / UNFINISHED).unlink(missing_ok=True)


def _is_still(file: Path, sha256: str) -> bool:
    try:
        return sha256_of(file) == sha256
    except OSError:
        return False


def _read_notes(file: Path) -> dict[str, tuple[int, int]]:
    """Where each whole note's document begins, and its length in bytes: there may be gigabytes."""
    noted = {}
    start = 0
    with file.open("rb") if file.exists() else BytesIO() as notes:
        for line in notes:
            checksum, _, rest = line.removesuffix(b"\n").partition(b" ")
            key, _, document = rest.partition(b" ")
            if key and checksum == _checksum(key, document):
                noted[key.decode()] = start + len(checksum) + len(key) + 2, len(document)
            start += len(line)
    return noted


def _checksum(key: bytes, noted: bytes) -> bytes:
    return hashlib.sha256(b"%b %b" % (key, noted)).hexdigest().encode()


def _key(file: Path, sha256: str) -> str:
    """The last two names of a path may carry a date or an authority, so they count."""
    told = f"{_reader()} {file.parent.name}/{file.name}".encode()
    return f"{sha256}-{hashlib.sha256(told).hexdigest()}"


@cache
def _reader() -> str:
    """A checksum of all that turns a file into a document: another version may read otherwise."""
    digest = hashlib.sha256()
    for room in import_module("corpus").__path__:
        for path in sorted(path for path in Path(room).rglob("*") if path.suffix in _SOURCES):
            digest.update(path.read_bytes())
    for name in _READERS:
        digest.update(metadata.version(name).encode())
    return digest.hexdigest()
