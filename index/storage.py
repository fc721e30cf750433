"""Files of an index folder: their names, how they are written safely, how they are checked.

    CURRENT                  which generation is live, and which was before, with the checksums
                             of their manifests and its own
    generations/000007/      manifest.json, catalogue.sqlite
    segments/000007/         records.sqlite, *.npy, vocabulary.json, codes.faiss where it is large;
                             and large files, each with the
                             checksums of its blocks: paragraphs.jsonl, vectors.faiss, tokens.bin
    originals/ab/abcd...pdf  every file as it was read, named by its checksum
    embeddings.sqlite        vectors by model and text; may be deleted at any time
    unfinished.jsonl         what a run has read and not published; deleted when it has
    staging/                 what a run is writing; deleted by the next
    writer.lock              held by the one program that writes

A generation or a segment is written under staging/, synced to the disk, renamed into its place, and
never changed again. The rename of CURRENT is the one moment at which an index changes.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from index.coarse_codes import CodesQuality
from index.errors import (
    IndexBusy,
    IndexDamaged,
    IndexMissing,
    IndexOutOfDate,
    IndexUnreadable,
    IndexUnwritable,
)

FORMAT = 3  # 3: vectors in half precision, and coarse codes of many
CURRENT = "CURRENT"
MANIFEST = "manifest.json"
CATALOGUE = "catalogue.sqlite"
EMBEDDINGS = "embeddings.sqlite"

DIFFERS = "its checksum is not the one written"


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file as it was written: what it must still be when it is opened."""

    name: str
    sha256: str
    size: int  # bytes


@dataclass(frozen=True, slots=True)
class SegmentEntry:
    """A live segment of a generation."""

    name: str
    paragraphs: int  # rows, those of dead reports included
    files: tuple[StoredFile, ...]
    # How its vectors are searched: by coarse codes first, with what they were measured to find;
    # exactly where None.
    codes: CodesQuality | None = None


@dataclass(frozen=True, slots=True)
class Manifest:
    """One generation: everything needed to open it and to know that it is whole."""

    generation: int
    parent: int | None  # the generation it was made from; a roll-back goes there
    model: str
    model_sha256: str
    dimension: int
    token_dimension: int  # 0 where the model gives no token vectors
    reports: int  # live
    paragraphs: int  # live
    segments: tuple[SegmentEntry, ...]
    catalogue: StoredFile
    format: int = FORMAT


def generation_folder(folder: Path, generation: int) -> Path:
    """Where a generation lies."""
    return folder / "generations" / f"{generation:06d}"


def segment_folder(folder: Path, name: str) -> Path:
    """Where a segment lies."""
    return folder / "segments" / name


def generation_numbers(folder: Path) -> list[int]:
    """The generations that are kept, ascending."""
    names = [path.name for path in (folder / "generations").glob("*")]
    return sorted(int(name) for name in names if name.isdigit())


def next_number(folder: Path) -> int:
    """A number that no generation or segment ever had: readers may still hold an old one open."""
    names = [p.name for kind in ("generations", "segments") for p in (folder / kind).glob("*")]
    return 1 + max((int(name) for name in names if name.isdigit()), default=0)


@dataclass(frozen=True, slots=True)
class Pointer:
    """A generation that CURRENT names."""

    generation: int
    manifest_sha256: str


# What CURRENT may say. An older program wrote it without `sha256`, the checksum of the rest.
_POINTER_KEYS = frozenset({"generation", "manifest_sha256", "earlier", "sha256"})


def read_pointer(folder: Path) -> Pointer:
    """The live generation and the checksum of its manifest, as CURRENT has them.

    Raises: IndexMissing or IndexDamaged.
    """
    return read_pointers(folder)[0]


def live_generation(folder: Path) -> tuple[int, str]:
    """The number of the live generation and its manifest's checksum, which tell it from any other.

    Raises: IndexMissing, IndexDamaged or IndexUnreadable.
    """
    with reading(folder):
        live = read_pointer(folder)
    return live.generation, live.manifest_sha256


def read_pointers(folder: Path) -> tuple[Pointer, ...]:
    """The live generation, then the one that was live before it where CURRENT still knows it.

    Raises: IndexMissing or IndexDamaged.
    """
    file = folder / CURRENT
    try:
        values = _checked_pointers(file, file.read_bytes())
        return tuple(
            Pointer(int(one["generation"]), str(one["manifest_sha256"]))
            for one in (values, values.get("earlier"))
            if one is not None
        )
    except (FileNotFoundError, NotADirectoryError) as error:
        raise IndexMissing(folder) from error
    except (KeyError, TypeError, ValueError) as error:
        raise IndexDamaged(file, "it names no generation") from error


