"""How good many answers are together: the figures of the scorecard, each with its interval."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from qa.evaluation.intervals import Interval, interval_of_ratio, resampled_sums, wilson
from qa.evaluation.measures import Score


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure as the sum of parts over the sum of wholes, both counted question by question."""

    name: str
    count: Callable[[Score], tuple[float, float]]  # part and whole
    share: bool  # whether it is a share of the questions, each in it or not


@dataclass(frozen=True, slots=True)
class Figure:
    """A measure over some answers."""

    value: float
    interval: Interval


@dataclass(frozen=True, slots=True)
class Abstention:
    """How well it is known when there is no answer."""

    unanswerable: int
    abstained: Figure  # share of the unanswerable that was not answered
    answerable: int
    answered: Figure  # share of the answerable that was answered
    balanced_f1: float | None


def _within(depth: int) -> Callable[[Score], tuple[float, float]]:
    return lambda score: (0 < score.first <= depth, 1)


def _citations(score: Score) -> tuple[float, float]:
    counts = score.counts_for_precision and score.answered
    return (score.cited_right, score.cited) if counts else (0, 0)


# The columns in the order of the scorecard; docs/evaluation.md says how to read each.
MEASURES = (
    Measure("R@1", _within(1), share=True),
    Measure("R@5", _within(5), share=True),
    Measure("R@10", _within(10), share=True),
    Measure("MRR10", lambda score: (1 / score.first if score.first else 0, 1), share=False),
    Measure("file@10", lambda score: (score.files, 1), share=False),
    Measure("parts@10", lambda score: (score.parts, 1), share=False),
    Measure("prec", _citations, share=False),
    Measure("answered", lambda score: (score.answered, 1), share=True),
)


def figures(scores: Sequence[Score]) -> tuple[Figure | None, ...]:
    """One figure for each of MEASURES over these answers; None where it has nothing to count.

    Raises: ValueError where there are no answers.
    """
    if not scores:
        raise ValueError("figures of no answers")
    rows = counts(scores)
    sums = resampled_sums(rows)
    found = []
    for place, measure in enumerate(MEASURES):
        column = 2 * place
        values = [(row[column], row[column + 1]) for row in rows]
        resampled = interval_of_ratio(sums[:, column], sums[:, column + 1])
        found.append(_figure(values, None if measure.share else resampled))
    return tuple(found)


def counts(scores: Sequence[Score]) -> list[list[float]]:
    """For each answer the part and the whole of each of MEASURES, one after the other."""
    return [[float(x) for measure in MEASURES for x in measure.count(score)] for score in scores]


def ratio(values: Sequence[tuple[float, float]]) -> float | None:
    """The sum of the parts over the sum of the wholes; None where there is no whole."""
    whole = sum(of for _, of in values)
    return sum(part for part, _ in values) / whole if whole else None


def abstention(scores: Sequence[Score]) -> Abstention | None:
    """How well answering and abstaining are told apart; None where it is not known which is due."""
    due = [row for row in scores if row.answerable is False]
    undue = [row for row in scores if row.answerable]
    if not due or not undue:
        return None
    rightly = sum(not row.answered for row in due)
    wrongly = sum(not row.answered for row in undue)
    answered = len(undue) - wrongly
    abstain_f1 = _f1(rightly, wrongly, len(due) - rightly)
    answer_f1 = _f1(answered, len(due) - rightly, wrongly)
    both = None if abstain_f1 is None or answer_f1 is None else (abstain_f1 + answer_f1) / 2
    return Abstention(
        unanswerable=len(due),
        abstained=Figure(rightly / len(due), wilson(rightly, len(due))),
        answerable=len(undue),
        answered=Figure(answered / len(undue), wilson(answered, len(undue))),
        balanced_f1=both,
    )


def _figure(values: Sequence[tuple[float, float]], resampled: Interval | None) -> Figure | None:
    """The figure with the resampled interval, or with Wilson's where that says more.

    Where every question has the same figure resampling finds no doubt at all. Wilson's interval of
    as many questions stands in: no measure between 0 and 1 varies more than a share does.
    """
    value = ratio(values)
    if value is None:
        return None
    counted = [(part, of) for part, of in values if of]
    alike = all(part == value * of for part, of in counted)
    if resampled is None or alike:
        return Figure(value, wilson(value * len(counted), len(counted)))
    return Figure(value, resampled)


def _f1(right: int, false_alarms: int, missed: int) -> float | None:
    total = 2 * right + false_alarms + missed
    return 2 * right / total if total else None
