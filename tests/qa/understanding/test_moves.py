"""Words that move along an authority's inspections."""

from __future__ import annotations

import pytest

from qa.understanding.moves import asks_for_change, find_moves


@pytest.mark.parametrize(
    "text",
    [
        "How has Aldermoor changed since its last inspection?",
        "What is better since the previous Ofsted inspection?",
        "progress since the last report",
    ],
)
def test_since_the_last_inspection_means_the_newest_two(text: str) -> None:
    (found,) = find_moves(text)
    assert found.last == 2
    assert not found.latest


def test_the_latest_inspection_alone_is_one() -> None:
    (found,) = find_moves("What did the latest inspection say?")
    assert found.latest
    assert found.last is None


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("Has supervision improved in Stoke?", True),
        ("Did supervision improve in Stoke?", True),
        ("How is supervision in Stoke?", False),
        ("What must Stoke improve?", False),
    ],
)
def test_a_change_is_asked_for(text: str, asks: bool) -> None:
    assert asks_for_change(text) is asks