def _checked_pointers(file: Path, content: bytes) -> dict[str, Any]:
    """The values of CURRENT, each byte of it as it was written."""
    values = _parse(file, content)
    rest = {key: value for key, value in values.items() if key != "sha256"}
    written = _pointers_to_bytes(rest, signed="sha256" in values)
    if content != written or not values.keys() <= _POINTER_KEYS:
        raise IndexDamaged(file, DIFFERS)
    return rest


def _pointers_to_bytes(values: Mapping[str, Any], *, signed: bool = True) -> bytes:
    content = json.dumps(values)
    sha256 = hashlib.sha256(content.encode()).hexdigest()
    return json.dumps({**values, "sha256": sha256} if signed else values).encode()


def read_manifest(folder: Path) -> Manifest:
    """The live generation's manifest, checked against CURRENT.

    Raises: IndexMissing, IndexDamaged, IndexOutOfDate; FileNotFoundError where it is gone.
    """
    live = read_pointer(folder)
    return read_generation(folder, live.generation, live.manifest_sha256)


def read_generation(folder: Path, generation: int, sha256: str | None = None) -> Manifest:
    """The manifest of one generation; `sha256` is what CURRENT says of it."""
    file = generation_folder(folder, generation) / MANIFEST
    content = file.read_bytes()
    if sha256 is not None and hashlib.sha256(content).hexdigest() != sha256:
        raise IndexDamaged(file, DIFFERS)
    values = _parse(file, content)
    if values.get("format") != FORMAT:
        raise IndexOutOfDate(folder, values.get("format"), FORMAT)
    try:
        return _manifest_from_json(values)
    except (KeyError, TypeError) as error:
        raise IndexDamaged(file, "it is no manifest") from error


def _manifest_from_json(values: Mapping[str, Any]) -> Manifest:
    segments = tuple(
        SegmentEntry(
            name=s["name"],
            paragraphs=s["paragraphs"],
            files=tuple(StoredFile(**file) for file in s["files"]),
            codes=CodesQuality(**s["codes"]) if s["codes"] else None,
        )
        for s in values["segments"]
    )
    catalogue = StoredFile(**values["catalogue"])
    return Manifest(**{**values, "segments": segments, "catalogue": catalogue})


def _parse(file: Path, content: bytes) -> dict[str, Any]:
    try:
        values = json.loads(content)
    except ValueError as error:
        raise IndexDamaged(file, "it is not JSON") from error
    if not isinstance(values, dict):
        raise IndexDamaged(file, "it is not a JSON object")
    return values


def publish(folder: Path, manifest: Manifest, staged: Path) -> None:
    """Make a staged generation the live one; all that it names is on the disk before CURRENT."""
    content = json.dumps(asdict(manifest), indent=1, sort_keys=True).encode()
    write_synced(staged / MANIFEST, content)
    settle(staged, generation_folder(folder, manifest.generation))
    point_to(folder, manifest.generation)


def point_to(folder: Path, generation: int) -> None:
    """Rename a new CURRENT over the old: the one atomic step of publishing and of rolling back.

    What was live before is named too, with the checksum that CURRENT had for it: so a roll-back
    goes to exactly what was published.
    """
    content = (generation_folder(folder, generation) / MANIFEST).read_bytes()
    pointer = asdict(Pointer(generation, hashlib.sha256(content).hexdigest()))
    try:
        before = read_pointer(folder)
        pointer |= {"earlier": asdict(before)} if before.generation < generation else {}
    except (IndexMissing, IndexDamaged):
        pass  # the first generation, or a rebuild of a damaged index
    aside = folder / "staging" / CURRENT
    aside.parent.mkdir(exist_ok=True)
    write_synced(aside, _pointers_to_bytes(pointer))
    os.replace(aside, folder / CURRENT)
    sync_folder(folder)


def settle(staged: Path, place: Path) -> None:
    """Move a finished folder from staging into its place, names and all on the disk."""
    sync_folder(staged)
    place.parent.mkdir(exist_ok=True)
    os.rename(staged, place)
    sync_folder(place.parent)
    sync_folder(place.parent.parent)


