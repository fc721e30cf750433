"""Which sentences of a paragraph are quoted: the ones that answer, with what they lean on.

The quote is always one unbroken run of the paragraph's own words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import pairwise

from index import Hit
from qa.open_collection import OpenCollection
from qa.records import Understanding
from qa.sentences import Span
from qa.weighing.counting import counts, what_is_counted
from qa.weighing.polarity import fits_polarity
from qa.weighing.topics import AskedTopics, sentence_stems
from qa.weighing.wanted import Want, has_wanted, what_is_wanted
from qa.words import fold

# A sentence that opens like this has its subject in the sentence before.
_LEANS = re.compile(
    r"(?:However|This|These|Those|They|Their|It|Its|That|Such|He|She|His|Her|Both|Neither|As a "
    r"result|Consequently|Therefore|In addition|Additionally|Also|Some of|Many of|Most of|Others?|"
    r"In these|In this|For (?:these|this|some|others)|Where this|When this|Nevertheless|"
    r"Despite this|Instead|Equally|Similarly|Furthermore|Moreover|Following this|The latter|"
    r"The former|For example|For instance|To this end)\b"
)
# A sentence that takes back some of what stands before it: without it a quote would mislead.
_TURNS = re.compile(
    r"(?:However|But|Although|Though|Nevertheless|Nonetheless|Despite|Yet|While|Conversely|"
    r"In contrast|On the other hand|(?:This|These|It) (?:still )?remains?|This is not)\b"
)
# A neighbouring sentence joins the best one when it carries at least this share of its words.
ALMOST_AS_MUCH = 0.8
# A paragraph of at most this many characters is quoted whole. Of a longer one a quote of fewer than
# `SHORT_QUOTE` takes in its better neighbour, for what answers often stands one sentence on, up to
# `LONGEST_RUN` sentences, leaned-on ones included. Of 475 paragraphs that are known to answer, the
# words that do were then quoted for .98, with 481 characters in the mean; .93 and 363 with 400, 300
# and 3; .97 and 452 with 600, 400 and 4 (2026-11-24; docs/decisions/0023).
SHORT_PARAGRAPH = 700
SHORT_QUOTE = 400
LONGEST_RUN = 4
# What a sentence's nearness to the question counts beside the share of its words that it carries,
# and what fitting criticism or praise does. Of 472 paragraphs that are known to answer, the words
# that do were quoted for .78 without nearness and 220 characters for a short paragraph, .82 with
# nearness, .85 with both (2026-11-24; docs/decisions/0023).
NEARNESS = 2.0
POLARITY = 0.3
# What counting just what "how many" asks does: no other sentence of the paragraph may hide it.
COUNTS = 2.0

Nearness = Callable[[Sequence[tuple[int, int]]], Sequence[float]]
Worths = Callable[[], Sequence[float]]


class Quoting:
    """Which words of a hit's paragraph are quoted for one question."""

    def __init__(self, understanding: Understanding, collection: OpenCollection) -> None:
        self._understanding = understanding
        self._collection = collection
        self._want = what_is_wanted(understanding.question)
        self._worths: dict[str, list[float]] = {}  # by paragraph: several steps ask for them

    def quote(self, hit: Hit) -> Span:
        """What is shown of the paragraph."""
        return choose_quote(hit.paragraph.text, lambda: self._worths_in(hit))

    def answering(self, hit: Hit) -> Span:
        """Where the one sentence stands that answers most."""
        return best_sentence(hit.paragraph.text, lambda: self._worths_in(hit))

    def answering_sentence(self, hit: Hit) -> str:
        """The one sentence that answers most."""
        span = self.answering(hit)
        return hit.paragraph.text[span.start : span.end]

    def _worths_in(self, hit: Hit) -> list[float]:
        found = self._worths.get(hit.paragraph.id)
        if found is None:
            words = self._understanding.words
            found = self._worths[hit.paragraph.id] = sentence_worths(
                hit.paragraph.text,
                self._understanding,
                self._want,
                lambda spans: self._collection.nearness(words, hit, spans),
            )
        return found


