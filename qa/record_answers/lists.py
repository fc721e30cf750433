"""Lists and counts: which reports there are, and which authorities have a grade."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import urlencode

from corpus import FULL_INSPECTIONS, GRADES, OVERALL
from index import Report, Scope
from qa.composing.citations import CitationList
from qa.labels import area_words, grade_words, listed, report_label, report_words, who_words
from qa.open_collection import OpenCollection
from qa.record_answers.grades import LONGEST_LIST, find_judgement
from qa.record_answers.outcome import RecordOutcome
from qa.record_answers.proofs import cite_front, cite_judgement
from qa.records import RecordQuestion, Sentence, Understanding
from qa.scoping.timeline import INSPECTORS_KINDS, Placed

NOT_WHY = "The records do not say why: ask about one of the councils for what its report says."


def answer_authorities(
    asked: RecordQuestion,
    understanding: Understanding,
    placed: Placed,
    collection: OpenCollection,
    citations: CitationList,
) -> RecordOutcome:
    """Which authorities have the grade: a count with its list, and each with its judgement.

    Without a time each authority's newest full inspection counts, because "which are" means now.
    """
    considered = considered_reports(understanding, placed, collection)
    gone: list[Report] = []
    if not _is_timed(understanding):
        gone = [report for report in considered if report.authority in understanding.gone]
        considered = [report for report in considered if report not in gone]
    conditions = conditions_of(understanding.scope)
    if asked.extreme is not None:
        conditions = _at_extreme(asked, considered)
    found = [report for report in considered if meets(report, conditions)]
    what = listed([condition_words(area, grades) for area, grades in conditions])
    over = _over_words(considered, understanding)
    if not considered:
        return RecordOutcome("no_evidence", reason="No inspection with grades is in scope.")
    if not found:
        return RecordOutcome("no_evidence", reason=f"None of {over} is graded {what}.")
    count = f"{len(found)} of {over} {_verb(found)} graded {what}."
    sentences = [
        Sentence(count, (), "record", "Count", _proof(found, conditions)),
        *_group_counts(understanding, considered, found, what, conditions),
    ]
    for report in found[:LONGEST_LIST]:
        sentences.extend(_judged(report, conditions, collection, citations))
    notes = []
    if asked.extreme:
        notes.append(
            f"The {asked.extreme} grade that was given is shown: reports grade councils and do not "
            "rank them."
        )
    if gone:
        names = listed([report.authority or "" for report in gone])
        notes.append(f"Not counted, because others have taken over: {names}.")
    if len(found) > LONGEST_LIST:
        notes.append(
            f"The first {LONGEST_LIST} are shown, newest first; `qa judgements` lists all."
        )
    reason = NOT_WHY if asked.asks_why else None
    return RecordOutcome(
        "partial" if reason else "answered", tuple(sentences), reason, tuple(notes)
    )


def _group_counts(
    understanding: Understanding,
    considered: Sequence[Report],
    found: Sequence[Report],
    what: str,
    conditions: Sequence[tuple[str, tuple[str, ...]]],
) -> list[Sentence]:
    """The count within each group, where several stand beside one another."""
    if len(understanding.groups) < 2:
        return []
    sentences = []
    for group in understanding.groups:
        members = [report for report in considered if report.authority in group.authorities]
        fitting = [report for report in found if report.authority in group.authorities]
        text = f"{group.name}: {len(fitting)} of {len(members)} {_verb(fitting)} graded {what}."
        proof = _proof(fitting or members, conditions if fitting else ())
        sentences.append(Sentence(text, (), "record", "Count", proof))
    return sentences


def _at_extreme(
    asked: RecordQuestion, considered: Sequence[Report]
) -> list[tuple[str, tuple[str, ...]]]:
    """The area asked about with the best, or the worst, grade that anybody has for it."""
    area = asked.areas[0] if asked.areas else OVERALL
    judged = [find_judgement(report, area) for report in considered]
    grades = {judgement.grade for judgement in judged if judgement and judgement.grade}
    in_order = [grade for grade in GRADES if grade in grades]  # best first
    if not in_order:
        return [(area, ())]
    return [(area, (in_order[0] if asked.extreme == "best" else in_order[-1],))]


def answer_reports(
    asked: RecordQuestion,
    placed: Placed,
    collection: OpenCollection,
    citations: CitationList,
) -> RecordOutcome:
    """Which reports are in scope, newest first, with their count."""
    reports = placed.reports
    if asked.end is not None:
        return _answer_end(asked, placed, collection, citations)
    if not reports:
        return RecordOutcome("no_evidence", reason="The collection holds no such report.")
    proof = "/api/reports?" + urlencode(scope_values(placed.scope))
    noun = "report" if len(reports) == 1 else "reports"
    verb = "is" if len(reports) == 1 else "are"
    authorities = {report.authority for report in reports}
    on = f" on {len(authorities)} authorities" if len(authorities) > 1 else ""
    sentences = [
        Sentence(
            f"{len(reports)} {noun}{on} {verb} in the collection.", (), "record", "Count", proof
        )
    ]
    for report in reports[:LONGEST_LIST]:
        who = report.authority or report.title or report.id
        grade = f", graded {report.overall} overall" if report.overall else ""
        numbers = cite_front(report, collection, citations)
        text = f"{who}: {report_words(report)}{grade}."
        sentences.append(
            Sentence(text, numbers, "record", "Newest first", None if numbers else proof)
        )
    notes: tuple[str, ...] = ()
    if len(reports) > LONGEST_LIST:
        notes = (f"The newest {LONGEST_LIST} are shown; `qa reports` lists all.",)
    return RecordOutcome("answered", tuple(sentences), notes=notes)


def _answer_end(
    asked: RecordQuestion,
    placed: Placed,
    collection: OpenCollection,
    citations: CitationList,
) -> RecordOutcome:
    """The newest or the oldest inspection in scope, and others of the same last day."""
    inspected = [r for r in placed.reports if r.kind in INSPECTORS_KINDS and r.date]
    if not inspected:
        return RecordOutcome("no_evidence", reason="The collection holds no such report.")
    last = inspected[0] if asked.end == "newest" else inspected[-1]
    sentences = []
    for report in (r for r in inspected if r.date == last.date):
        who = report.authority or report.title or report.id
        grade = f", graded {report.overall} overall" if report.overall else ""
        text = f"The {asked.end} inspection in scope is {who}'s: {report_words(report)}{grade}."
        numbers = cite_front(report, collection, citations)
        proof = None if numbers else "/api/reports?" + urlencode(scope_values(placed.scope))
        sentences.append(Sentence(text, numbers, "record", report_label(report), proof))
    note = f"Looked at: the {len(inspected)} inspections in scope."
    return RecordOutcome("answered", tuple(sentences), notes=(note,))


def conditions_of(scope: Scope) -> list[tuple[str, tuple[str, ...]]]:
    """Each area asked about with the grades that count."""
    grades: dict[str, list[str]] = {}
    for grade in scope.grades:
        grades.setdefault(OVERALL, []).append(grade)
    for area, grade in scope.area_grades:
        grades.setdefault(area, []).append(grade)
    return [(area, tuple(some)) for area, some in grades.items()]


def considered_reports(
    understanding: Understanding, placed: Placed, collection: OpenCollection
) -> list[Report]:
    """The full inspections among which is counted: each authority's newest, of the time if any."""
    newest: dict[str | None, Report] = {}
    for report in full_inspections(placed, collection):
        newest.setdefault(report.authority, report)
    return list(newest.values())


