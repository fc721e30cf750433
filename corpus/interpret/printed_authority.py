"""The authority that a title block names: in the register's words, or as printed."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.authorities import load_authorities
from corpus.interpret.kinds import LETTER_KINDS, subjects
from corpus.structure.records import Block

_OPENING = 1500  # characters of a letter in which it names the authority
_LONGEST_NAME = 80  # characters of a line that is a name
_TITLED_PLACE = re.compile(
    r"inspection of (?:the )?(?P<place>.+?)(?: local authority)?[’']?s? children[’']?s",
    re.IGNORECASE,
)
_NO_PLACES = ("services", "safeguarding", "children")
_VISITED_PLACE = re.compile(
    r"(?:visit to|inspection of|(?:services|help) in|response .{0,80} in) (?:the )?(?P<place>.+?)"
    r"(?: local authority)?(?:[’']?s? children[’']?s.*)?$",
    re.IGNORECASE,
)
_COUNCIL = re.compile(r"\b(?:council|borough|county|city)\b", re.IGNORECASE)
_NO_NAME = re.compile(r"inspect|ofsted|review|invented|\d", re.IGNORECASE)
_BEFORE_NAME = re.compile(
    r"^(?:the )?(?:(?:royal|london|metropolitan) borough of|(?:city|county|borough) of) ",
    re.IGNORECASE,
)
_AFTER_NAME = re.compile(
    r"[’']s?$| (?:(?:metropolitan|london) )?(?:borough |county |city |district )?council$"
    r"| local authority$",
    re.IGNORECASE,
)


def find_authority(
    blocks: Sequence[Block], lines: Sequence[str], opening: Sequence[str], kind: str
) -> str | None:
    """The authority's name in the register, or as printed where the register does not have it.

    `blocks` and `lines` are the title block's, `opening` the lines of the prose after it. A
    letter's address is not looked at: the inspectorate's own city is an authority too.
    """
    register = load_authorities()
    if kind in LETTER_KINDS:
        lines = subjects(blocks)
    title = " ".join(lines)
    places = (pattern.search(title) for pattern in (_TITLED_PLACE, _VISITED_PLACE))
    for words in (*(match["place"] for match in places if match), *lines, title):
        found = register.find_printed(words)
        if found:
            return found.name
    printed = _printed_place(lines, title, kind)
    if printed is not None or lines:
        return printed
    found = register.find_printed(" ".join(opening)[:_OPENING])
    return found.name if found else None


def titled_place(title: str) -> str | None:
    """The authority that a report's title names; None where the words are no such title."""
    match = _TITLED_PLACE.search(title)
    if match is None or match["place"].lower().startswith(_NO_PLACES):
        return None
    found = load_authorities().find_printed(match["place"])
    return found.name if found else _bare_name(match["place"])


def _printed_place(lines: Sequence[str], title: str, kind: str) -> str | None:
    match = _TITLED_PLACE.search(title)
    if match and not match["place"].lower().startswith(_NO_PLACES):
        return _bare_name(match["place"])
    if kind in LETTER_KINDS:
        visited = (_VISITED_PLACE.search(line) for line in lines)
        return next((_bare_name(match["place"]) for match in visited if match), None)
    for line in _unbroken(lines):
        if _COUNCIL.search(line) and len(line) < _LONGEST_NAME:
            return _bare_name(line)
    if kind == "self-assessment":
        return None
    names = (line for line in lines if line[:1].isupper() and not _NO_NAME.search(line))
    return next((_bare_name(line) for line in names if len(line) < _LONGEST_NAME), None)


def _unbroken(lines: Sequence[str]) -> list[str]:
    """Lines, those that end in the middle of a name joined with the next."""
    joined: list[str] = []
    for line in lines:
        if joined and re.search(r"\b(?:of|and|the)$", joined[-1], re.IGNORECASE):
            joined[-1] += " " + line
        else:
            joined.append(line)
    return joined


def _bare_name(words: str) -> str:
    """A name without what the place is: "Thornmere City Council" is Thornmere."""
    name = _AFTER_NAME.sub("", _BEFORE_NAME.sub("", words).strip()).strip(" ,.:")
    return name.title() if name.isupper() else name
