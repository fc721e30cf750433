"""Lines joined into one text, and the boxes where they stand."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.pages.records import Line
from corpus.records import Box

# "16-" at a line's end before "and 17-year-olds" keeps its space: the hyphen hangs on purpose.
_HANGING = re.compile(r"[\w’']-$")
_JOINING_WORDS = re.compile(r"(?:and|or|to|nor|but)\b")
# Symbol fonts put bullets in the private use area.
_BULLET = re.compile(r"(?:[\ue000-\uf8ff•◼■▪▫□●◦‣○◾➢➤✓✔]+|[-–—o](?=\s))\s*")


def join_lines(texts: Sequence[str]) -> str:
    """One text of several lines; a word broken after a hyphen is joined without a space."""
    joined = ""
    for text in texts:
        text = text.strip()
        if not joined or not text or (_HANGING.search(joined) and not _JOINING_WORDS.match(text)):
            joined += text
        else:
            joined += " " + text
    return joined


def strip_bullet(text: str) -> str | None:
    """The words after a bullet, or None where the text begins with no bullet."""
    match = _BULLET.match(text)
    return text[match.end() :] if match and match.end() < len(text) else None


def boxes_of(lines: Sequence[Line]) -> tuple[Box, ...]:
    """One box for each page that the lines stand on, in points from its top left."""
    by_page: dict[int, list[Line]] = {}
    for line in lines:
        by_page.setdefault(line.page, []).append(line)
    return tuple(
        Box(
            page,
            min(line.left for line in on_page),
            min(line.top for line in on_page),
            max(line.right for line in on_page),
            max(line.bottom for line in on_page),
        )
        for page, on_page in by_page.items()
    )
