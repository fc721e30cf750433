"""Dates in every form that a report prints."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.interpret.dates import find_dates, find_range
from corpus.interpret.front_dates import find_published

_DAYS = st.dates(date(2009, 1, 1), date(2030, 12, 31))


def _long(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


@given(_DAYS)
def test_a_day_is_found_again(day: date) -> None:
    assert find_dates(f"published on {_long(day)}.") == [day]
    assert find_dates(f"{day:%d/%m/%Y}") == [day]


@given(start=_DAYS, length=st.integers(0, 60), dash=st.sampled_from([" to ", " – ", "–", " - "]))
def test_a_range_is_found_again_however_it_is_shortened(
    start: date, length: int, dash: str
) -> None:
    end = start + timedelta(days=length)
    assert find_range(f"{_long(start)}{dash}{_long(end)}") == (start, end)
    assert find_range(f"{start.day} {start:%B}{dash}{_long(end)}") == (start, end)
    if start.month == end.month and start.year == end.year:
        assert find_range(f"{start.day}{dash}{_long(end)}") == (start, end)


@pytest.mark.parametrize(
    "text", ["", "20 days", "in May", "31 June 2024", "paragraph 12", "99/99/2024", "12 to 15"]
)
def test_what_names_no_day(text: str) -> None:
    assert find_dates(text) == []
    assert find_range(text) is None


def test_a_visit_in_two_parts_is_one_span() -> None:
    words = "20 to 24 January 2020 and 3 to 7 February 2020"
    assert find_range(words) == (date(2020, 1, 20), date(2020, 2, 7))


@pytest.mark.parametrize("line", ["31 June 2022", "99 May 2022", "1 Spring 2022"])
def test_a_letters_date_that_is_none_is_nothing(line: str) -> None:
    assert find_published([line], "focused-visit") is None
    assert find_published([line, "2 May 2022"], "focused-visit") == date(2022, 5, 2)
