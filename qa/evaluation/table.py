"""The scorecard's table: a row for each type of question, each figure above its interval."""

from __future__ import annotations

from collections.abc import Sequence

from qa.evaluation.figures import MEASURES
from qa.evaluation.intervals import Interval

_LEFT = 19  # the type and its number of questions
_COLUMN = 11

HEAD = f"{'type':<14}{'n':>5}" + "".join(f"{m.name:>{_COLUMN}}" for m in MEASURES) + "   cites"


def table_row(name: str, questions: int, values: Sequence[str], citations: object) -> str:
    """The figures of one type."""
    cells = "".join(f"{value:>{_COLUMN}}" for value in values)
    return f"{name[:14]:<14}{questions:>5}{cells}{citations:>8}"


def interval_row(intervals: Sequence[str]) -> str:
    """The intervals, each under its figure."""
    return (" " * _LEFT + "".join(f"{text:>{_COLUMN}}" for text in intervals)).rstrip()


def interval_text(interval: Interval) -> str:
    """ ".86-.97"."""
    return f"{_short(interval.low)}-{_short(interval.high)}"


def signed_interval_text(interval: Interval) -> str:
    """ "-.02..+.05"."""
    return f"{_short(interval.low, '+')}..{_short(interval.high, '+')}"


def _short(value: float, sign: str = "") -> str:
    """Two decimals without the zero before the point."""
    return f"{value + 0.0:{sign}.2f}".replace("0.", ".", 1)
