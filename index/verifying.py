"""Every checksum of an index folder verified, whatever it costs: what `qa doctor` asks for.

Opening a collection stops at the first file that is not what was written. This goes on, and looks
at what opening has no need of: the generation that a roll-back would go to, and the kept originals.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from index.catalogue import read_ledger
from index.errors import IndexDamaged
from index.ledger import READ, LedgerFile
from index.originals import original_path
from index.storage import (
    CATALOGUE,
    DIFFERS,
    Manifest,
    StoredFile,
    check_file,
    generation_folder,
    read_checked,
    read_generation,
    read_pointers,
    reading,
    segment_folder,
    sha256_of,
)
from index.tables import open_database


@dataclass(frozen=True, slots=True)
class Verification:
    """What was looked at, and what of it is not as it was written."""

    generations: tuple[int, ...]  # the live one, then the one before it
    files: int  # of these generations and their segments
    originals: int  # kept copies that are whole
    damaged: tuple[IndexDamaged, ...]


def verify_index(folder: Path) -> Verification:
    """Compare every file of the generations kept, and the originals they know, with its checksum.

    Raises: IndexMissing, IndexOutOfDate, IndexUnreadable; IndexDamaged where CURRENT or the live
    manifest is not what was written, for then nothing else can be told.
    """
    with reading(folder):
        manifests, unread = _read_manifests(folder)
    files = [file for manifest in manifests for file in _stored_files(folder, manifest)]
    files = list(dict.fromkeys(files))  # both generations may name a segment
    found = [damage for place, stored in files if (damage := _damage(place, stored))]
    with reading(folder):
        whole, damaged = _verify_originals(folder, manifests, {damage.file for damage in found})
    return Verification(
        generations=tuple(manifest.generation for manifest in manifests),
        files=len(files),
        originals=whole,
        damaged=(*unread, *found, *damaged),
    )


def first_damage(folder: Path, manifest: Manifest) -> IndexDamaged | None:
    """The first file of one generation that is not what was written; None where all are."""
    found = (_damage(place, stored) for place, stored in _stored_files(folder, manifest))
    return next((damage for damage in found if damage), None)


def _read_manifests(folder: Path) -> tuple[list[Manifest], list[IndexDamaged]]:
    """The live manifest and, where it is still kept, the one before; or why that cannot be read."""
    live, *rest = read_pointers(folder)
    manifests = [_read_manifest(folder, live.generation, live.manifest_sha256)]
    known = {pointer.generation: pointer.manifest_sha256 for pointer in rest}
    # An older program wrote no checksum of the generation before; its number is in the manifest.
    earlier = rest[0].generation if rest else manifests[0].parent
    if earlier is None or not generation_folder(folder, earlier).exists():
        return manifests, []
    try:
        return [*manifests, _read_manifest(folder, earlier, known.get(earlier))], []
    except IndexDamaged as damage:
        return manifests, [damage]


def _read_manifest(folder: Path, generation: int, sha256: str | None) -> Manifest:
    try:
        return read_generation(folder, generation, sha256)
    except FileNotFoundError as error:
        raise IndexDamaged(Path(error.filename), "it is missing") from error


def _stored_files(folder: Path, manifest: Manifest) -> Iterator[tuple[Path, StoredFile]]:
    """Folder and file of everything that a manifest names."""
    yield generation_folder(folder, manifest.generation), manifest.catalogue
    for entry in manifest.segments:
        place = segment_folder(folder, entry.name)
        yield from ((place, stored) for stored in entry.files)


def _damage(place: Path, stored: StoredFile) -> IndexDamaged | None:
    try:
        check_file(place, stored)
    except IndexDamaged as damage:
        return damage
    except OSError as error:
        return IndexDamaged(place / stored.name, _words_of(error))
    return None


def _verify_originals(
    folder: Path, manifests: Sequence[Manifest], unusable: Container[Path]
) -> tuple[int, list[IndexDamaged]]:
    """How many originals are whole, and those that are not; `unusable` are damaged catalogues."""
    kept: dict[str, LedgerFile] = {}
    for manifest in manifests:
        place = generation_folder(folder, manifest.generation)
        if place / CATALOGUE not in unusable:
            kept.update((file.sha256, file) for file in _files_read(place, manifest.catalogue))
    damaged = [damage for file in kept.values() if (damage := _damage_of_original(folder, file))]
    return len(kept) - len(damaged), damaged


def _files_read(place: Path, catalogue: StoredFile) -> Iterator[LedgerFile]:
    with closing(open_database(read_checked(place, catalogue))) as connection:
        yield from (file for file in read_ledger(connection) if file.outcome == READ)


def _damage_of_original(folder: Path, file: LedgerFile) -> IndexDamaged | None:
    original = original_path(folder, file.sha256)
    if original is None:
        expected = folder / "originals" / file.sha256[:2] / file.sha256
        return IndexDamaged(expected, f"the kept copy of {file.source} is missing")
    try:
        whole = sha256_of(original) == file.sha256
    except OSError as error:
        return IndexDamaged(original, _words_of(error))
    return None if whole else IndexDamaged(original, DIFFERS)


def _words_of(error: OSError) -> str:
    missing = isinstance(error, FileNotFoundError)
    return "it is missing" if missing else f"it cannot be read: {error.strerror}"
