"""Footnotes: small print at a page's foot that begins with a mark."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.pages.records import Line

# Footnotes are set at 10 points or 9 under a body of 12.
_SMALL = 0.93
_MARK = re.compile(r"(\d{1,2}|[*†‡])\s*(?=[A-Z‘“'\"(hw])")


def split_footnotes(lines: Sequence[Line], body: float) -> tuple[list[Line], list[list[Line]]]:
    """A page's lines without its footnotes, and the lines of each footnote.

    `body` is the size of running text in points.
    """
    first = len(lines)
    while first > 0 and lines[first - 1].size < _SMALL * body:
        first -= 1
    while first < len(lines) and not _MARK.match(lines[first].text):
        first += 1
    notes: list[list[Line]] = []
    for line in lines[first:]:
        if _begins_note(line, notes):
            notes.append([line])
        else:
            notes[-1].append(line)
    return list(lines[:first]), notes


def _begins_note(line: Line, notes: Sequence[Sequence[Line]]) -> bool:
    match = _MARK.match(line.text)
    if match is None:
        return False
    if not notes:
        return True
    before = _MARK.match(notes[-1][0].text)
    mark, last = match.group(1), before.group(1) if before else ""
    if mark.isdigit() and last.isdigit():
        return int(mark) == int(last) + 1
    return not mark.isdigit()
