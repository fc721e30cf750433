"""What a collection holds, counted, and questions that it can answer: for the first visit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from corpus import FULL_INSPECTIONS, GRADES, KINDS, LEADERS
from index import Report
from qa.open_collection import OpenCollection

MOST_EXAMPLES = 5


@dataclass(frozen=True, slots=True)
class Holdings:
    """Counts of a collection's reports."""

    reports: int
    authorities: tuple[tuple[str, int], ...]  # name and number of reports, by name
    kinds: tuple[tuple[str, int], ...]  # in the vocabulary's order, only those that are there
    grades: tuple[tuple[str, int], ...]  # overall grades, best first, only those that are there
    first: date | None
    last: date | None


def holdings_of(reports: Sequence[Report]) -> Holdings:
    """The counts of these reports."""
    kinds = Counter(report.kind for report in reports)
    grades = Counter(report.overall for report in reports)
    authorities = Counter(report.authority for report in reports if report.authority)
    days = [report.date for report in reports if report.date]
    return Holdings(
        reports=len(reports),
        authorities=tuple(sorted(authorities.items())),
        kinds=tuple((kind, kinds[kind]) for kind in KINDS if kinds[kind]),
        grades=tuple((grade, grades[grade]) for grade in GRADES if grades[grade]),
        first=min(days, default=None),
        last=max(days, default=None),
    )


def example_questions(collection: OpenCollection) -> list[str]:
    """Questions made from what is there: each kind that the service answers, as far as it can be.

    The same collection always gives the same.
    """
    full = [
        report
        for report in collection.reports()
        if report.kind in FULL_INSPECTIONS and report.authority
    ]
    return list(dict.fromkeys(_examples(full)))[:MOST_EXAMPLES]


def _examples(full: Sequence[Report]) -> Iterator[str]:
    """Newest inspections first; each example on another authority where there are enough."""
    inspected: dict[str, list[Report]] = {}
    for report in full:
        inspected.setdefault(str(report.authority), []).append(report)
    names = list(inspected)
    if not names:
        return
    yield f"What needs to improve in {names[0]}?"
    again = next((name for name, reports in inspected.items() if len(reports) > 1), None)
    if again:
        yield f"How has {again} changed since its last inspection?"
    graded = [(name, reports[0]) for name, reports in inspected.items() if reports[0].judgements]
    for name, report in graded[1:2]:
        yield f"What grade did {name} get for leadership in {_year(report)}?"
    led = {_led(reports[0]) for reports in inspected.values()}
    for grade in [grade for grade in reversed(GRADES) if grade in led][:1]:
        are_graded = "require improvement" if grade == "requires improvement" else f"are {grade}"
        yield f"Which authorities {are_graded} for leadership now?"
    yield f"What did inspectors say about the supervision of social workers in {names[-1]}?"
    yield "Where are care leavers helped to find work?"


def _year(report: Report) -> int:
    assert report.date is not None
    return report.date.year


def _led(report: Report) -> str | None:
    return next((j.grade for j in report.judgements if j.area == LEADERS), None)
