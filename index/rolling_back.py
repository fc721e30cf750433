"""Back to the generation before: a change of the pointer, nothing else."""

from __future__ import annotations

from pathlib import Path

from index.errors import IndexDamaged, IndexMissing, IndexOutOfDate, NothingToRollBack
from index.storage import (
    CURRENT,
    next_number,
    point_to,
    read_generation,
    read_pointer,
    writing,
)


def roll_back(folder: Path) -> int:
    """Make the generation before the live one live again; only the pointer changes.

    Returns the number of the generation that is live now.

    Raises: IndexMissing, IndexBusy, NothingToRollBack.
    """
    if not (folder / CURRENT).exists():
        raise IndexMissing(folder)
    with writing(folder):
        live, parent = _live_and_parent(folder)
        kept = sorted(int(p.name) for p in (folder / "generations").glob("*") if p.name.isdigit())
        earlier = parent if parent in kept else max((n for n in kept if n < live), default=None)
        if earlier is None:
            raise NothingToRollBack(folder, live)
        read_generation(folder, earlier)
        point_to(folder, earlier)
        return earlier


def _live_and_parent(folder: Path) -> tuple[int, int | None]:
    """Also where the live manifest is damaged: that is when a way back is needed most."""
    try:
        live, sha256 = read_pointer(folder)
    except IndexDamaged:
        return next_number(folder) - 1, None
    try:
        return live, read_generation(folder, live, sha256).parent
    except (IndexDamaged, IndexOutOfDate, FileNotFoundError):
        return live, None
