"""Questions that suppose a grade: the record's is said first where it is another one.

"Why was Halton outstanding in 2024?" takes "outstanding" for granted. A grade beside an authority
chooses among its reports; where none of them has it, the question is asked of all of them and the
answer begins with the grades they have.
"""

from __future__ import annotations

from dataclasses import replace

from corpus import OVERALL
from qa.labels import area_words, grade_words, report_words, who_words
from qa.open_collection import OpenCollection
from qa.record_answers import find_judgement
from qa.records import RecordQuestion, Understanding
from qa.scoping.timeline import Placed, place_in_time


def without_premise(
    understanding: Understanding, placed: Placed, collection: OpenCollection
) -> Understanding | None:
    """The question without the grade it supposes, where no report in scope has that grade.

    None where nothing is supposed of a named authority, or some report bears it out.
    """
    scope = understanding.scope
    supposed = scope.grades or scope.area_grades
    if not understanding.sides or not supposed or placed.reports:
        return None
    asked = replace(understanding, scope=replace(scope, grades=(), area_grades=()))
    reports = place_in_time(asked, collection).reports
    return asked if any(report.judgements for report in reports) else None


def with_newer_grade(
    understanding: Understanding, placed: Placed, collection: OpenCollection
) -> Understanding:
    """The understanding, noting a newer grade where only older reports have the supposed one.

    "Why is Hackney requires improvement?" is answered from the report that said so.
    """
    scope = understanding.scope
    timed = understanding.periods or understanding.move or scope.since or scope.until
    if len(understanding.sides) != 1 or timed or not (scope.grades or scope.area_grades):
        return understanding
    asked = replace(understanding, scope=replace(scope, grades=(), area_grades=()))
    graded = [r for r in place_in_time(asked, collection).reports if r.judgements]
    area = scope.area_grades[0][0] if scope.area_grades else OVERALL
    judgement = find_judgement(graded[0], area) if graded else None
    if judgement is None or not judgement.grade or graded[0] in placed.reports:
        return understanding
    what = "overall" if area == OVERALL else f"for {area_words(area)}"
    note = f"The newest grade {what} is another: {judgement.grade}, in {report_words(graded[0])}."
    return replace(understanding, notes=(*understanding.notes, note))


def question_for_grades(understanding: Understanding) -> RecordQuestion:
    """The question of record that tells the grades in place of the supposed one."""
    scope = understanding.scope
    areas = tuple(dict.fromkeys(area for area, _ in scope.area_grades))
    return RecordQuestion("grade", areas)


def why_not_confirmed(understanding: Understanding) -> str:
    """What the question supposes and no report in scope says."""
    scope = understanding.scope
    supposed = [f"{grade_words(scope.grades)} overall"] if scope.grades else []
    for area in dict.fromkeys(area for area, _ in scope.area_grades):
        grades = [grade for named, grade in scope.area_grades if named == area]
        supposed.append(f"{grade_words(grades)} for {area_words(area)}")
    return (
        f"The question supposes that {who_words(understanding)} was graded "
        f"{' and '.join(supposed)}: no report in scope says so."
    )
