"""Rare words that name one thing with the word behind them: "padel court", "dog therapy".

A paragraph on courts or therapy is about another thing, however near the rest of its words are.
Only a word that hardly any paragraph has is looked at, and only where much of the question turns on
it: in a long question it may be a figure of speech.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from corpus import Paragraph
from index import Hit
from qa.records import Topic, Understanding
from qa.weighing.topics import carried_stems, carries
from qa.words import fold

# How rare the word is (inverse document frequency: about one paragraph in 1,800), and its share of
# the rarity of all words that the question turns on.
RARE, TURNS_ON_IT = 7.5, 0.38
# A paragraph has something like it where one of its words is at least so near: "tweet" and Twitter
# .69, "bike" and bicycle .75, "fine" and penalty .44; "padel" .28, "dog" .33, "flood" .39. Of 55
# questions of our own that no report answers 22 were answered, 10 with it; of 264 and 55 that can
# be answered none is lost (2026-11-24; docs/decisions/0023).
SOMETHING_LIKE_IT = 0.42

# Behind these the word may be what somebody does: "did it cut waits", "to fine parents".
_BEFORE_VERBS = frozenset(
    """
    do does did can could will would shall should may might must to has have had is are was were be
    been it they we you he she who not
    """.split()
)

Nearness = Callable[[str, Hit, Sequence[tuple[int, int]]], Sequence[float]]


@dataclass(frozen=True, slots=True)
class Compound:
    """A rare word and the word behind it."""

    rare: Topic
    words: str  # "padel court"


def rare_compound(understanding: Understanding) -> Compound | None:
    """The rarest such compound that the question turns on; None where it has none."""
    topics = [topic for topic in understanding.topics if not topic.together]
    total = sum(topic.worth for topic in topics)
    telling = {word for topic in topics for word in topic.word.split()}
    words = fold(understanding.words).split()
    for topic in sorted(topics, key=lambda topic: -topic.worth):
        if topic.worth < RARE or topic.worth < TURNS_ON_IT * total or topic.alternatives:
            continue
        place = words.index(topic.word) if topic.word in words else len(words)
        before = words[place - 1] if place else ""
        behind = words[place + 1] if place + 1 < len(words) else ""
        if behind in telling and before not in _BEFORE_VERBS:
            return Compound(topic, f"{topic.word} {behind}")
    return None


def has_like(compound: Compound, hit: Hit, nearness: Nearness) -> bool:
    """Whether a paragraph has the rare word or something like it.

    Of a paragraph too long for one text only its words are known; of a model without tokens nothing
    is, and it passes.
    """
    if carries(compound.rare, _stems(hit.paragraph)):
        return True
    near = nearness(compound.rare.word, hit, [(0, len(hit.paragraph.text))])
    return near[0] >= SOMETHING_LIKE_IT if near else "tokens" not in hit.scores


def _stems(paragraph: Paragraph) -> frozenset[str]:
    return carried_stems(paragraph.text) | carried_stems(paragraph.section or "")
