"""The scorecard: figures by type of question, abstention, and time, as lines of text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from qa.evaluation.figures import Figure, abstention, figures
from qa.evaluation.measures import Score
from qa.evaluation.table import HEAD, interval_row, interval_text, table_row


def scorecard_lines(scores: Sequence[Score]) -> list[str]:
    """The scorecard of some answers; what cannot be said without gold is left out."""
    lines: list[str] = []
    if any(score.answerable is not None for score in scores):
        lines += [HEAD, *_rows(scores), ""]
    found = abstention(scores)
    if found:
        f1 = "-" if found.balanced_f1 is None else f"{found.balanced_f1:.3f}"
        lines += [
            f"abstained on {_told(found.abstained)} of {found.unanswerable} unanswerable, "
            f"answered {_told(found.answered)} of {found.answerable} answerable, balanced F1 {f1}",
            "",
        ]
    times = sorted(score.milliseconds for score in scores)
    lines.append(
        f"{len(scores)} questions, {_at(times, 0.5):.0f} ms each in the middle, "
        f"{_at(times, 0.95):.0f} ms at the 95th percentile"
    )
    return lines


def by_type(scores: Sequence[Score]) -> Iterator[tuple[str, list[int]]]:
    """Each type in order of appearance, then "overall", with the places of its answerable ones."""
    answerable = [place for place, score in enumerate(scores) if score.answerable is not False]
    for name in dict.fromkeys(scores[place].type for place in answerable):
        yield name, [place for place in answerable if scores[place].type == name]
    if answerable:
        yield "overall", answerable


def citations_counted(scores: Sequence[Score]) -> int:
    """How many citations the precision is over."""
    return sum(score.cited for score in scores if score.counts_for_precision and score.answered)


def _rows(scores: Sequence[Score]) -> Iterator[str]:
    for name, places in by_type(scores):
        own = [scores[place] for place in places]
        found = figures(own)
        values = ["-" if figure is None else f"{figure.value:.3f}" for figure in found]
        yield table_row(name, len(own), values, citations_counted(own))
        yield interval_row(
            ["" if figure is None else interval_text(figure.interval) for figure in found]
        )


def _told(figure: Figure) -> str:
    return f"{figure.value:.3f} ({interval_text(figure.interval)})"


def _at(ordered: Sequence[float], share: float) -> float:
    """The value below which the share of the ordered values lies; 0 where there are none."""
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0
