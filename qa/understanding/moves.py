"""Words that move along an authority's inspections: latest, next, before, the last three."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from qa.understanding.mentions import Mention

Move = Literal["next", "previous", "newest", "first"]

_WHAT = r"(?:ofsted |full |ilacs |single |focused |published |council |overall )*"
_REPORT = r"(?:inspections?|reports?|visits?|letters?|ilacs|judge?ments?|grades?|ratings?|ones?)"
_MOVES: tuple[tuple[Move, str], ...] = (
    (
        "next",
        rf"(?:the )?(?:next|following|subsequent) {_WHAT}{_REPORT}(?: after (?:that|this|it))?|"
        rf"{_REPORT} after (?:that|this|it)|the one after(?: that)?",
    ),
    (
        "previous",
        rf"(?:the )?(?:previous|prior|preceding|earlier) {_WHAT}{_REPORT}|"
        r"(?:inspection|report|visit|one) before(?: (?:that|this|it|then)\b|(?=\s*[?.!]*\s*$))",
    ),
    ("newest", rf"(?:the )?(?:more|most) recent {_WHAT}{_REPORT}|(?:the )?newer {_REPORT}"),
    ("first", rf"(?:the )?(?:first|earliest|oldest) {_WHAT}{_REPORT}"),
)
_SINCE_LAST = re.compile(
    rf"\bsince (?:the |its |their |that )?(?:last|previous) {_WHAT}{_REPORT}\b", re.IGNORECASE
)
_LATEST = re.compile(
    rf"(?:\b(?:the |its |their |'s )?(?:latest|newest|most recent|last|"
    rf"current)\s+{_WHAT}{_REPORT}\b(?! (?:two|three|four|five|\d))|\blast inspected\b|"
    r"\b(?:most recently|currently|at the moment|at present|as of now|right now|"
    r"nowadays|these days)\b|^\W*(?:and |what about |how about )now\b(?=\W*$))",
    re.IGNORECASE,
)
_NUMBERS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "few": 3, "couple of": 2}
_LAST = re.compile(
    rf"\b(?:the |its |their )?(?:last|latest|past|most recent) (\d|{'|'.join(_NUMBERS)}) "
    rf"{_WHAT}(?:inspections|reports|judge?ments|visits)\b",
    re.IGNORECASE,
)
# Asking how something changed, as against how it was.
_COMPARES = re.compile(
    r"\b(?:(?:n?ever|always) been|history of|"
    r"chang(?:e|ed|es|ing)|compar\w+(?!\s+(?:with|to|against)\s+(?:the\s+)?(?:national|england|"
    r"average|statistical|other|rest|similar))|"
    r"moved(?! (?:on|in|out|into|away|back|home|around)\b)|better or worse|worse or better|"
    r"over time|"
    r"(?:better|worse|stronger|weaker|bigger|smaller)\b.{0,40}?\bthan (?:it|they|in|before|at)\b|"
    r"(?:got|gotten|get|getting|gone|become|any) (?:any )?(?:better|worse|bigger|stronger|weaker)|"
    r"(?:improv|declin|deteriorat|worsen|progress|develop)(?:e|ed|ing|es)?d?\b.{0,60}\b(?:since|"
    r"from|between)|downhill|uphill|sort(?:ed)? out|fix(?:ed)?|trajectory|between the|"
    r"(?:has|have|had|did)\b.{0,80}\b(?:improved?|declined?|worsened?|deteriorated?)\b|"
    r"and then in|(?:happened|become|became) .{0,60}\b(?:between|since))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class MoveMention:
    """Words that name an inspection by its place in the row."""

    mention: Mention
    move: Move | None = None
    latest: bool = False
    last: int | None = None


def find_moves(text: str) -> list[MoveMention]:
    """Every such place in the text, in order; "latest" is kept apart from moves."""
    if counted := _LAST.search(text):
        number = counted[1].lower()
        last = _NUMBERS[number] if number in _NUMBERS else int(number)
        return [MoveMention(Mention(*counted.span()), last=last)]
    if since := _SINCE_LAST.search(text):
        return [MoveMention(Mention(*since.span()), last=2)]
    found = [MoveMention(Mention(*match.span()), latest=True) for match in _LATEST.finditer(text)]
    for move, pattern in _MOVES:
        for match in re.finditer(rf"\b(?:{pattern})\b", text, re.IGNORECASE):
            overlaps = any(
                match.start() < other.mention.end and match.end() > other.mention.start
                for other in found
            )
            if not overlaps:
                found.append(MoveMention(Mention(*match.span()), move))
    return sorted(found, key=lambda mentioned: mentioned.mention.start)


def asks_for_change(text: str) -> bool:
    """Whether the text asks how something changed between reports."""
    return bool(_COMPARES.search(text))
