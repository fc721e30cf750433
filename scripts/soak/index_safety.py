"""What interruptions, faults and damage may cost, as counted by the modules named after them."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.figures import Figure
from index import update_collection
from scripts.soak.damage import damage
from scripts.soak.failing_disk import KINDS
from scripts.soak.faults import fail_reading, fill_disk, inject, limit_files
from scripts.soak.interruptions import TEXTS_PER_COMMIT, interrupt

ROOT = Path(__file__).resolve().parents[2]
SEED = 1
KILLS, QUICK_KILLS = 200, 8
QUICK_EVERY = 40  # operations of which one fails
SIZES, QUICK_SIZES = 40, 4  # of files, and of room on a disk


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
    again = counts["acknowledged reports found again"]
    yield Figure("  acknowledged reports looked for again and found", f"{again:,}", "all", True)
    different, lost = (
        counts["different texts embedded"],
        counts["texts embedded and lost with the run"],
    )
    yield Figure(
        "  kept embeddings computed again",
        f"0 of {different:,} texts; {lost} lost in flight, at most {TEXTS_PER_COMMIT} a kill",
        "0",
        True,
    )


def try_faults(place: Path, quick: bool) -> Iterator[Figure]:
    """Each file operation of `qa index` failed, in each way; and disks with too little room."""
    with memory_place(place) as here:
        counts = fail_reading(here / "reading")
        refused = counts["refused, the file named"]
        operations = counts["operations of a question"]
        yield Figure(
            f"each of {operations} operations of opening and asking failed: the file named",
            f"{refused} of {operations}",
            "all",
            refused == operations,
        )
        counts = inject(here / "operations", QUICK_EVERY if quick else 1, SEED)
        yield _fault_figure("file operations of qa index failed, one a run", counts)
        for kind in KINDS:
            yield Figure(f"  of them: {kind}", f"{counts[f'failed: {kind}']}")
        sizes = QUICK_SIZES if quick else SIZES
        counts = limit_files(here / "limits", sizes)
        yield _fault_figure(f"files limited to {sizes} sizes (ulimit -f)", counts)
        try:
            counts = fill_disk(here / "full", sizes)
        except PermissionError as error:
            yield Figure("a full disk", f"skipped: this user may mount no disk ({error})")
        else:
            yield _fault_figure(f"a disk with room of {sizes} sizes", counts)


def _fault_figure(what: str, counts: Counter[str]) -> Figure:
    """How many runs there were, and what came of them; any that lost something raised."""
    states = {name.removeprefix("then: "): n for name, n in counts.items() if "then: " in name}
    tried = sum(states.values())
    told = ", ".join(f"{count} {state}" for state, count in sorted(states.items()))
    return Figure(f"{what}: nothing lost, told", f"{tried} of {tried} ({told})", "all", True)


@contextmanager
def memory_place(place: Path) -> Iterator[Path]:
    """A folder in memory where there is one: a trial that syncs a lot need not wait for a disk."""
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else place) as name:
        yield Path(name)


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
