"""What authorities were judged over all their inspections: never, always, ever, twice."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode

from corpus import OVERALL
from index import Report
from qa.composing.citations import CitationList
from qa.labels import area_words, listed, short_when, who_words
from qa.open_collection import OpenCollection
from qa.record_answers.grades import LONGEST_LIST, find_judgement
from qa.record_answers.lists import (
    NOT_WHY,
    condition_words,
    conditions_of,
    full_inspections,
    meets,
    scope_values,
)
from qa.record_answers.outcome import RecordOutcome
from qa.record_answers.proofs import cite_judgement
from qa.records import RecordQuestion, Sentence, Understanding
from qa.scoping.timeline import Placed

Conditions = Sequence[tuple[str, tuple[str, ...]]]


def answer_histories(
    asked: RecordQuestion,
    understanding: Understanding,
    placed: Placed,
    collection: OpenCollection,
    citations: CitationList,
) -> RecordOutcome:
    """Each authority whose full inspections fit, with the grade of every one of them.

    "Never" and "always" look at all inspections in scope that judge the area; "ever" at whether
    at least `asked.times` of them have the grade.
    """
    conditions = conditions_of(understanding.scope)
    rows = _rows(full_inspections(placed, collection), conditions)
    if not rows:
        return RecordOutcome("no_evidence", reason="No inspection with grades is in scope.")
    found = [row for row in rows if _fits(row, conditions, asked)]
    among = f" among {who_words(understanding)}" if understanding.groups else ""
    number = sum(len(row) for row in rows)
    what = listed([condition_words(area, grades) for area, grades in conditions])
    over = (
        f"{len(rows)} authorities in the collection{among}, over all {number} of their inspections,"
    )
    how = _how(asked, what)
    if not found:
        return RecordOutcome("no_evidence", reason=f"None of {over} was {how}.")
    values = [("area", area) for area, _ in conditions] + scope_values(understanding.scope)
    proof = "/api/judgements?" + urlencode(values)
    verb = "was" if len(found) == 1 else "were"
    count = f"{len(found)} of {over} {verb} {how}."
    sentences = [Sentence(count, (), "record", "Count", proof)]
    for row in found[:LONGEST_LIST]:
        sentences += _history(row, conditions, collection, citations)
    notes = ["Counted over the inspections in the collection: there may have been others."]
    if len(found) > LONGEST_LIST:
        notes.append(f"The first {LONGEST_LIST} are shown, newest first.")
    reason = NOT_WHY if asked.asks_why else None
    return RecordOutcome(
        "partial" if reason else "answered", tuple(sentences), reason, tuple(notes)
    )


def _rows(reports: Sequence[Report], conditions: Conditions) -> list[list[Report]]:
    """Each authority's inspections that judge every area asked about, newest first."""
    rows: dict[str | None, list[Report]] = {}
    for report in reports:
        if all(find_judgement(report, area) for area, _ in conditions):
            rows.setdefault(report.authority, []).append(report)
    return list(rows.values())


def _fits(row: Sequence[Report], conditions: Conditions, asked: RecordQuestion) -> bool:
    meeting = sum(meets(report, conditions) for report in row)
    if asked.how_often == "never":
        return meeting == 0
    return meeting == len(row) if asked.how_often == "always" else meeting >= asked.times


def _how(asked: RecordQuestion, what: str) -> str:
    """How often they were graded so, as it reads after "were"."""
    if asked.how_often == "ever":
        often = "at least once" if asked.times == 1 else f"at least {asked.times} times"
        return f"graded {what} {often}"
    return f"{asked.how_often} graded {what}"


def _history(
    row: Sequence[Report],
    conditions: Conditions,
    collection: OpenCollection,
    citations: CitationList,
) -> list[Sentence]:
    """One sentence for each area: the grade of every inspection, newest first."""
    sentences = []
    for area, _ in conditions:
        numbers: list[int] = []
        grades = []
        for report in row:
            judgement = find_judgement(report, area)
            if judgement is not None:
                grades.append(f"{judgement.grade or 'not judged'} ({short_when(report)})")
                numbers += cite_judgement(report, judgement, collection, citations)
        who = row[0].authority or row[0].title or row[0].id
        what = "overall" if area == OVERALL else f"for {area_words(area)}"
        proof = "/api/judgements?" + urlencode({"authority": who, "area": area})
        text = f"{who} {what}: {', '.join(grades)}."
        group = "By authority, newest first"
        kept = tuple(dict.fromkeys(numbers))
        sentences.append(Sentence(text, kept, "record", group, None if kept else proof))
    return sentences
