"""Conditions of the engine: every field of a scope has its words, and none of them is ever open."""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from typing import Any

import pytest

from index import Scope
from index.milvus.expressions import SAID, in_scope, live_in, narrowing, words_of


def test_every_field_of_a_scope_is_said() -> None:
    assert {field.name for field in fields(Scope)} == SAID


@pytest.mark.parametrize(
    "narrowed",
    [
        {"authorities": ("Leeds",)},
        {"kinds": ("ilacs",)},
        {"areas": ("care leavers",)},
        {"grades": ("good",)},
        {"area_grades": (("care leavers", "good"),)},
        {"since": date(2020, 1, 1)},
        {"until": date(2020, 1, 1)},
        {"until": date(2020, 1, 1), "date_field": "published"},
        {"since": date(2020, 1, 1), "date_field": "inspection"},
        {"latest_only": True},
        {"report_ids": ("x",)},
    ],
)
def test_each_field_narrows(narrowed: dict[str, Any]) -> None:
    assert len(narrowing(Scope(**narrowed))) == 1
    assert in_scope(Scope(**narrowed), 7).startswith(live_in(7))


@pytest.mark.parametrize("name", ["authorities", "kinds", "grades", "report_ids", "areas"])
def test_a_value_that_no_report_can_have_matches_nothing(name: str) -> None:
    values: dict[str, Any] = {name: ("",)}
    assert narrowing(Scope(**values)) == ["added < 0"]


def test_values_are_quoted() -> None:
    assert words_of(['a "b"', "c\\d"]) == '["a \\"b\\"", "c\\\\d"]'


def test_grades_of_one_area_widen_and_areas_narrow() -> None:
    scope = Scope(area_grades=(("adoption", "good"), ("adoption", "inadequate"), ("x", "good")))
    assert narrowing(scope) == [
        'array_contains_any(area_grades, ["good|adoption", "inadequate|adoption"])',
        'array_contains_any(area_grades, ["good|x"])',
    ]
