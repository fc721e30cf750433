"""Lines into one text: hyphens, bullets and boxes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.structure.joining import join_lines, strip_bullet

_WORD = st.text("abcdefghij", min_size=1, max_size=8)


@pytest.mark.parametrize(
    ("lines", "joined"),
    [
        (["a multi-", "agency team"], "a multi-agency team"),
        (["homeless 16-", "and 17-year-olds"], "homeless 16- and 17-year-olds"),
        (["pre-", "or non-verbal"], "pre- or non-verbal"),
        (["two lines ", " of words"], "two lines of words"),
        (["a dash -", "and more"], "a dash - and more"),
        ([], ""),
    ],
)
def test_lines_are_joined_as_they_are_read(lines: list[str], joined: str) -> None:
    assert join_lines(lines) == joined


@given(st.lists(_WORD, min_size=1, max_size=30), st.integers(1, 6))
def test_no_word_is_lost_wherever_lines_break(words: list[str], width: int) -> None:
    lines = [" ".join(words[start : start + width]) for start in range(0, len(words), width)]
    assert join_lines(lines).split() == words


@pytest.mark.parametrize("mark", ["◼ ", "• ", "\uf0b7 ", "- ", "– ", "o ", "✓ "])
def test_bullets_are_known(mark: str) -> None:
    assert strip_bullet(f"{mark}The timeliness of plans.") == "The timeliness of plans."


@pytest.mark.parametrize("text", ["on time", "-5 degrees", "o", "Children", "1. Children"])
def test_words_are_no_bullets(text: str) -> None:
    assert strip_bullet(text) is None