class SyncedWriter:
    """A file written piece by piece; at the end of the block the disk has it.

    `stored` says what was written once the block has ended.
    """

    stored: StoredFile

    def __init__(self, file: Path) -> None:
        self._file = file
        self._digest = hashlib.sha256()
        self._size = 0

    def __enter__(self) -> SyncedWriter:
        self._stream = self._file.open("wb")
        return self

    def write(self, content: bytes | memoryview) -> None:
        """Write one more piece."""
        self._stream.write(content)
        self._digest.update(content)
        self._size += len(content)

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        with self._stream as stream:
            if kind is None:
                stream.flush()
                os.fsync(stream.fileno())
        self.stored = StoredFile(self._file.name, self._digest.hexdigest(), self._size)


def write_synced(file: Path, content: bytes | memoryview) -> StoredFile:
    """Write a file and wait until the disk has it."""
    with SyncedWriter(file) as written:
        written.write(content)
    return written.stored


def sync_written(file: Path) -> StoredFile:
    """Sync a file that another library wrote, and take its checksum."""
    with file.open("rb+") as stream:
        os.fsync(stream.fileno())
        stream.seek(0)
        digest = hashlib.file_digest(stream, "sha256")
    return StoredFile(file.name, digest.hexdigest(), file.stat().st_size)


def sync_folder(folder: Path) -> None:
    """Wait until the disk has the names in a folder."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sha256_of(file: Path) -> str:
    """The checksum of a file's bytes."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def read_checked(folder: Path, stored: StoredFile) -> bytes:
    """The bytes of a small file, once they are known to be those that were written.

    Raises: IndexDamaged, OSError.
    """
    file = folder / stored.name
    check_size(file, stored)
    content = file.read_bytes()
    if hashlib.sha256(content).hexdigest() != stored.sha256:
        raise IndexDamaged(file, DIFFERS)
    return content


def check_file(folder: Path, stored: StoredFile) -> None:
    """Compare a file of any size with what was written.

    Raises: IndexDamaged, OSError.
    """
    file = folder / stored.name
    check_size(file, stored)
    if sha256_of(file) != stored.sha256:
        raise IndexDamaged(file, DIFFERS)


def check_size(file: Path, stored: StoredFile) -> None:
    """Raise IndexDamaged where a file has another length than was written."""
    size = file.stat().st_size
    if size != stored.size:
        raise IndexDamaged(file, f"{size} bytes where {stored.size} were written")


@contextmanager
def reading(folder: Path) -> Iterator[None]:
    """Read an index folder.

    Raises: IndexUnreadable for whatever the disk or its owner refuses inside the block;
    IndexDamaged for a file that is not there.
    """
    try:
        yield
    except FileNotFoundError as error:
        raise IndexDamaged(Path(error.filename or folder), "it is missing") from error
    except OSError as error:
        raise IndexUnreadable(Path(error.filename or folder), str(error.strerror)) from error


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Be the one writer of an index folder; its staging area is empty at the start and at the end.

    A full disk is not left fuller by what came to nothing.

    Raises: IndexBusy, IndexUnwritable (also for whatever the disk refuses inside the block).
    """
    try:
        # It holds whole reports, and not all need be public: a folder made here is for its owner.
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with (folder / "writer.lock").open("a") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise IndexBusy(folder) from error
            shutil.rmtree(folder / "staging", ignore_errors=True)
            (folder / "staging").mkdir()
            try:
                yield
            finally:
                shutil.rmtree(folder / "staging", ignore_errors=True)
    except OSError as error:
        where = f": {error.filename}" if error.filename else ""
        raise IndexUnwritable(folder, f"{error.strerror or error}{where}") from error
    except sqlite3.OperationalError as error:  # how SQLite says that the disk is full
        raise IndexUnwritable(folder, str(error)) from error


def remove_unreferenced(folder: Path, keep: Mapping[int, Manifest]) -> None:
    """Delete generations other than those kept, and the segments that none of those names."""
    segments = {entry.name for manifest in keep.values() for entry in manifest.segments}
    generations = {generation_folder(folder, number).name for number in keep}
    for kind, names in (("generations", generations), ("segments", segments)):
        for old in (folder / kind).glob("*"):
            if old.name not in names:
                shutil.rmtree(old, ignore_errors=True)
