"""Kinds, areas and grades as questions word them."""

from __future__ import annotations

import pytest

from qa.understanding.grades import find_areas, find_grades, find_kinds
from qa.understanding.parts import read_parts
from tests.qa.stand_ins import TODAY, tiny_gazetteer

GAZETTEER = tiny_gazetteer()


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("the 2024 ILACS", ("ilacs",)),
        ("From focused visit letters only", ("focused-visit",)),
        ("the council's own self-assessment", ("self-assessment",)),
        ("the single inspection framework", ("sif",)),
        ("the last monitoring visit", ("monitoring-visit",)),
        ("the Ofsted report", ()),
    ],
)
def test_kinds_are_found(text: str, kinds: tuple[str, ...]) -> None:
    assert tuple(kind for found in find_kinds(text) for kind in found.values) == kinds


@pytest.mark.parametrize(
    ("text", "areas"),
    [
        ("the overall effectivness judgement", ["overall effectiveness"]),
        ("work with care leavers", ["care leavers"]),
        ("grade for help and protection", ["help and protection"]),
        ("looked after children services", ["children in care"]),
        ("How was leadership graded", ["impact of leaders"]),
        ("adoption performance", ["adoption"]),
        ("the Derbyshire LSCB", ["local safeguarding children board"]),
        ("the safeguarding children board", ["local safeguarding children board"]),
    ],
)
def test_areas_are_found(text: str, areas: list[str]) -> None:
    assert [found.values[0] for found in find_areas(text)] == areas


@pytest.mark.parametrize(
    ("text", "grades"),
    [
        ("councils rated outstanding", ["outstanding"]),
        ("authorities judged inadequate", ["inadequate"]),
        ("councils graded requires improvement", ["requires improvement"]),
        ("rated good or better", ["outstanding", "good"]),
        ("good authorities", ["good"]),
        ("good overall", ["good"]),
        ("was it inadequate?", ["inadequate"]),
        ("when was it inspected and is it good?", ["good"]),
        ("is       good?", ["good"]),
        ("was the council still adequate in 2012", ["adequate"]),
        ("is it good for children?", []),
        ("is it good practice?", []),
        ("is       good at keeping children safe?", []),
        ("is       good and why?", ["good"]),
        ("is       good and why do people stay?", []),
        ("is practice in       good?", []),
        ("a good school", []),
        ("how good is it", []),
        ("is supervision good?", []),
        ("What needs to improve?", []),
        ("adequate housing", []),
    ],
)
def test_grades_are_judgements_and_not_everyday_words(text: str, grades: list[str]) -> None:
    assert [grade for found in find_grades(text) for grade in found.values] == grades


@pytest.mark.parametrize(
    ("text", "overall", "by_area"),
    [
        ("Where leadership was inadequate", (), (("impact of leaders", "inadequate"),)),
        ("councils rated inadequate for care leavers", (), (("care leavers", "inadequate"),)),
        ("councils rated outstanding overall", ("outstanding",), ()),
        ("in authorities judged inadequate, how are care leavers", ("inadequate",), ()),
    ],
)
def test_a_grade_belongs_to_the_area_beside_it(
    text: str, overall: tuple[str, ...], by_area: tuple[tuple[str, str], ...]
) -> None:
    parts = read_parts(text, GAZETTEER, today=TODAY)
    assert (parts.grades, parts.area_grades) == (overall, by_area)


@pytest.mark.parametrize(
    "text",
    [
        "Which councils have inadequate services for care leavers?",
        "Which councils have inadequate leadership?",
        "Where is support for care leavers inadequate?",
    ],
)
def test_a_grade_before_or_after_the_work_it_grades(text: str) -> None:
    assert [grade for found in find_grades(text) for grade in found.values] == ["inadequate"]
    parts = read_parts(text, GAZETTEER, today=TODAY)
    assert [grade for _, grade in parts.area_grades] == ["inadequate"]


@pytest.mark.parametrize("text", ["What good leadership looks like", "an adequate supply of homes"])
def test_praise_is_no_grade(text: str) -> None:
    assert find_grades(text) == []
