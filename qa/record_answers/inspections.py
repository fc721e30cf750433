"""Who was inspected most often, who led the most inspections, who has had none in a time."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from urllib.parse import urlencode

from corpus import FULL_INSPECTIONS
from index import Report, Scope
from qa.composing.citations import CitationList
from qa.labels import day, report_label, report_words, short_when, who_words
from qa.open_collection import OpenCollection
from qa.record_answers.grades import LONGEST_LIST
from qa.record_answers.lists import scope_values
from qa.record_answers.outcome import RecordOutcome
from qa.record_answers.proofs import cite_front
from qa.records import RecordQuestion, Sentence, Understanding
from qa.scoping.timeline import Placed

_ONLY_HELD = "Counted over the reports in the collection: there may be others."


def answer_most_inspected(
    asked: RecordQuestion,
    understanding: Understanding,
    placed: Placed,
    collection: OpenCollection,
    citations: CitationList,
) -> RecordOutcome:
    """The authorities with the most (or fewest) full inspections in scope, with those."""
    rows = _rows(_full(placed.reports, understanding), lambda report: report.authority)
    return _most(rows, "was inspected", asked, placed, collection, citations)


def answer_most_led(
    asked: RecordQuestion, placed: Placed, collection: OpenCollection, citations: CitationList
) -> RecordOutcome:
    """The lead inspectors named in the most reports in scope, with those reports."""
    rows = _rows(placed.reports, lambda report: report.lead_inspector)
    return _most(rows, "led inspections", asked, placed, collection, citations)


def answer_uninspected(
    understanding: Understanding,
    placed: Placed,
    collection: OpenCollection,
    citations: CitationList,
) -> RecordOutcome:
    """Authorities of the collection without a full inspection in the time asked about.

    Each is shown with the newest full inspection that the collection holds.
    """
    scope = understanding.scope
    if not (scope.since or scope.until):
        reason = (
            "The collection only holds those who were inspected: name a time, as in since 2019."
        )
        return RecordOutcome("no_evidence", reason=reason)
    ever = collection.reports(replace(scope, since=None, until=None, grades=(), area_grades=()))
    rows = _rows(_full(ever, understanding), lambda report: report.authority)
    rows = {who: row for who, row in rows.items() if who not in understanding.gone}
    scope = replace(scope, since=_after_year(understanding) or scope.since)
    within = {
        report.authority
        for report in _full(placed.reports, understanding)
        if scope.since is None or report.date is None or report.date >= scope.since
    }
    without = [row for who, row in rows.items() if who not in within]
    when = _time_words(scope)
    among = f" among {who_words(understanding)}" if understanding.groups else ""
    over = f"{len(rows)} authorities in the collection{among}"
    if not without:
        reason = f"Every one of {over} had a full inspection {when}."
        return RecordOutcome("no_evidence", reason=reason)
    proof = "/api/reports?" + urlencode(scope_values(scope))
    verb = "has" if len(without) == 1 else "have"
    count = f"{len(without)} of {over} {verb} no full inspection {when} in it."
    sentences = [Sentence(count, (), "record", "Count", proof)]
    for report in sorted((row[0] for row in without), key=_oldest_first)[:LONGEST_LIST]:
        numbers = cite_front(report, collection, citations)
        text = f"{report.authority or report.title}: {report_words(report)} is the newest."
        group = "By authority, longest ago first"
        sentences.append(Sentence(text, numbers, "record", group, None if numbers else proof))
    notes = [_ONLY_HELD]
    if len(without) > LONGEST_LIST:
        notes.append(f"The first {LONGEST_LIST} are shown.")
    return RecordOutcome("answered", tuple(sentences), notes=tuple(notes))


def _after_year(understanding: Understanding) -> date | None:
    """The day after the year in "not since 2019": an inspection in 2019 is no later one."""
    if len(understanding.periods) != 1:
        return None
    (period,) = understanding.periods
    year = re.fullmatch(r"\d{4}", period.words.strip())
    return date(int(year[0]) + 1, 1, 1) if year and period.until is None else None


def _full(reports: Sequence[Report], understanding: Understanding) -> list[Report]:
    """The full inspections, or the kinds that are asked for."""
    kinds = understanding.scope.kinds or FULL_INSPECTIONS
    return [report for report in reports if report.kind in kinds]


def _rows(
    reports: Sequence[Report], whose: Callable[[Report], str | None]
) -> dict[str, list[Report]]:
    """The reports of each authority or inspector, newest first."""
    rows: dict[str, list[Report]] = {}
    for report in reports:
        for name in (whose(report) or "").split("; "):
            if name:
                rows.setdefault(name, []).append(report)
    return rows


def _most(
    rows: dict[str, list[Report]],
    did: str,
    asked: RecordQuestion,
    placed: Placed,
    collection: OpenCollection,
    citations: CitationList,
) -> RecordOutcome:
    """Those with the most (or fewest) reports, each with its reports."""
    if not rows:
        return RecordOutcome("no_evidence", reason="No such report is in scope.")
    number = (min if asked.least else max)(len(row) for row in rows.values())
    found = sorted(name for name, row in rows.items() if len(row) == number)
    proof = "/api/reports?" + urlencode(scope_values(placed.scope))
    times = "once" if number == 1 else f"{number} times"
    end = "fewest" if asked.least else "most"
    who = found[0] if len(found) == 1 else f"{len(found)} of {len(rows)}"
    count = f"{who} {did} {times}, the {end} in the collection."
    if did == "was inspected" and len(found) > 1:
        count = f"{who} authorities were inspected {times}, the {end} in the collection."
    sentences = [Sentence(count, (), "record", "Count", proof)]
    for name in found[:LONGEST_LIST]:
        numbers: list[int] = []
        for report in rows[name]:
            numbers += cite_front(report, collection, citations)
        when = [_short(report, name) for report in rows[name]]
        text = f"{name}: {'; '.join(when)}."
        cited = tuple(dict.fromkeys(numbers))
        sentences.append(
            Sentence(text, cited, "record", "In alphabetical order", None if cited else proof)
        )
    notes = [_ONLY_HELD]
    if len(found) > LONGEST_LIST:
        notes.append(f"The first {LONGEST_LIST} are shown.")
    return RecordOutcome("answered", tuple(sentences), notes=tuple(notes))


def _short(report: Report, name: str) -> str:
    """The inspection in a list: its month, with the authority where the list is an inspector's."""
    when = short_when(report)
    return when if report.authority == name else report_label(report)


def _oldest_first(report: Report) -> tuple[int, str]:
    return (report.date.toordinal() if report.date else 0), report.id


def _time_words(scope: Scope) -> str:
    """ "since 1 January 2019", "from 1 January to 31 December 2023"."""
    if scope.since and scope.until:
        return f"from {day(scope.since)} to {day(scope.until)}"
    if scope.since:
        return f"since {day(scope.since)}"
    return f"until {day(scope.until)}" if scope.until else "at any time"
