"""A scope selects exactly what a naive reading of it selects."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TypeVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus import Document, Paragraph
from index import Collection, Report, Scope
from tests.index.conftest import Workshop
from tests.index.stand_ins import make_document, make_judgement, make_paragraph

T = TypeVar("T")

AUTHORITIES = ("Fernmouth", "Dunley", "Great Ashby")
KINDS = ("ilacs", "sif", "focused-visit", "self-assessment")
GRADES = ("good", "adequate", "inadequate")
AREAS = ("help and protection", "children in care", "care leavers")
DAYS = tuple(date(year, month, 5) for year in (2014, 2018, 2022) for month in (1, 12))

days = st.sampled_from(DAYS)
maybe_day = st.none() | days


def some(values: st.SearchStrategy[T]) -> st.SearchStrategy[tuple[T, ...]]:
    return st.lists(values, max_size=2, unique=True).map(tuple)


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """An invented report with any mixture of dates, grades and areas, some of them missing."""
    authority = draw(st.none() | st.sampled_from(AUTHORITIES))
    kind, start = draw(st.sampled_from(KINDS)), draw(maybe_day)
    end = draw(st.none() | st.sampled_from([day for day in DAYS if not start or day >= start]))
    document = make_document(
        authority,
        start.isoformat() if start else None,
        ["Practice is sound."] * draw(st.integers(0, 3)),
        kind=kind,
        inspection_end=end,
        published=draw(maybe_day),
        overall=draw(st.none() | st.sampled_from(GRADES)),
    )
    paragraphs = tuple(
        replace(paragraph, area=draw(st.none() | st.sampled_from(AREAS)))
        for paragraph in document.paragraphs
    )
    judgements = []
    for area in draw(st.lists(st.sampled_from(AREAS), unique=True)):
        merged = draw(st.lists(st.sampled_from(AREAS), max_size=2, unique=True))
        grade = draw(st.none() | st.sampled_from(GRADES))
        printed_at = draw(st.none() | st.sampled_from(paragraphs)) if paragraphs else None
        judgements.append(
            make_judgement(
                area,
                grade,
                areas=(area, *merged),
                paragraph_id=printed_at.id if printed_at else None,
            )
        )
    return replace(document, paragraphs=paragraphs, judgements=tuple(judgements))


scopes = st.builds(
    Scope,
    authorities=some(st.sampled_from(AUTHORITIES)),
    kinds=some(st.sampled_from(KINDS)),
    areas=some(st.sampled_from(AREAS)),
    grades=some(st.sampled_from(GRADES)),
    area_grades=some(st.tuples(st.sampled_from(AREAS), st.sampled_from(GRADES))),
    since=maybe_day,
    until=maybe_day,
    date_field=st.sampled_from(["any", "inspection", "published"]),
    latest_only=st.booleans(),
)


def is_in_range(report: Report, scope: Scope) -> bool:
    if scope.since is None and scope.until is None:
        return True
    since, until = scope.since or date.min, scope.until or date.max
    first = report.inspection_start or report.inspection_end
    last = report.inspection_end or report.inspection_start
    inspected = first is not None and last is not None and first <= until and last >= since
    published = report.published is not None and since <= report.published <= until
    return {"inspection": inspected, "published": published, "any": inspected or published}[
        scope.date_field
    ]


def has_grades(report: Report, scope: Scope) -> bool:
    grades = {(a, j.grade) for j in report.judgements for a in (j.area, *j.areas)}
    asked = {area for area, _ in scope.area_grades}
    return all(any((a, g) in grades for a, g in scope.area_grades if a == area) for area in asked)


def is_newest(report: Report, every: list[Report]) -> bool:
    if report.authority is None:
        return True
    key = [
        (r.date or date.min, r.published or date.min, r.id)
        for r in (report, *every)
        if r.authority == report.authority and r.kind == report.kind
    ]
    return key[0] == max(key)


def is_in_scope(report: Report, scope: Scope, every: list[Report]) -> bool:
    return (
        (not scope.authorities or report.authority in scope.authorities)
        and (not scope.kinds or report.kind in scope.kinds)
        and (not scope.grades or report.overall in scope.grades)
        and has_grades(report, scope)
        and is_in_range(report, scope)
        and (not scope.latest_only or is_newest(report, every))
    )


def stands_in(paragraph: Paragraph, report: Report, scope: Scope) -> bool:
    printed = {
        area
        for judgement in report.judgements
        if judgement.paragraph_id == paragraph.id
        for area in (judgement.area, *judgement.areas)
    }
    return not scope.areas or bool({paragraph.area, *printed} & set(scope.areas))


@settings(max_examples=30, deadline=None)
@given(st.lists(documents(), min_size=1, max_size=8, unique_by=lambda d: d.id), st.data())
def test_a_scope_selects_what_a_naive_filter_selects(
    given_documents: list[Document], data: st.DataObject
) -> None:
    with tempfile.TemporaryDirectory() as place:
        workshop = Workshop(Path(place))
        cut = data.draw(st.integers(1, len(given_documents)))
        for part in (given_documents[:cut], given_documents[cut:]):  # two segments
            for document in part:
                workshop.write(f"{document.id}.txt", document)
            workshop.update()
        with workshop.open() as collection:
            for scope in data.draw(st.lists(scopes, min_size=5, max_size=10)):
                check(collection, scope)


def check(collection: Collection, scope: Scope) -> None:
    every = collection.reports()
    meeting = [report for report in every if is_in_scope(report, scope, every)]
    expected = {
        paragraph.id
        for report in meeting
        for paragraph in collection.paragraphs(report.id)
        if stands_in(paragraph, report, scope)
    }
    hits = collection.search("sound practice", scope, limit=100)
    assert {hit.paragraph.id for hit in hits} == expected
    with_paragraphs = {paragraph_id.partition(".")[0] for paragraph_id in expected}
    reports = [r for r in meeting if not scope.areas or r.id in with_paragraphs]
    assert collection.reports(scope) == reports
    coverage = collection.coverage(scope)
    assert coverage.reports_in_collection == len(every)
    assert coverage.reports_in_scope == len(reports)
    assert coverage.authorities_in_scope == len({r.authority for r in reports if r.authority})
    areas = set(scope.areas)
    assert collection.judgements(scope) == [
        (report, judgement)
        for report in meeting
        for judgement in report.judgements
        if not areas or areas & {judgement.area, *judgement.areas}
    ]


@pytest.fixture
def graded(workshop: Workshop) -> Workshop:
    """One report with a merged judgement and one of the older kind of grade."""
    document = make_document("Fernmouth", "2019-06-14", ["Practice is sound."], overall="good")
    table = make_paragraph(document.id, "front.1", "Children in care: good", kind="table")
    merged = make_judgement(
        "children in care",
        "good",
        status="merged",
        areas=("children in care", "care leavers"),
        paragraph_id=table.id,
    )
    workshop.write(
        "new.pdf",
        replace(document, paragraphs=(*document.paragraphs, table), judgements=(merged,)),
    )
    workshop.write(
        "old.pdf", make_document("Dunley", "2012-02-03", kind="slac", overall="adequate")
    )
    workshop.update()
    return workshop


def test_a_merged_judgement_counts_for_each_of_its_areas(graded: Workshop) -> None:
    with graded.open() as collection:
        for area in ("children in care", "care leavers"):
            scope = Scope(area_grades=((area, "good"),))
            assert [report.authority for report in collection.reports(scope)] == ["Fernmouth"]
            hits = collection.search("children", Scope(areas=(area,)))
            assert [hit.paragraph.kind for hit in hits] == ["table"]
        assert len(collection.judgements(Scope(areas=("care leavers",)))) == 1


def test_adequate_is_a_grade_of_its_own(graded: Workshop) -> None:
    with graded.open() as collection:
        adequate = collection.reports(Scope(grades=("adequate",)))
        assert [report.authority for report in adequate] == ["Dunley"]
        assert collection.reports(Scope(grades=("requires improvement",))) == []


def test_overall_grade_counts_as_an_area(graded: Workshop) -> None:
    scope = Scope(area_grades=(("overall effectiveness", "adequate"),))
    with graded.open() as collection:
        assert [report.authority for report in collection.reports(scope)] == ["Dunley"]


def test_two_grades_of_an_area_widen_and_two_areas_narrow(graded: Workshop) -> None:
    care = ("children in care", "good")
    with graded.open() as collection:
        wide = Scope(area_grades=(care, ("children in care", "inadequate")))
        narrow = Scope(area_grades=(care, ("help and protection", "good")))
        assert len(collection.reports(wide)) == 1
        assert collection.reports(narrow) == []


def test_a_scope_that_matches_nothing_finds_nothing(graded: Workshop) -> None:
    with graded.open() as collection:
        for scope in (Scope(authorities=("Nowhere",)), Scope(report_ids=("nowhere",))):
            assert collection.search("practice", scope) == []
            assert collection.coverage(scope).reports_in_scope == 0
