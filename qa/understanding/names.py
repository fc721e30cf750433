"""Proper names that an answer has to carry: schemes, panels, places on no list.

"What did Grenfell change in Kingston upon Thames?" may be answered only by a paragraph that says
Grenfell.
"""

from __future__ import annotations

import re
from itertools import pairwise

from qa.understanding.expansions import ACRONYMS
from qa.words import STOP_WORDS, Token, tokens_of

# Words that reports and askers write with a capital without naming anything.
_COMMON_CAPITALS = frozenset(
    """
    ofsted hmi his her majesty inspector inspectors england english uk british council councils
    county city borough children childrens child young people services service social care leavers
    leaver local authority authorities director directors lead member chief executive safeguarding
    board panel team department january february march april may june july august september october
    november december monday friday covid ilacs sif royal london act looked after head heads
    jan feb mar apr jun jul aug sep sept oct nov dec christmas easter
    la las ri
    virtual school schools family families court police nhs government department education
    """.split()
)
# "Schemes like Pause": others of the kind answer as well.
_EXAMPLE = re.compile(r"\b(?:\w+s like|such as|similar to|e\.?g\.?,?)\s+$", re.IGNORECASE)
# How far before a word is looked: no wording above is longer, and to look through all that stands
# before every word takes a time that grows with the square of the question.
_NEAR_CHARACTERS = 100
_ACRONYMS = frozenset(acronym.upper() for acronym in ACRONYMS)


def find_names(text: str) -> tuple[str, ...]:
    """The proper names in what is asked, neighbouring capitals together, in order.

    A question written in capitals throughout, or in title case, tells no names.
    """
    tokens = tokens_of(text)
    lettered = [token for token in tokens if token.text[0].isalpha()]
    capitals = [token for token in lettered if token.is_capitalised]
    if len(capitals) > max(3, len(lettered) // 2):
        return ()
    names: list[list[Token]] = []
    previous: Token | None = None
    for before, token in pairwise([None, *tokens]):
        if token is None or not _is_name(text, before, token):
            previous = None
            continue
        joined = previous is not None and text[previous.end : token.start] in (" ", "-")
        if joined:
            names[-1].append(token)
        else:
            names.append([token])
        previous = token
    return tuple(dict.fromkeys(_printed(text, name) for name in names))


def _is_name(text: str, before: Token | None, token: Token) -> bool:
    """Whether the word is written as a name within a sentence, and not as an example."""
    if not token.is_capitalised or len(token.text) < 2:
        return False
    near = text[max(0, token.start - _NEAR_CHARACTERS) : token.start]
    if _EXAMPLE.search(near):
        return False
    spelling = token.text.upper()
    if spelling in _ACRONYMS or (token.text.endswith("s") and spelling[:-1] in _ACRONYMS):
        return False
    if token.folded in _COMMON_CAPITALS or token.folded in STOP_WORDS:
        return False
    if token.text.isupper() or re.search(r"\d", token.text):
        return True
    opens = before is None or re.search(r"[.?!:]\s*[\"'‘“]?$", near.rstrip() + " ")
    blank = not text[: token.start].strip(" \"'‘“")
    return not (opens or blank)


def _printed(text: str, name: list[Token]) -> str:
    return text[name[0].start : name[-1].start + len(name[-1].text)]
