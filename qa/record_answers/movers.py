"""Which authorities' grades have moved between one full inspection and the next."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from urllib.parse import urlencode

from corpus import FULL_INSPECTIONS, GRADES, OVERALL
from index import Report
from qa.citations import CitationList
from qa.labels import area_words, report_words, who_words
from qa.open_collection import OpenCollection
from qa.record_answers.grades import find_judgement
from qa.record_answers.lists import LONGEST_LIST
from qa.record_answers.outcome import RecordOutcome
from qa.record_answers.proofs import cite_judgement
from qa.records import GradeMove, RecordQuestion, Sentence, Understanding
from qa.timeline import Placed


@dataclass(frozen=True, slots=True)
class _Step:
    """Two full inspections of one authority, one right after the other."""

    before: Report
    after: Report


def answer_movers(
    asked: RecordQuestion,
    understanding: Understanding,
    placed: Placed,
    collection: OpenCollection,
    citations: CitationList,
) -> RecordOutcome:
    """Each authority whose grade moved as asked, newest first, with both judgements.

    Where both grades are named any two neighbouring inspections count, else only the newest two.
    """
    area = asked.areas[0] if asked.areas else OVERALL
    move = asked.moved or GradeMove("better")
    steps = _steps(placed, collection, newest_only=move.before is None)
    found = [step for step in steps if _moved(step, area, move)]
    over = len({step.after.authority for step in steps})
    among = f" among {who_words(understanding)}" if understanding.groups else ""
    held = f"{over} authorities with two full inspections in scope{among}"
    if not found:
        return RecordOutcome("no_evidence", reason=f"None of {held} {_how(move, area)}.")
    number = len({step.after.authority for step in found})
    members = [("authority", name) for name in placed.scope.authorities]
    proof = "/api/judgements?" + urlencode([("area", area), *members])
    count = f"{number} of {held} {_how(move, area)}."
    sentences = [Sentence(count, (), "record", "Count", proof)]
    sentences += [_sentence(step, area, collection, citations) for step in found[:LONGEST_LIST]]
    shown = f"The first {LONGEST_LIST} are shown, newest first."
    notes = (shown,) if len(found) > LONGEST_LIST else ()
    return RecordOutcome("answered", tuple(sentences), notes=notes)


def _how(move: GradeMove, area: str) -> str:
    if move.before is not None:
        return f"went from {move.before} to {move.after} {_what(area)}"
    return f"had a {move.direction} grade {_what(area)} than the time before"


def _what(area: str) -> str:
    return "overall" if area == OVERALL else f"for {area_words(area)}"


def _steps(placed: Placed, collection: OpenCollection, *, newest_only: bool) -> list[_Step]:
    """Neighbouring full inspections, the one that came after in scope; newest first."""
    scope = replace(
        placed.scope, grades=(), area_grades=(), latest_only=False, report_ids=(), since=None
    )
    rows: dict[str | None, list[Report]] = {}
    for report in collection.reports(scope):
        if report.kind in FULL_INSPECTIONS and report.judgements:
            rows.setdefault(report.authority, []).append(report)
    since = placed.scope.since or date.min
    steps: list[_Step] = []
    for row in rows.values():
        own = [_Step(before, after) for after, before in pairwise(row)]
        steps += own[:1] if newest_only else own
    return sorted(
        (step for step in steps if _day(step.after) >= since),
        key=lambda step: _day(step.after),
        reverse=True,
    )


def _day(report: Report) -> date:
    return report.date or report.published or date.min


def _moved(step: _Step, area: str, asked: GradeMove) -> bool:
    before, after = _grade(step.before, area), _grade(step.after, area)
    if before is None or after is None:
        return False
    if asked.before is not None:
        return (before, after) == (asked.before, asked.after)
    rise = GRADES.index(before) - GRADES.index(after)  # best first
    return rise > 0 if asked.direction == "better" else rise < 0


def _grade(report: Report, area: str) -> str | None:
    judgement = find_judgement(report, area)
    return judgement.grade if judgement else None


def _sentence(
    step: _Step, area: str, collection: OpenCollection, citations: CitationList
) -> Sentence:
    numbers: list[int] = []
    for report in (step.before, step.after):
        judgement = find_judgement(report, area)
        if judgement is not None:
            numbers += cite_judgement(report, judgement, collection, citations)
    who = step.after.authority or step.after.title
    text = (
        f"{who}: from {_grade(step.before, area)} {_what(area)} in "
        f"{report_words(step.before)} to {_grade(step.after, area)} in {report_words(step.after)}."
    )
    proof = None if numbers else "/api/judgements?" + urlencode({"area": area})
    return Sentence(text, tuple(numbers), "record", "By authority, newest first", proof)
