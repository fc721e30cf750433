"""Characters that nobody sees are left out and told; all that are drawn stay."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.pages.characters import tell_unseen, visible_text, without_unseen

WORDS = st.text(alphabet="abcdefghij ABC’–é£½,.;:-", max_size=60)
UNSEEN = st.sampled_from("\u202e\u202c\u2066\u2069\u200b\u2060\ufeff\x00\x1b\x07\U000e0041\ufe0f")


@given(WORDS)
def test_ordinary_words_stay_as_they_are(words: str) -> None:
    assert visible_text(words) == without_unseen(words) == words
    assert tell_unseen(words) is None


@given(st.lists(st.tuples(WORDS, UNSEEN), min_size=1, max_size=8))
def test_unseen_characters_anywhere_are_gone_and_told(parts: list[tuple[str, str]]) -> None:
    mixed = "".join(words + unseen for words, unseen in parts)
    assert without_unseen(mixed) == "".join(words for words, _ in parts)
    assert tell_unseen(mixed) is not None


@given(st.text(max_size=80))
def test_nothing_that_is_not_drawn_comes_through(text: str) -> None:
    found = visible_text(text)
    assert tell_unseen(found) is None
    assert visible_text(found) == found
    assert all(unicodedata.category(c) != "Cc" or c in "\t\n\r" for c in found)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("not\u202e safe\u202c", "2 direction marks"),
        ("safe" + "".join(chr(0xE0000 + ord(c)) for c in "no"), "2 tag characters"),
        ("sa\u200bfe\x1b[2J", "1 marks without width, 1 control characters"),
        ("a\ufe0fb", "1 variation selectors"),
        ("care\xadfully", None),
    ],
)
def test_they_are_told_by_kind(text: str, told: str | None) -> None:
    assert tell_unseen(text) == told
