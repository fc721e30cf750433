"""Lead inspectors, inspection dates and publication dates, from the title block."""

from __future__ import annotations

from collections.abc import Sequence

from corpus import FULL_INSPECTIONS
from index import Report
from qa.composing.citations import CitationList
from qa.labels import date_range, day, report_label, report_words
from qa.open_collection import OpenCollection
from qa.record_answers.outcome import RecordOutcome
from qa.record_answers.proofs import cite_front, cite_words
from qa.records import RecordQuestion, Sentence, Understanding
from qa.scoping.timeline import Placed

MOST_REPORTS = 12


def answer_title_block(
    asked: RecordQuestion,
    understanding: Understanding,
    placed: Placed,
    collection: OpenCollection,
    citations: CitationList,
) -> RecordOutcome | None:
    """The fact asked for, for each report meant; None where no authority and no time narrow it."""
    reports = _wanted_reports(understanding, placed)
    if reports is None:
        return None
    sentences: list[Sentence] = []
    silent: list[Report] = []
    for report in reports:
        text = _sentence(asked, report)
        numbers = _proof(asked, report, collection, citations) if text else ()
        if text and numbers:
            sentences.append(Sentence(text, numbers, "record", report_label(report)))
        else:
            silent.append(report)
    reason = None
    if silent:
        what = {"inspector": "lead inspector", "inspected": "inspection date"}
        missing = what.get(asked.wanted, "publication date")
        words = report_words(silent[0])
        reason = f"{words[0].upper()}{words[1:]} prints no {missing}."
    if not sentences:
        return RecordOutcome("no_evidence", reason=reason or "No report is in scope.")
    return RecordOutcome("partial" if silent else "answered", tuple(sentences), reason)


def _wanted_reports(understanding: Understanding, placed: Placed) -> Sequence[Report] | None:
    """All reports of the times asked about; without a time the newest full inspection."""
    if not understanding.scope.authorities:
        return None
    reports = placed.reports
    timed = understanding.periods or understanding.move or understanding.last
    if timed or understanding.scope.kinds:
        return reports[:MOST_REPORTS]
    full = [report for report in reports if report.kind in FULL_INSPECTIONS] or list(reports)
    newest: dict[str | None, Report] = {}
    for report in full:
        newest.setdefault(report.authority, report)
    return list(newest.values())


def _sentence(asked: RecordQuestion, report: Report) -> str | None:
    who = report.authority or report.title or report.id
    if asked.wanted == "inspector":
        if not report.lead_inspector:
            return None
        names = " and ".join(report.lead_inspector.split("; "))
        return f"{names} led {report_words(report)} in {who}."
    if asked.wanted == "published":
        if not report.published:
            return None
        published = day(report.published)
        return f"The report of {report_words(report)} in {who} was published on {published}."
    when = date_range(report.inspection_start, report.inspection_end)
    if not when:
        return None
    several = report.inspection_start != report.inspection_end
    return f"{who} was inspected {'from' if several else 'on'} {when}."


def _proof(
    asked: RecordQuestion, report: Report, collection: OpenCollection, citations: CitationList
) -> tuple[int, ...]:
    """The words that print it; a date may be printed in many ways, so its title block is cited."""
    if asked.wanted == "inspector" and report.lead_inspector:
        name = report.lead_inspector.split("; ")[0]
        found = cite_words(report, name, collection, citations)
        return found or cite_front(report, collection, citations)
    return cite_front(report, collection, citations)
