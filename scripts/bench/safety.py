"""What an interruption and damage may cost: the counts of `interruptions.py` and `damage.py`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from scripts.bench.figures import Figure
from scripts.damage import damage
from scripts.interruptions import interrupt

SEED = 1


def measure_kills(place: Path, kills: int) -> Iterator[Figure]:
    """Runs of `qa index` killed at random moments.

    Raises: AssertionError where something acknowledged is lost, or the like.
    """
    counts = interrupt(place, kills, SEED)
    # Each killed run is followed by one that goes on with it; one in four is left to finish.
    finished = counts["finished by the next run"]
    yield Figure(
        f"qa index killed at {kills} random moments: whole, nothing lost",
        f"{kills} of {kills}; next run finished {finished} of {finished}",
        "all",
        True,
    )


def measure_damage(index: Path) -> Iterator[Figure]:
    """One byte changed in each file, one at a time, in several places of a large one.

    Raises: AssertionError where it is not noticed or an answer changed.
    """
    counts = damage(index, SEED)
    changed = counts["bytes changed and named by qa doctor"]
    yield Figure(
        f"one byte changed in each of {counts['files']} files: named by qa doctor",
        f"{changed} of {changed} places",
        "all",
        True,
    )
    refused, same = counts["questions refused"], counts["questions answered as before"]
    yield Figure("  answers changed by it", f"0 ({refused} refused, {same} as before)", "0", True)
