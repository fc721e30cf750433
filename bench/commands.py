"""The commands as a person starts them: child processes, wall clock, everything included."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from bench.figures import Figure, at_most, median_and_slowest, seconds_of
from bench.questions import QUESTIONS

ROOT = Path(__file__).resolve().parents[1]
FROM_NOTHING, AGAIN, ONE_ADDED, COLD_ASK, HELP = 240.0, 3.0, 6.0, 1.5, 0.3  # seconds


def run_command(*words: str | Path) -> None:
    """Run `qa` or `ask` of this very source.

    Raises: SystemExit with what it said where it fails; an unanswered question is no failure.
    """
    script = Path(sys.executable).parent / str(words[0])
    environment = {k: v for k, v in os.environ.items() if not k.startswith("QA_")}
    environment["PYTHONPATH"] = str(ROOT)
    done = subprocess.run(
        [script, *words[1:]], capture_output=True, text=True, env=environment, check=False
    )
    if done.returncode not in (0, 1):
        raise SystemExit(f"{' '.join(map(str, words))}\n{done.stderr}")


def timed(*words: str | Path) -> tuple[float, str]:
    """Seconds by the clock, and words that tell those of a core: others may use the machine."""
    before = os.times()
    seconds = seconds_of(lambda: run_command(*words))
    after = os.times()
    of_core = (after.children_user + after.children_system) - (
        before.children_user + before.children_system
    )
    return seconds, f", {of_core:.1f} of a core"


def measure_help() -> Iterator[Figure]:
    """`qa --help`, which loads nothing heavy."""
    help_shown = median_and_slowest(lambda: run_command("qa", "--help"))
    yield at_most("qa --help", *help_shown, goal=HELP)


def measure_indexing(files: Sequence[Path], work: Path, index: Path) -> Iterator[Figure]:
    """`qa index` from nothing, again, and with one report more; the whole index is left behind.

    The report that comes last is the one of middling size.
    """
    reports = work / "reports"
    added = sorted(files, key=lambda path: path.stat().st_size)[len(files) // 2]
    for file in files:
        if file != added:
            _copy(file, reports)
    command = ("qa", "index", reports, "--index", index)
    what = f"{len(files) - 1} reports read and indexed from nothing"
    yield at_most(what, *timed(*command), goal=FROM_NOTHING)
    yield at_most("again, with nothing changed", *timed(*command), goal=AGAIN)
    _copy(added, reports)
    what = f"one report added ({added.stat().st_size // 1024} KB)"
    yield at_most(what, *timed(*command), goal=ONE_ADDED)


def _copy(file: Path, reports: Path) -> None:
    """Copy a report with its folder's name, which may name its authority."""
    place = reports / file.parent.name
    place.mkdir(parents=True, exist_ok=True)
    shutil.copy2(file, place / file.name)


def measure_ask(index: Path) -> Iterator[Figure]:
    """`ask` with a question that needs a search, so that model and vectors are loaded."""
    asked = median_and_slowest(lambda: run_command("ask", QUESTIONS[-1], "--index", index))
    yield at_most("ask from a cold start, a question that searches", *asked, goal=COLD_ASK)
