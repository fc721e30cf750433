"""From the times of a question to the reports they mean.

"Before that", "the last three inspections" and "in November 2024" mean reports only beside the
list of reports there are. This looks at that list, never at a paragraph.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from corpus import FULL_INSPECTIONS, KINDS
from index import Report, Scope
from qa.open_collection import OpenCollection
from qa.records import Period, Understanding

# An id that no report has: keeps a scope that means no report from meaning all of them.
NO_REPORT = "-"
INSPECTORS_KINDS = tuple(kind for kind in KINDS if kind != "self-assessment")


@dataclass(frozen=True, slots=True)
class Placed:
    """The scope of a question with its times settled, and the reports that are in it."""

    scope: Scope
    reports: tuple[Report, ...]  # newest first
    facts: tuple[Period, ...] = ()  # times that an answering paragraph has to name


def place_in_time(understanding: Understanding, collection: OpenCollection) -> Placed:
    """Settle which reports the question's times mean. What means no report finds none."""
    scope = understanding.scope
    if understanding.own_words == "left out" and not scope.kinds:
        scope = replace(scope, kinds=INSPECTORS_KINDS)
    if understanding.latest_inspection:
        scope = replace(scope, latest_only=False)
    whole = list(collection.reports(scope))
    timeless = replace(scope, since=None, until=None)
    periods, facts = _settle_facts(understanding.periods, collection.reports(timeless), scope)
    reports = whole
    if understanding.move:
        reports = _moved(understanding.move, periods, timeless, collection)
    elif periods and (len(periods) > 1 or not (scope.since or scope.until)):
        reports = [r for r in collection.reports(timeless) if _in_any(r, periods, scope)]
    if understanding.latest_inspection:
        reports = _newest_of_each(reports, full_only=not understanding.scope.kinds)
    if understanding.last:
        reports = _last_of_each(reports, understanding.last)
    if reports != whole:
        ids = tuple(report.id for report in reports) or (NO_REPORT,)
        scope = replace(timeless, report_ids=ids)
    return Placed(scope, tuple(reports), facts)


def _settle_facts(
    periods: Iterable[Period], reports: Sequence[Report], scope: Scope
) -> tuple[list[Period], tuple[Period, ...]]:
    """Which periods date reports, and which date facts.

    A month that reads like a fact's ("in December 2024") dates the report of that month where
    there is one among the authorities asked about.
    """
    dated: list[Period] = []
    facts: list[Period] = []
    for period in periods:
        is_month = period.of == "fact" and not period.words[:1].isdigit()
        meets = is_month and scope.authorities and any(_in(r, period, scope) for r in reports)
        (dated if period.of == "report" or meets else facts).append(period)
    return dated, tuple(facts)


def _in_any(report: Report, periods: Iterable[Period], scope: Scope) -> bool:
    return any(_in(report, period, scope) for period in periods)


def _in(report: Report, period: Period, scope: Scope) -> bool:
    """Whether the report's inspection or publication falls in the period, as the index has it."""
    since, until = period.since or date.min, period.until or date.max
    first = report.inspection_start or report.inspection_end
    last = report.inspection_end or report.inspection_start
    inspected = bool(first and last and first <= until and last >= since)
    published = bool(report.published and since <= report.published <= until)
    if scope.date_field == "inspection":
        return inspected
    return published if scope.date_field == "published" else inspected or published


def _moved(
    move: str, periods: Sequence[Period], timeless: Scope, collection: OpenCollection
) -> list[Report]:
    """The reports one step from those of the periods, or at the row's end, for each authority."""
    found: list[Report] = []
    for row in _rows(collection.reports(timeless), full_only=not timeless.report_ids):
        found.extend(_one_moved(move, row, periods, timeless))
    return found


def _one_moved(
    move: str, row: Sequence[Report], periods: Sequence[Period], scope: Scope
) -> list[Report]:
    """The step within one authority's reports, newest first."""
    here = [place for place, report in enumerate(row) if _in_any(report, periods, scope)]
    if move == "first":
        return [row[-1]]
    if move == "newest":
        # "The more recent one" of a pair is the newest that was not the one spoken of.
        newer = row[: here[0]] if here else row
        return [newer[0]] if newer else []
    if not here:
        here = [0] if move == "previous" else []
    if not here:
        return []
    place = here[0] - 1 if move == "next" else here[-1] + 1
    return [row[place]] if 0 <= place < len(row) else []


def _newest_of_each(reports: Sequence[Report], *, full_only: bool) -> list[Report]:
    """Each authority's newest report; with `full_only`, its newest full inspection."""
    return [row[0] for row in _rows(reports, full_only=full_only)]


def _last_of_each(reports: Sequence[Report], count: int) -> list[Report]:
    return [report for row in _rows(reports, full_only=True) for report in row[:count]]


def _rows(reports: Sequence[Report], *, full_only: bool) -> list[list[Report]]:
    """The reports of each authority, newest first; only full inspections where there are any."""
    rows: dict[str | None, list[Report]] = {}
    for report in reports:
        rows.setdefault(report.authority, []).append(report)
    if not full_only:
        return list(rows.values())
    return [[r for r in row if r.kind in FULL_INSPECTIONS] or row for row in rows.values()]
