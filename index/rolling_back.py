"""Back to the generation before: a change of the pointer, nothing else."""

from __future__ import annotations

from pathlib import Path

from index.errors import IndexDamaged, IndexMissing, IndexOutOfDate, NothingToRollBack
from index.storage import (
    CURRENT,
    generation_numbers,
    next_number,
    point_to,
    read_generation,
    read_pointer,
    read_pointers,
    reading,
    writing,
)
from index.verifying import first_damage


def roll_back(folder: Path) -> int:
    """Make the generation before the live one live again; only the pointer changes.

    Returns the number of the generation that is live now.

    Raises: IndexMissing, IndexBusy, IndexUnreadable, IndexUnwritable, NothingToRollBack;
    IndexDamaged, and nothing has changed, where that generation is not what was written either.
    """
    with reading(folder):
        if not (folder / CURRENT).exists():
            raise IndexMissing(folder)
    with writing(folder):
        with reading(folder):
            earlier = _checked_earlier(folder)
        point_to(folder, earlier)
        return earlier


def _checked_earlier(folder: Path) -> int:
    """The generation to go back to, every file of it compared with its checksum."""
    live, earlier = _live_and_earlier(folder)
    if earlier is None:
        raise NothingToRollBack(folder, live)
    damage = first_damage(folder, read_generation(folder, earlier, _known_sha256(folder, earlier)))
    if damage:
        raise damage
    return earlier


def _live_and_earlier(folder: Path) -> tuple[int, int | None]:
    """The live generation and the one to go back to.

    Where the live manifest tells, that is the one it was made from, and no other: an interrupted
    run may have left a whole generation that never was live. Where it is damaged, which is when a
    way back is needed most, it is the newest before it that is kept.
    """
    kept = generation_numbers(folder)
    try:
        live = read_pointer(folder)
    except IndexDamaged:
        newest = next_number(folder) - 1
        return newest, max((number for number in kept if number < newest), default=None)
    try:
        manifest = read_generation(folder, live.generation, live.manifest_sha256)
    except (IndexDamaged, IndexOutOfDate, FileNotFoundError):
        return live.generation, max((n for n in kept if n < live.generation), default=None)
    return live.generation, manifest.parent if manifest.parent in kept else None


def _known_sha256(folder: Path, generation: int) -> str | None:
    """What CURRENT says of a generation's manifest; None where it says nothing or is damaged."""
    try:
        known = {one.generation: one.manifest_sha256 for one in read_pointers(folder)}
    except IndexDamaged:
        return None
    return known.get(generation)
