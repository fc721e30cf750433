"""Small slips of the pen in the words that ask: "wich", "hwo many", "inspcted".

Those of the short ones are a list. The longer are told by one letter dropped, added or swapped with
its neighbour. Words that name a matter are left as they are: read so, "electric cars" asked about
elective education (2026-11-24), and their meaning is met all the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from qa.words import STOP_WORDS

_ASKING: dict[str, str] = {
    "wich": "which",
    "whcih": "which",
    "whihc": "which",
    "wihch": "which",
    "witch": "which",
    "wat": "what",
    "waht": "what",
    "whta": "what",
    "wots": "what is",
    "hwo": "how",
    "mnay": "many",
    "wen": "when",
    "wehn": "when",
    "wher": "where",
    "whre": "where",
    "councels": "councils",
    "concils": "councils",
    "counsils": "councils",
    "coucils": "councils",
    "athorities": "authorities",
    "authorites": "authorities",
    "wether": "whether",
}
_SLIP = re.compile(rf"(?<![\w“‘\"'])(?:{'|'.join(_ASKING)})(?!\w)", re.IGNORECASE)
# Shorter words have too many neighbours; longer ones are no words, and would have very many.
SHORTEST, LONGEST = 6, 24


@lru_cache(maxsize=256)
def asked_in_full(text: str) -> str:
    """The question with its asking words as they were meant, their capitals kept."""
    return _SLIP.sub(_in_full, text)


def _in_full(match: re.Match[str]) -> str:
    meant = _ASKING[match[0].lower()]
    return meant.capitalize() if match[0][0].isupper() else meant


def is_slip_of_asking(word: str) -> bool:
    """Whether a word is a slip of one that only asks: "inspcted"."""
    return any(near in STOP_WORDS for near in one_slip_away(word))


def one_slip_away(word: str) -> Iterator[str]:
    """The words of which this may be a slip; none for very short and very long ones."""
    if not SHORTEST <= len(word) <= LONGEST or not word.isalpha():
        return
    for place in range(len(word) + 1):
        before, behind = word[:place], word[place:]
        if behind:
            yield before + behind[1:]
        if len(behind) > 1:
            yield before + behind[1] + behind[0] + behind[2:]
        for letter in "abcdefghijklmnopqrstuvwxyz":
            yield before + letter + behind
