"""What an interruption and damage may cost: the counts of `interruptions.py` and `damage.py`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from bench.figures import Figure
from index import update_collection
from scripts.soak.damage import damage
from scripts.soak.interruptions import interrupt

ROOT = Path(__file__).resolve().parents[2]
SEED = 1
KILLS, QUICK_KILLS = 200, 8


def try_kills(place: Path, quick: bool) -> Iterator[Figure]:
    """Runs of `qa index` killed at random moments."""
    kills = QUICK_KILLS if quick else KILLS
    counts = interrupt(place, kills, SEED)
    # Each killed run is followed by one that goes on with it; one in four is left to finish.
    finished = counts["finished by the next run"]
    yield Figure(
        f"qa index killed at {kills} random moments: whole, nothing lost",
        f"{kills} of {kills}; next run finished {finished} of {finished}",
        "all",
        True,
    )


def try_damage(place: Path, quick: bool) -> Iterator[Figure]:
    """One byte changed in each file of an index, one after the other."""
    del quick
    update_collection(place / "index", [ROOT / "corpus" / "sample"])
    counts = damage(place / "index", SEED)
    changed = counts["bytes changed and named by qa doctor"]
    yield Figure(
        f"one byte changed in each of {counts['files']} files: named by qa doctor",
        f"{changed} of {changed} places",
        "all",
        True,
    )
    refused, same = counts["questions refused"], counts["questions answered as before"]
    yield Figure("  answers changed by it", f"0 ({refused} refused, {same} as before)", "0", True)
