"""Other people's words without what could act on a terminal, a page or a spreadsheet."""

from __future__ import annotations

import unicodedata

# Marks that turn the direction of writing can make words look like others.
_DIRECTION = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def clean(text: str) -> str:
    """The text without control characters; line ends and tabs stay."""
    return "".join(
        letter
        for letter in text
        if letter in "\n\t" or (unicodedata.category(letter) != "Cc" and letter not in _DIRECTION)
    )


def one_line(text: str) -> str:
    """The text, cleaned, with single spaces for every gap and line end."""
    return " ".join(clean(text).split())
