"""Times in questions: what they bound, and whether they date a report or a fact."""

from __future__ import annotations

from datetime import date

import pytest

from qa.understanding.dates import find_date_field, find_periods
from qa.understanding.parts import read_parts
from tests.qa.stand_ins import TODAY, tiny_gazetteer

GAZETTEER = tiny_gazetteer()


def bounds(text: str) -> list[tuple[str | None, str | None]]:
    periods = read_parts(text, GAZETTEER, today=TODAY).periods
    return [(_iso(period.since), _iso(period.until)) for period in periods]


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


@pytest.mark.parametrize(
    ("text", "since", "until"),
    [
        ("the November 2024 inspection", "2024-11-01", "2024-11-30"),
        ("the inspection of November-December 2013", "2013-11-01", "2013-12-31"),
        ("inspected in January and February 2017", "2017-01-01", "2017-02-28"),
        ("the inspection of December 2012 and January 2013", "2013-01-01", "2013-01-31"),
        ("rated in 2023", "2023-01-01", "2023-12-31"),
        ("since 2022", "2022-01-01", None),
        ("since the 2019 inspection", "2019-01-01", None),
        ("before 2013", None, "2012-12-31"),
        ("in the year before the January 2023 inspection", "2023-01-01", "2023-01-31"),
        ("until 2016", None, "2016-12-31"),
        ("between 2014 and 2017", "2014-01-01", "2017-12-31"),
        ("from 2016 through to 2024", "2016-01-01", "2024-12-31"),
        ("from 2019 to 2022", "2019-01-01", "2022-12-31"),
        ("from 2023 onwards", "2023-01-01", None),
        ("from the 2024 ILACS", "2024-01-01", "2024-12-31"),
        ("2018-19 inspections", "2018-01-01", "2019-12-31"),
        ("when Ofsted visited in late 2018", "2018-08-01", "2018-12-31"),
        ("at the start of 2017", "2017-01-01", "2017-04-30"),
        ("the autumn 2016 inspection", "2016-09-01", "2016-12-31"),
        ("going by the December 2021 inspection", "2021-12-01", "2021-12-31"),
        ("graded last year", "2025-01-01", "2025-12-31"),
        ("inspections in the last three years", "2023-01-01", None),
        ("the report of 2024-11-11", "2024-11-11", "2024-11-11"),
    ],
)
def test_times_are_bounded(text: str, since: str | None, until: str | None) -> None:
    assert (since, until) in bounds(text)


def test_two_years_are_two_periods() -> None:
    assert bounds("in 2018 and then in 2023") == [
        ("2018-01-01", "2018-12-31"),
        ("2023-01-01", "2023-12-31"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "How many had plans at 31 March 2023?",
        "How many had plans at the end of March 2023?",
        "What share was agency in March 2023?",
        "the director who started in November 2023",
    ],
)
def test_the_time_of_a_fact_dates_no_report(text: str) -> None:
    (period,) = read_parts(text, GAZETTEER, today=TODAY).periods
    assert period.of == "fact"


@pytest.mark.parametrize(
    "text",
    [
        "16 and 17 year olds",
        "2,019 children",
        "£2019",
        "It may be 20 children",
        "a 2020s house",
        "the report of 2024-13-45",
    ],
)
def test_other_numbers_are_no_times(text: str) -> None:
    assert bounds(text) == []


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("reports published since 2023", "published"),
        ("councils inspected since 2022", "inspection"),
        ("the 2022 report", "any"),
    ],
)
def test_a_question_may_fix_which_date_counts(text: str, field: str) -> None:
    assert find_date_field(text) == field


def test_around_a_year_means_the_years_beside_it_too() -> None:
    (around,) = find_periods("cuts in Aldermoor around 2016", today=TODAY)
    assert (around.period.since, around.period.until) == (date(2015, 1, 1), date(2017, 12, 31))
    (exact,) = find_periods("What about 2016?", today=TODAY)
    assert exact.period.since == date(2016, 1, 1)


def test_recent_inspections_are_those_of_five_years() -> None:
    (found,) = find_periods("criticisms in recent inspections", today=date(2026, 11, 24))
    assert (found.period.since, found.period.until) == (date(2022, 1, 1), None)
    assert find_periods("the most recent inspection", today=TODAY) == []
