"""Every file as it was read, kept by its checksum, so that a page can be shown years later."""

from __future__ import annotations

import os
import shutil
from collections.abc import Collection as Some
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from index.storage import SyncedWriter, sha256_of, sync_folder

_BLOCK = 1 << 20


def original_path(folder: Path, sha256: str) -> Path | None:
    """The kept copy of the file with this checksum, or None."""
    if len(sha256) != 64 or not sha256.isalnum():
        return None  # not a checksum: never let it walk through folders
    return next((folder / "originals" / sha256[:2]).glob(f"{sha256}.*"), None)


def keep_original(folder: Path, file: Path, sha256: str) -> bool:
    """Copy a file into the collection; False where its bytes are no longer those of `sha256`.

    A copy that was damaged since is replaced.
    """
    kept = original_path(folder, sha256)
    if kept and _is_whole(kept, sha256):
        return True
    aside = folder / "staging" / f"original-{sha256}"
    with SyncedWriter(aside) as copy:
        for block in _blocks_of(file):
            copy.write(block)
    if copy.stored.sha256 != sha256:  # changed or gone since it was read
        return False
    place = kept or folder / "originals" / sha256[:2] / f"{sha256}{file.suffix.lower() or '.bin'}"
    is_new = not place.parent.exists()
    place.parent.mkdir(parents=True, exist_ok=True)
    os.replace(aside, place)
    sync_folder(place.parent)
    if is_new:
        sync_folder(place.parent.parent)
    return True


def _blocks_of(file: Path) -> Iterator[bytes]:
    """A file piece by piece, as far as it can be read."""
    with suppress(OSError), file.open("rb") as stream:
        while block := stream.read(_BLOCK):
            yield block


def _is_whole(original: Path, sha256: str) -> bool:
    """Whether a kept copy can be read and is what was written."""
    try:
        return sha256_of(original) == sha256
    except OSError:
        return False


def stage_original(folder: Path, path: Path, sha256: str) -> Path | None:
    """The kept copy under the name it was read by, to be read again; None where none is whole.

    What a file is called says something of the report (its publication date, sometimes its
    authority), so the last two names of its path are kept.
    """
    original = original_path(folder, sha256)
    if original is None or not _is_whole(original, sha256):
        return None
    staged = folder / "staging" / "again" / sha256 / path.parent.name / path.name
    staged.parent.mkdir(parents=True, exist_ok=True)
    if staged.exists():
        return staged
    try:
        os.link(original, staged)
    except OSError:  # a file system without hard links
        shutil.copyfile(original, staged)
    return staged


def remove_other_originals(folder: Path, keep: Some[str]) -> None:
    """Delete the copies of files that no kept generation knows."""
    for original in (folder / "originals").glob("??/*"):
        if original.name.partition(".")[0] not in keep:
            original.unlink(missing_ok=True)
