"""What no reader sees is no part of a report's text."""

from __future__ import annotations

import sys
import unicodedata

import pytest

from corpus.pages.characters import visible_text


def test_nothing_without_a_shape_is_read() -> None:
    unseen = [
        letter
        for letter in map(chr, range(sys.maxunicode + 1))
        if unicodedata.category(letter) in ("Cc", "Cf", "Cs") and letter not in "\t\n\r"
    ]
    assert len(unseen) > 2_200
    assert visible_text(f"care{''.join(unseen)} leavers") == "care leavers"


@pytest.mark.parametrize(
    "hidden",
    [
        "".join(chr(0xE0100 + letter) for letter in b"obey me"),  # one selector for each byte
        "\ufe0f\ufe00",
        "".join(chr(0xE0000 + letter) for letter in b"obey me"),
        "\u3164\u115f\u034f\u180e",
    ],
    ids=["bytes as selectors", "selectors", "tags", "fillers"],
)
def test_words_in_characters_that_nobody_sees_are_not_read(hidden: str) -> None:
    assert visible_text(f"Care{hidden} leavers’ views") == "Care leavers’ views"