def full_inspections(placed: Placed, collection: OpenCollection) -> list[Report]:
    """The graded full inspections in scope, whatever their grades, newest first."""
    scope = replace(placed.scope, grades=(), area_grades=(), latest_only=False, report_ids=())
    reports = [report for report in collection.reports(scope) if report.judgements]
    return [report for report in reports if report.kind in FULL_INSPECTIONS]


def _is_timed(understanding: Understanding) -> bool:
    return bool(understanding.scope.since or understanding.scope.until)


def meets(report: Report, conditions: Sequence[tuple[str, tuple[str, ...]]]) -> bool:
    """Whether the report has one of the grades for each area."""
    judged = [(find_judgement(report, area), grades) for area, grades in conditions]
    return all(j is not None and j.grade in grades for j, grades in judged)


def _judged(
    report: Report,
    conditions: Sequence[tuple[str, tuple[str, ...]]],
    collection: OpenCollection,
    citations: CitationList,
) -> list[Sentence]:
    sentences = []
    for area, _ in conditions:
        judgement = find_judgement(report, area)
        if judgement is None or judgement.grade is None:
            continue
        numbers = cite_judgement(report, judgement, collection, citations)
        what = "overall" if area == OVERALL else f"for {area_words(area)}"
        text = (
            f"{report.authority or report.title}: {judgement.grade} {what} in "
            f"{report_words(report)}."
        )
        proof = None if numbers else "/api/judgements?" + urlencode({"report": report.id})
        sentences.append(Sentence(text, numbers, "record", "By authority, newest first", proof))
    return sentences


def condition_words(area: str, grades: Sequence[str]) -> str:
    """The condition as it reads after "graded"."""
    return f"{grade_words(grades)} {'overall' if area == OVERALL else f'for {area_words(area)}'}"


def _over_words(considered: Sequence[Report], understanding: Understanding) -> str:
    count = len({report.authority for report in considered})
    noun = "authority" if count == 1 else "authorities"
    who = who_words(understanding)
    among = f" among {who}" if understanding.groups else ""
    timed = _is_timed(understanding)
    when = "their newest inspection of that time" if timed else "their newest inspection"
    return f"{count} {noun} in the collection{among}, by {when},"


def _verb(found: Sequence[Report]) -> str:
    return "is" if len(found) == 1 else "are"


def _proof(reports: Sequence[Report], conditions: Sequence[tuple[str, tuple[str, ...]]]) -> str:
    """The list of the judgements that were counted: those of these reports and grades.

    The reports are named one by one: "each authority's newest full inspection" is no filter.
    """
    values = [("grade", f"{area}={grade}") for area, grades in conditions for grade in grades]
    values += [("report", report.id) for report in reports]
    return "/api/judgements?" + urlencode(values)


def scope_values(scope: Scope) -> list[tuple[str, str]]:
    """The scope as the filters of a list."""
    values = [("authority", name) for name in scope.authorities]
    values += [("kind", kind) for kind in scope.kinds]
    if scope.since:
        values.append(("since", scope.since.isoformat()))
    if scope.until:
        values.append(("until", scope.until.isoformat()))
    return values
