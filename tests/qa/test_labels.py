"""Reports and dates in words."""

from __future__ import annotations

from datetime import date

import pytest

from qa.labels import (
    date_range,
    listed,
    period_words,
    report_label,
    report_words,
    short_when,
)
from tests.qa.stand_ins import make_report


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (date(2024, 11, 11), date(2024, 11, 15), "11 to 15 November 2024"),
        (date(2024, 10, 28), date(2024, 11, 8), "28 October to 8 November 2024"),
        (date(2022, 12, 5), date(2023, 2, 15), "5 December 2022 to 15 February 2023"),
        (date(2018, 8, 7), date(2018, 8, 7), "7 August 2018"),
        (date(2018, 8, 7), None, "7 August 2018"),
        (None, None, None),
    ],
)
def test_ranges_of_days(first: date | None, last: date | None, words: str | None) -> None:
    assert date_range(first, last) == words


def test_a_report_without_dates_is_still_named() -> None:
    report = make_report(
        "Aldermoor", "2024-05-13", inspection_start=None, inspection_end=None, published=None
    )
    assert report_label(report) == "Aldermoor: ILACS inspection"
    assert report_words(report) == "the ILACS inspection"
    assert short_when(report) == ""


def test_a_report_with_only_a_publication_date() -> None:
    report = make_report("Aldermoor", "2024-05-13", inspection_start=None, inspection_end=None)
    assert report_words(report) == "the ILACS inspection published on 12 July 2024"


def test_lists_of_words() -> None:
    assert [listed(words) for words in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == [
        "",
        "a",
        "a and b",
        "a, b and c",
    ]


@pytest.mark.parametrize(
    ("since", "until", "words"),
    [
        ("2023-01-01", "2023-12-31", "in 2023"),
        ("2020-01-01", "2022-12-31", "2020 to 2022"),
        ("2020-01-01", None, "since 2020"),
        (None, "2021-03-31", "until 31 March 2021"),
        ("2020-06-01", "2020-06-30", "1 June 2020 to 30 June 2020"),
        ("2020-06-01", "2020-12-31", "1 June 2020 to 31 December 2020"),
    ],
)
def test_whole_years_are_told_as_years(since: str | None, until: str | None, words: str) -> None:
    first, last = (date.fromisoformat(day) if day else None for day in (since, until))
    assert period_words(first, last) == words
