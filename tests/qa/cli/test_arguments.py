"""Filters on the command line: what they become, and what is said of those that mean nothing."""

from __future__ import annotations

import argparse
from datetime import date

import pytest

from qa.cli.arguments import add_filter_arguments, filters_of
from qa.errors import FilterUnknown
from qa.records import Filters
from tests.qa.stand_ins import tiny_gazetteer


def filters(*arguments: str) -> Filters:
    parser = argparse.ArgumentParser()
    add_filter_arguments(parser)
    return filters_of(parser.parse_args(arguments), tiny_gazetteer())


def test_each_filter_becomes_its_condition() -> None:
    found = filters(
        *("--authority", "RBKC", "--authority", "Aldermoor", "--kind", "ILACS"),
        *("--area", "looked after children", "--grade", "RI", "--grade", "care leavers=Good"),
        *("--since", "2018", "--until", "2020-02", "--date", "published", "--latest"),
    )
    assert found == Filters(
        authorities=("Kensington and Chelsea", "Aldermoor"),
        kinds=("ilacs",),
        areas=("children in care",),
        grades=("requires improvement",),
        area_grades=(("care leavers", "good"),),
        since=date(2018, 1, 1),
        until=date(2020, 2, 29),
        date_field="published",
        latest_only=True,
    )


def test_a_grade_of_overall_effectiveness_is_the_overall_grade() -> None:
    assert filters("--grade", "overall effectiveness=good").grades == ("good",)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--authority", "Aldermor"), "Did you mean Aldermoor"),
        (("--authority", "Sussex"), "East Sussex or West Sussex"),
        (("--authority", "Cardiff"), "is no authority"),
        (("--kind", "ilac"), "ilacs"),
        (("--grade", "excellent"), "outstanding"),
        (("--grade", "swimming=good"), "no area"),
        (("--area", "swimming"), "no area"),
        (("--since", "yesterday"), "2024-03-31"),
        (("--since", "2024-13"), "2024-03"),
        (("--since", "2024", "--until", "2020"), "2024 to 2020"),
    ],
)
def test_what_means_nothing_is_told_with_what_would(arguments: tuple[str, ...], said: str) -> None:
    with pytest.raises(FilterUnknown, match=said):
        filters(*arguments)
