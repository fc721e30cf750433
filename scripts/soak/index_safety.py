"""What interruptions, faults and damage may cost, as counted by the modules named after them."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.figures import Figure
from index import Collection, update_collection
from scripts.soak.damage import damage, damage_notes, damage_vectors
from scripts.soak.failing_disk import KINDS
from scripts.soak.faults import fail_reading, fill_disk, inject, limit_files
from scripts.soak.interruptions import TEXTS_PER_COMMIT, interrupt
from scripts.soak.invented_collection import WordStandIn, make_collection, stand_in_for_the_model

ROOT = Path(__file__).resolve().parents[2]
SEED = 1
KILLS, QUICK_KILLS = 200, 8
FLIPS, QUICK_FLIPS = 2_000, 200  # bytes changed
EXCHANGES, QUICK_EXCHANGES = 1_000, 20  # of whole files, at most; 46 files have about 200
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
    """One byte changed everywhere in an index; then each file exchanged for something else."""
    flipped = QUICK_FLIPS if quick else FLIPS
    with memory_place(place) as here, stand_in_for_the_model():
        index = make_collection(here, SEED)
        vectors = damage_vectors(here, WordStandIn(), some_texts(index), flipped // 8, SEED)
        report = next((here / "reports").iterdir())
        notes = damage_notes(here, report, flipped // 20, SEED)
        rest = flipped - vectors.total() - notes.total()
        counts = damage(index, SEED, rest, QUICK_EXCHANGES if quick else EXCHANGES)
    yield from _damage_figures("an invented collection", counts)
    yield Figure(
        "one byte changed in the kept vectors: the right ones or none are used",
        f"{vectors.total()} of {vectors.total()} ({vectors['begun anew']} embedded again)",
        "all",
        True,
    )
    yield Figure(
        "one byte changed in the notes of an unfinished run: right or passed over",
        f"{notes.total()} of {notes.total()} ({notes['passed over']} passed over)",
        "all",
        True,
    )
    update_collection(place / "index", [ROOT / "corpus" / "sample"])
    yield from _damage_figures("the sample, the real model", damage(place / "index", SEED))


def _damage_figures(what: str, counts: Counter[str]) -> Iterator[Figure]:
    changed, exchanged = counts["bytes changed"], counts["files exchanged"]
    yield Figure(
        f"{what}: {changed:,} bytes of {counts['files']} files changed: named by qa doctor",
        f"{changed:,} of {changed:,}",
        "all",
        True,
    )
    if exchanged:
        yield Figure(
            "  files cut, longer, blocks exchanged, other files: named",
            f"{exchanged} of {exchanged}",
            "all",
            True,
        )
    refused, same = counts["questions refused"], counts["questions answered as before"]
    yield Figure("  answers changed by it", f"0 ({refused} refused, {same} as before)", "0", True)
    if exchanged:
        prefix = "changes of "
        by_file = [
            f"{name.removeprefix(prefix)} {count}"
            for name, count in sorted(counts.items())
            if name.startswith(prefix)
        ]
        yield Figure("  changes by file", ", ".join(by_file))


def some_texts(index: Path) -> list[str]:
    """The paragraphs of an index, for the embedding model."""
    with Collection.open(index, embedder=WordStandIn()) as collection:
        return [p.text for report in collection.reports() for p in collection.paragraphs(report.id)]
