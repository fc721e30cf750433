"""Words as questions and paragraphs are compared by them."""

from __future__ import annotations

import pytest

from qa.words import content_words, fold, stems_of


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Children’s Services", "childrens services"),
        ("Tower & Hamlets", "tower and hamlets"),
        ("well-being", "well being"),
        ("multi-agency", "multiagency"),
        ("Máire", "maire"),
    ],
)
def test_folding(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_a_compound_does_not_carry_its_second_part() -> None:
    assert not set(stems_of("agency staff")) & set(stems_of("a multi-agency response"))


def test_words_that_only_ask_are_no_topic() -> None:
    assert content_words("What did inspectors say about supervision?") == ["supervision"]


def test_agency_staff_are_no_agencies() -> None:
    assert stems_of("agency staff")[0] != stems_of("agencies")[0]
