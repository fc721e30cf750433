"""Characters that are drawn as other characters, or not at all."""

from __future__ import annotations

import re

from corpus.unseen import UNSEEN

_LIGATURES = {
    "\ufb00": "ff",
    "\ufb01": "fi",
    "\ufb02": "fl",
    "\ufb03": "ffi",
    "\ufb04": "ffl",
    "\ufb05": "st",
    "\ufb06": "st",
}
_SPACES = dict.fromkeys("\xa0\u2002\u2003\u2007\u2009\u202f\u3000", " ")
_TABLE = str.maketrans(_LIGATURES | _SPACES)
# Gaps between lines that are drawn as nothing.
_UNSEEN = re.compile(f"[{UNSEEN}\x0b\x0c\x1c-\x1f\x85]")
# Those that are told by name: some turn or break words, some spell others, and all make what a
# program reads differ from what a reader does. None stands on 4,468 pages of 204 reports. Soft
# hyphens are common and mean nothing.
_TOLD = {
    "direction marks": "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069",
    "tag characters": "\U000e0000-\U000e007f",
    "variation selectors": "\ufe00-\ufe0f\U000e0100-\U000e01ef",
    "marks without width": "\u034f\u115f\u1160\u180e\u200b-\u200d\u2060-\u2065\u206a-\u206f\u3164"
    "\ufeff\uffa0\ufff9-\ufffb",
    "control characters": "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f",
}
_PATTERNS = {name: re.compile(f"[{marks}]") for name, marks in _TOLD.items()}


def visible_text(text: str) -> str:
    """The text as a reader sees it: ligatures spelled out, unseen characters gone."""
    return without_unseen(text if text.isascii() else text.translate(_TABLE))


def without_unseen(text: str) -> str:
    """The text without the characters that are not drawn, and otherwise as it is."""
    return _UNSEEN.sub("", text)


def tell_unseen(text: str) -> str | None:
    """Which characters of a text are not drawn, in words for a warning; None where all are."""
    counts = {name: len(pattern.findall(text)) for name, pattern in _PATTERNS.items()}
    return ", ".join(f"{count} {name}" for name, count in counts.items() if count) or None
