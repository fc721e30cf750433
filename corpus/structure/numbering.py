"""Which lines begin a numbered paragraph: decided for the whole document, not line by line.

"25. Support for" may be paragraph 25 or the end of "the age of 25." Only the sequence tells. Each
line that starts with a number is a candidate; the best chain of candidates is found by dynamic
programming over what a sequence costs (a skip, a restart) and what a line shows (a tab after the
number, the column it stands in, the end of a sentence before it).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_DOTTED = re.compile(r"[-–•]?\s*(\d{1,3})\s?[.)](?![\d.])\s*(?=\S)")
_BARE = re.compile(r"(\d{1,3})\s+(?=[A-Z‘“'\"])")
_LEADERS = re.compile(r"\.{4,}|(?:\. ){4,}|…{2,}")

# Candidates looked back over. Reports hold at most a dozen false ones between two true ones.
_WINDOW = 40

# What a candidate gains or costs, in units of one accepted paragraph. Chosen on the reports: each
# false number of FINDINGS' traps 1, 2 and 6 must cost more than leaving it out.
_GAIN = 1.0
_TAB = 0.5  # a tab or wide gap after the number
_NO_TAB = -0.4
_SAME_COLUMN = 0.4
_OTHER_COLUMN = -0.5
_AFTER_SENTENCE = 0.3  # the line before ends a sentence
_WITHIN_SENTENCE = -1.2
_BELOW_WHITE = 0.1  # of two lines alike in all else, the one that stands apart
_NO_DOT = -0.8
_SKIP_ONE = -0.8
_SKIP_MORE = -1.8
_REPEAT = -1.6
_RESTART = -2.0
_LATE_START = -0.5  # for each number missing before a sequence's first, three at most


@dataclass(frozen=True, slots=True)
class Candidate:
    """A line that starts with a number."""

    line: int  # its place among the document's lines
    value: int
    left: float | None  # None where the document has no positions
    has_dot: bool
    has_tab: bool
    after_sentence: bool
    below_white: bool = False  # told by blank lines, where there are no positions


def find_number(text: str) -> re.Match[str] | None:
    """The number at the start of a line, with the full stop and the space after it."""
    if _LEADERS.search(text):
        return None
    return _DOTTED.match(text) or _BARE.match(text)


def has_dot(match: re.Match[str]) -> bool:
    """Whether the number that `find_number` found is printed with its full stop."""
    return match.re is _DOTTED


def choose_numbers(candidates: Sequence[Candidate]) -> dict[int, int]:
    """The numbers that begin paragraphs, by line, in the order of the lines.

    Time: linear in the number of candidates.
    """
    best: list[float] = []
    previous: list[int | None] = []
    for index, candidate in enumerate(candidates):
        own = _GAIN + _looks(candidate)
        score, before = own + _LATE_START * min(candidate.value - 1, 3), None
        for other in range(max(0, index - _WINDOW), index):
            total = best[other] + own + _step(candidates[other], candidate)
            if total > score:
                score, before = total, other
        best.append(score)
        previous.append(before)
    if not best:
        return {}
    at: int | None = max(range(len(best)), key=best.__getitem__)
    if best[at or 0] <= 0:
        return {}
    chosen: list[tuple[int, int]] = []
    while at is not None:
        chosen.append((candidates[at].line, candidates[at].value))
        at = previous[at]
    return dict(reversed(chosen))


def _looks(candidate: Candidate) -> float:
    score = _AFTER_SENTENCE if candidate.after_sentence else _WITHIN_SENTENCE
    if candidate.left is not None:
        score += _TAB if candidate.has_tab else _NO_TAB
    if candidate.below_white:
        score += _BELOW_WHITE
    return score + (0.0 if candidate.has_dot else _NO_DOT)


def _step(before: Candidate, candidate: Candidate) -> float:
    score = 0.0
    if before.left is not None and candidate.left is not None:
        same = abs(before.left - candidate.left) <= 6
        score += _SAME_COLUMN if same else _OTHER_COLUMN
    ahead = candidate.value - before.value
    if ahead == 1:
        return score
    if ahead == 2:
        return score + _SKIP_ONE
    if 2 < ahead <= 5:
        return score + _SKIP_MORE
    if ahead == 0:
        return score + _REPEAT
    if candidate.value == 1:
        return score + _RESTART
    return float("-inf")
