"""Small slips of the pen in the words that ask."""

from __future__ import annotations

import pytest

from qa.slips import asked_in_full, is_slip_of_asking


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("wich councils are good?", "which councils are good?"),
        ("Whcih coucils are good?", "Which councils are good?"),
        ("hwo mnay children live there?", "how many children live there?"),
        ("Which councils are good?", "Which councils are good?"),
        ("Who says “wat”?", "Who says “wat”?"),
    ],
)
def test_asking_words_are_read_as_they_were_meant(typed: str, meant: str) -> None:
    assert asked_in_full(typed) == meant


@pytest.mark.parametrize(
    ("word", "expected"),
    [("inspcted", True), ("reprots", True), ("padel", False), ("supervision", False)],
)
def test_longer_words_that_only_ask_are_told_by_one_slip(word: str, expected: bool) -> None:
    assert is_slip_of_asking(word) is expected
