"""Words as a reader sees them: what no reader sees is no part of them.

Zero-width marks, marks that turn the direction of writing, tags and variation selectors hide words
from people and show them to machines, or make words look like others.
"""

from __future__ import annotations

import re
import unicodedata

from corpus import UNSEEN

_UNSEEN = re.compile(f"[{UNSEEN}]")
_GAPS = re.compile("[\r\v\f\x1c-\x1f\x85\u2028\u2029]")  # part words, and may act on a terminal
# UTS 39, 5.4: a longer row of marks on one letter is drawn over the lines around it.
MOST_MARKS = 4


def clean(text: str) -> str:
    """The text without what is not seen; other ends of a line are spaces; line ends, tabs stay."""
    if text.isascii() and text.isprintable():
        return text
    return _UNSEEN.sub("", _GAPS.sub(" ", text))


def spelled_out(json_text: str) -> str:
    """Text of JSON with the same values, in which what is not seen is written as \\uXXXX."""
    if json_text.isascii() and json_text.isprintable():
        return json_text
    return _UNSEEN.sub(_spelled, _GAPS.sub(_spelled, json_text))


def _spelled(found: re.Match[str]) -> str:
    units = found[0].encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{high:02x}{low:02x}" for high, low in zip(*[iter(units)] * 2, strict=True))


def as_asked(text: str) -> str:
    """The words of somebody who asks: what is seen of them, composed (NFC), few marks on a letter.

    This is what is understood, searched for and shown.
    """
    if text.isascii() and text.isprintable():
        return text
    return unicodedata.normalize("NFC", _few_marks(unicodedata.normalize("NFC", clean(text))))


def _few_marks(text: str) -> str:
    """The text with at most so many marks in a row."""
    kept: list[str] = []
    marks = 0
    for letter in text:
        marks = marks + 1 if unicodedata.category(letter) in ("Mn", "Me") else 0
        if marks <= MOST_MARKS:
            kept.append(letter)
    return "".join(kept)
