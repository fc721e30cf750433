"""One measured figure beside its goal, and the table that they are printed in."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial

ROUNDS = 5
WIDTHS = (66, 48, 20, 5)  # what, figure, goal, met


@dataclass(frozen=True, slots=True)
class Figure:
    """What was measured, with its unit; a ratio comes first where two things are compared."""

    what: str
    figure: str
    goal: str = ""  # empty where there is none
    met: bool | None = None


def at_most(what: str, seconds: float, beside: str, *, goal: float) -> Figure:
    """A time in seconds that should be short, and what else to know of it."""
    shown = f"{seconds:.2f} s" if seconds < 10 else f"{seconds:.0f} s"
    return Figure(what, f"{shown}{beside}", f"at most {goal:g} s", seconds <= goal)


def at_least(what: str, ratio: float, goal: float | None, beside: str) -> Figure:
    """How many times as fast one thing is as another."""
    shown = f"{ratio:.0f}" if ratio >= 10 else f"{ratio:.1f}"
    if goal is None:
        return Figure(what, f"{shown} times {beside}")
    return Figure(what, f"{shown} times {beside}", f"at least {goal:g} times", ratio >= goal)


def print_heading() -> None:
    """The head of the table; it is Markdown, for docs/evaluation.md."""
    _print_row(("what", "figure", "goal", "met"))
    _print_row(tuple("-" * width for width in WIDTHS))


def print_rows(figures: Iterable[Figure]) -> bool:
    """Print each figure as soon as it is measured; whether none missed its goal."""
    well = True
    for figure in figures:
        met = "" if figure.met is None else "yes" if figure.met else "NO"
        _print_row((figure.what, figure.figure, figure.goal, met))
        well &= figure.met is not False
    return well


def _print_row(cells: tuple[str, ...]) -> None:
    padded = (cell.ljust(width) for cell, width in zip(cells, WIDTHS, strict=True))
    print(f"| {' | '.join(padded)} |", flush=True)


def seconds_of(work: Callable[[], object]) -> float:
    """How long it takes once, by the clock on the wall."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def median_ms(
    work: Callable[[str], object], questions: Iterable[str], rounds: int = ROUNDS
) -> float:
    """The median time in milliseconds over all questions and rounds."""
    asked = list(questions) * rounds
    return 1000 * statistics.median(seconds_of(partial(work, question)) for question in asked)


def median_and_slowest(work: Callable[[], object]) -> tuple[float, str]:
    """The median of some rounds in seconds, and words that tell the slowest."""
    seconds = [seconds_of(work) for _ in range(ROUNDS)]
    return statistics.median(seconds), f", slowest of {ROUNDS}: {max(seconds):.2f}"
