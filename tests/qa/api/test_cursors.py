"""Cursors: each leads back to its place and nowhere else."""

from __future__ import annotations

import re
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.api.cursors import MOST, PATTERN, read_cursor, write_cursor
from qa.http.problems import Problem

STAMP = (7, "ab" * 32)
LETTERS = string.ascii_letters + string.digits + "-_"
places = st.integers(0, MOST)
queries = st.text(max_size=50)
stamps = st.tuples(st.integers(1, 10**6), st.text("0123456789abcdef", min_size=64, max_size=64))


@given(places, queries, stamps)
def test_a_cursor_leads_back_to_its_place(place: int, query: str, stamp: tuple[int, str]) -> None:
    cursor = write_cursor(place, query, stamp)
    assert re.fullmatch(PATTERN, cursor)
    assert read_cursor(cursor, query, stamp) == place


@given(places, queries, st.integers(0, 35), st.sampled_from(LETTERS))
def test_a_cursor_with_any_other_letter_is_refused(
    place: int, query: str, position: int, letter: str
) -> None:
    cursor = write_cursor(place, query, STAMP)
    other = cursor[:position] + letter + cursor[position + 1 :]
    if other != cursor:
        assert _status(other, query, STAMP) == 422


@given(st.text(max_size=60))
def test_what_is_no_cursor_is_refused(text: str) -> None:
    assert _status(text, "query", STAMP) == 422


@given(places, queries, queries)
def test_a_cursor_of_another_query_is_refused(place: int, query: str, other: str) -> None:
    if query != other:
        assert _status(write_cursor(place, query, STAMP), other, STAMP) == 422


@given(places, queries, stamps, stamps)
def test_a_cursor_of_another_generation_is_gone(
    place: int, query: str, before: tuple[int, str], now: tuple[int, str]
) -> None:
    if before != now:
        assert _status(write_cursor(place, query, before), query, now) == 410


def _status(cursor: str, query: str, stamp: tuple[int, str]) -> int:
    with pytest.raises(Problem) as refused:
        read_cursor(cursor, query, stamp)
    return refused.value.status
