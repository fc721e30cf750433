"""Which authorities' grades have moved between one full inspection and the next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from urllib.parse import urlencode

from corpus import FULL_INSPECTIONS, GRADES, OVERALL
from index import Report
from qa.composing.citations import CitationList
from qa.labels import area_words, report_words, who_words
from qa.open_collection import OpenCollection
from qa.record_answers.grades import LONGEST_LIST, find_judgement
from qa.record_answers.outcome import RecordOutcome
from qa.record_answers.proofs import cite_judgement
from qa.records import GradeMove, RecordQuestion, Sentence, Understanding
from qa.scoping.timeline import Placed

_ONLY_WHO = (
    "The records show which grades moved and not why: ask about one of the councils for the "
    "reasons its report gives."
)


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
    steps = _steps(placed, collection, newest_only=not (move.before and move.after))
    found = [step for step in steps if _moved(step, area, move)]
    over = len({step.after.authority for step in steps})
    among = f" among {who_words(understanding)}" if understanding.groups else ""
    held = f"{over} authorities with two full inspections in scope{among}"
    if not found:
        return RecordOutcome("no_evidence", reason=f"None of {held} {_how(move, area)}.")
    number = len({step.after.authority for step in found})
    moved = [("report", report.id) for step in found for report in (step.before, step.after)]
    proof = "/api/judgements?" + urlencode([("area", area), *dict.fromkeys(moved)])
    count = f"{number} of {held} {_how(move, area)}."
    sentences = [Sentence(count, (), "record", "Count", proof)]
    sentences += [_sentence(step, area, collection, citations) for step in found[:LONGEST_LIST]]
    shown = f"The first {LONGEST_LIST} are shown, newest first."
    notes = (shown,) if len(found) > LONGEST_LIST else ()
    reason = _ONLY_WHO if asked.asks_why else None
    return RecordOutcome("partial" if reason else "answered", tuple(sentences), reason, notes)


def shows_move(reports: Sequence[Report], areas: Sequence[str], move: GradeMove) -> bool:
    """Whether two neighbouring full inspections, newest first, show the move for some area."""
    graded = [r for r in reports if r.kind in FULL_INSPECTIONS and r.judgements]
    steps = [_Step(before, after) for after, before in pairwise(graded)]
    return any(_moved(step, area, move) for step in steps for area in areas or (OVERALL,))


def move_words(move: GradeMove) -> str:
    """The move as it reads after "a move": "from good to outstanding"."""
    words = [f"from {move.before}"] if move.before else []
    words += [f"to {move.after}"] if move.after else []
    return " ".join(words)


def _how(move: GradeMove, area: str) -> str:
    if move.before and move.after:
        return f"went from {move.before} to {move.after} {_what(area)}"
    if move.before or move.after:
        grade = f"from {move.before}" if move.before else f"to {move.after}"
        return f"went {grade} {_what(area)} at the newest inspection"
    if move.direction == "same":
        than = "another grade" if move.negated else "the same grade"
        return f"had {than} {_what(area)} {'than' if move.negated else 'as'} the time before"
    if move.negated:
        return f"did not have a {move.direction} grade {_what(area)} than the time before"
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
    if asked.before is not None or asked.after is not None:
        left = asked.before in (None, before) and asked.after in (None, after)
        return left and before != after
    rise = GRADES.index(before) - GRADES.index(after)  # best first
    moved = {"better": rise > 0, "worse": rise < 0}.get(asked.direction or "", rise == 0)
    return moved != asked.negated


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
