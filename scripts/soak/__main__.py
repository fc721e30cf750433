"""Tries at length to break the program, and prints what held.

    python -m scripts.soak [TRIAL...] [--quick]

Each trial raises AssertionError where something is lost, answered wrongly or left behind, and says
what repeats it. The tests run the same trials in a short form; docs/reliability.md has the figures
of the long one. Named trials are run alone.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from bench.__main__ import machine
from bench.figures import Figure, print_heading, print_rows
from scripts.soak.engine_kills import try_engine
from scripts.soak.hard_questions import try_hard_questions
from scripts.soak.hostile_files import try_files
from scripts.soak.index_safety import try_damage, try_faults, try_kills
from scripts.soak.load import try_load
from scripts.soak.planting import try_planted_words

# A trial has an empty folder to work in, and is told whether to be short.
Trial = Callable[[Path, bool], Iterator[Figure]]

TRIALS: dict[str, Trial] = {
    "kills": try_kills,
    "faults": try_faults,
    "damage": try_damage,
    "words": try_planted_words,
    "hard-questions": try_hard_questions,
    "files": try_files,
    "load": try_load,
    "engine": try_engine,
}


def main() -> None:
    """Print one row per figure; exit 1 where a goal is missed."""
    parser = argparse.ArgumentParser(description="Try at length to break the program.")
    parser.add_argument("trials", nargs="*", metavar="TRIAL", help=", ".join(TRIALS))
    parser.add_argument("--quick", action="store_true", help="a short form of each")
    arguments = parser.parse_args()
    unknown = [name for name in arguments.trials if name not in TRIALS]
    if unknown:
        parser.error(f"no such trial: {', '.join(unknown)}")
    print(f"{machine()}\n")
    print_heading()
    well = True
    for name in arguments.trials or TRIALS:
        with tempfile.TemporaryDirectory() as place:
            well &= print_rows(TRIALS[name](Path(place), arguments.quick))
    print(f"\n{'All of it held' if well else 'A goal is missed'}; {machine()}")
    raise SystemExit(0 if well else 1)


if __name__ == "__main__":
    main()
