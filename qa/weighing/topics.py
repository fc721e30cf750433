"""The words that a question turns on, and whether a text carries them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Self

from qa.records import Topic
from qa.sentences import Span, split_sentences
from qa.words import (
    STOP_WORDS,
    content_words,
    fold,
    stem,
    stem_pair,
    stems_of,
    telling_pairs_of,
    weight,
)


@dataclass(frozen=True, slots=True)
class AskedTopics:
    """The topics of one question, each as the sets of stems of which any one carries it."""

    worths: tuple[float, ...]
    ways: tuple[tuple[frozenset[str], ...], ...]
    total: float  # of the worths

    @classmethod
    def of(cls, topics: Iterable[Topic]) -> Self:
        """The topics, read once for all paragraphs that are held against them."""
        asked = tuple(topics)
        worths = tuple(_topic_weight(topic) * topic.worth for topic in asked)
        total = 0.0
        for worth in worths:  # one by one, as the carried ones are added: all make a share of 1
            total += worth
        return cls(worths, tuple(_ways(topic) for topic in asked), total)

    def most_carried(self, text: str) -> float:
        """The greatest share of the topics that one sentence of a text carries: 0..1."""
        return max((self.share_carried(stems) for _, stems in sentence_stems(text)), default=0.0)

    def share_carried(self, stems: frozenset[str]) -> float:
        """The share of the topics whose words are among the stems, rare ones counting more.

        0..1; 0 without topics.
        """
        carried = 0.0
        for worth, ways in zip(self.worths, self.ways, strict=True):
            for way in ways:
                if way <= stems:
                    carried += worth
                    break
        return carried / self.total if self.total else 0.0


def share_asked(sentence: str, topics: Sequence[Topic]) -> float:
    """The share of a sentence's own telling words that are among the topics: 0..1, 0 without any.

    `AskedTopics.share_carried` from the other side.
    """
    words = content_words(sentence)
    asked = [word for word in words if any(carries(t, carried_stems(word)) for t in topics)]
    return len(asked) / len(words) if words else 0.0


def carries(topic: Topic, stems: frozenset[str]) -> bool:
    """Whether the word, or all the words of one of its alternatives, is among the stems."""
    return any(way <= stems for way in _ways(topic))


@lru_cache(maxsize=8_192)
def sentence_stems(text: str) -> tuple[tuple[Span, frozenset[str]], ...]:
    """The sentences of a paragraph with the stems of their words."""
    return tuple(
        (span, carried_stems(text[span.start : span.end])) for span in split_sentences(text)
    )


def carried_stems(text: str) -> frozenset[str]:
    """The stems of a text's words, and the telling pairs among them."""
    stems = stems_of(text)
    return frozenset(stems) | telling_pairs_of(stems)


@lru_cache(maxsize=1_024)
def _ways(topic: Topic) -> tuple[frozenset[str], ...]:
    """The sets of stems that carry the topic: its word's, and those of each alternative."""
    if topic.together:
        return (frozenset({stem_pair(topic.word)}),)
    return tuple(_phrase_stems(phrase) for phrase in (topic.word, *topic.alternatives))


def _topic_weight(topic: Topic) -> float:
    if topic.together:
        return 1.0
    return max((weight(word) for word in topic.word.split()), default=1.0)


def _phrase_stems(phrase: str) -> frozenset[str]:
    words = fold(phrase).split()
    telling = [word for word in words if word not in STOP_WORDS] or words
    return frozenset(stem(word) for word in telling)
