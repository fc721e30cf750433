"""Where the sentences of a paragraph begin and end.

A rule-based splitter for inspection reports: it knows their abbreviations, initials, bullets and
quotation marks. Offsets are exact: the spans follow one another without a gap, so that together
they are the text again.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

# After these a full stop ends no sentence unless the next word plainly starts one. The list holds
# what such reports print; an unknown abbreviation only makes a sentence shorter.
_ABBREVIATIONS = frozenset(
    "e.g i.e eg ie etc cf vs v mr mrs ms dr prof rev st no nos para paras fig approx dept "
    "esq ltd co inc p pp ch sec vol jan feb mar apr jun jul aug sept sep oct nov dec".split()
)
# These are followed by a capital within a sentence: "Dr Shaw", "St. Helens", "no. 12".
_TITLES = frozenset(
    "mr mrs ms dr prof rev st no nos para paras fig p pp v vs cf eg e.g ie i.e".split()
)

_BULLET = "•▪◦‣●−"
_END = re.compile(
    rf"""
    (?P<stop>[.!?]+[\"'”’)\]]*\d{{0,2}})\s+   # a full stop, closing marks, a footnote's number
    | (?P<line>\s*\n\s*)                      # a line kept as a line
    | (?P<bullet>\s+(?=[{_BULLET}]\s))        # the next bullet
    """,
    re.VERBOSE,
)
# The same for a text of one line without bullets, as most are: a pattern that begins with one class
# of characters is looked for several times as quickly.
_STOP = re.compile(r"(?P<stop>[.!?]+[\"'”’)\]]*\d{0,2})\s+")
_LINE_OR_BULLET = re.compile(rf"[\n{_BULLET}]")
_STARTS = re.compile(rf"[\"'“‘(\[]*[A-Z0-9£{_BULLET}]")
_WORD_BEFORE = re.compile(r"([^\s(\[\"'“‘]+)$")


@dataclass(frozen=True, slots=True)
class Span:
    """A sentence within a text: `text[start:end]`, white space after it left out."""

    start: int
    end: int


def split_sentences(text: str) -> list[Span]:
    """The sentences of the text in order, without the white space and bullet marks around them."""
    spans = []
    for start, end in sentence_pieces(text):
        while start < end and (text[start].isspace() or text[start] in _BULLET):
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        if start < end:
            spans.append(Span(start, end))
    return spans


def sentence_pieces(text: str) -> list[tuple[int, int]]:
    """The text cut where sentences end: pieces without gaps that join to the text again."""
    cuts = [0]
    ends = _END if _LINE_OR_BULLET.search(text) else _STOP
    for match in ends.finditer(text):
        if match["stop"] is None or _ends_sentence(text, match):
            cuts.append(match.end())
    if cuts[-1] < len(text):
        cuts.append(len(text))
    return list(pairwise(cuts))


def _ends_sentence(text: str, match: re.Match[str]) -> bool:
    """Whether the stop at `match` ends a sentence, judged by the words on both sides."""
    if not _STARTS.match(text, match.end()) and match.end() < len(text):
        return False
    if not match["stop"].startswith(".") or match["stop"].startswith(".."):
        return True
    before = _WORD_BEFORE.search(text, 0, match.start())
    word = before[1].lower() if before else ""
    if word in _TITLES:
        return False
    if len(word) == 1 and word.isalpha() and text[match.start() - 1].isupper():
        return False  # an initial: "J. Smith"
    return word not in _ABBREVIATIONS or text[match.end() : match.end() + 1].isupper()