def best_sentence(text: str, worths: Worths) -> Span:
    """The one sentence that answers most: what a quote is built around.

    `worths` tells how much each sentence answers; it is asked only where there are several.
    """
    sentences = sentence_stems(text)
    if not sentences:
        return Span(0, len(text))
    return sentences[_best_place(worths()) if len(sentences) > 1 else 0][0]


def choose_quote(text: str, worths: Worths) -> Span:
    """The run of sentences of `text` that carries most of what is asked.

    `worths` tells how much each sentence answers; a short text is quoted whole without it.
    """
    spans = [span for span, _ in sentence_stems(text)]
    if not spans:
        return Span(0, len(text))
    if len(text) <= SHORT_PARAGRAPH:
        return Span(spans[0].start, spans[-1].end)
    worth = worths()
    first = last = best = _best_place(worth)
    if (
        best + 1 < len(worth)
        and worth[best] > 0
        and worth[best + 1] >= ALMOST_AS_MUCH * worth[best]
    ):
        last = best + 1
    while first > 0 and last - first + 1 < LONGEST_RUN and _leans(text, spans[first]):
        first -= 1
    first, last = _with_neighbours(spans, worth, first, last)
    if last + 1 < len(spans) and _TURNS.match(text, spans[last + 1].start):
        last += 1
    return Span(spans[first].start, spans[last].end)


def _best_place(worth: Sequence[float]) -> int:
    return max(range(len(worth)), key=lambda place: (worth[place], -place))


def sentence_worths(
    text: str, understanding: Understanding, want: Want | None, nearness: Nearness | None = None
) -> list[float]:
    """How much each sentence of the text answers.

    `nearness` tells how near the question is to each stretch of the text; empty where unknown.
    """
    sentences = sentence_stems(text)
    counted = what_is_counted(understanding) if want == "number" else None
    asked = AskedTopics.of(understanding.topics)
    worth = [
        _worth(text[span.start : span.end], asked.share_carried(stems), understanding, want)
        for span, stems in sentences
    ]
    if counted is not None:
        said = [text[span.start : span.end] for span, _ in sentences]
        for place, (before, sentence) in enumerate(pairwise(["", *said])):
            worth[place] += COUNTS * counts(sentence, counted, before)
    near = nearness([(span.start, span.end) for span, _ in sentences]) if nearness else ()
    if near:
        return [told + NEARNESS * how_near for told, how_near in zip(worth, near, strict=True)]
    return worth


def _with_neighbours(
    spans: Sequence[Span], worth: Sequence[float], first: int, last: int
) -> tuple[int, int]:
    """The run with the better of its neighbours, as long as it is short."""
    while last - first + 1 < LONGEST_RUN and spans[last].end - spans[first].start < SHORT_QUOTE:
        before = worth[first - 1] if first > 0 else -1.0
        after = worth[last + 1] if last + 1 < len(spans) else -1.0
        if before < 0 and after < 0:
            break
        if after >= before:
            last += 1
        else:
            first -= 1
    return first, last


def _worth(sentence: str, carried: float, understanding: Understanding, want: Want | None) -> float:
    """How much of the question a sentence answers; what is wanted beside words counts most.

    `carried` is the share of the question's words that it has.
    """
    worth = carried
    if want and has_wanted(sentence, want):
        worth += 0.5
    if understanding.polarity and fits_polarity(sentence, understanding):
        worth += POLARITY
    named = sum(name.casefold() in sentence.casefold() for name in understanding.names)
    if understanding.phrase and fold(understanding.phrase) in fold(sentence):
        worth += 1.0
    return worth + 0.3 * named


def _leans(text: str, span: Span) -> bool:
    return bool(_LEANS.match(text, span.start, span.end))
