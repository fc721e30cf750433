"""The words that a question turns on, and whether a text carries them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from qa.records import Topic
from qa.sentences import Span, split_sentences
from qa.words import STOP_WORDS, content_words, fold, pairs_of, stem, stem_pair, stems_of, weight


def share_carried(topics: Iterable[Topic], stems: frozenset[str]) -> float:
    """The share of the topics whose words are among the stems, rare ones counting more.

    0..1; 0 without topics.
    """
    total = carried = 0.0
    for topic in topics:
        worth = _topic_weight(topic) * topic.worth
        total += worth
        if carries(topic, stems):
            carried += worth
    return carried / total if total else 0.0


def share_asked(sentence: str, topics: Sequence[Topic]) -> float:
    """The share of a sentence's own telling words that are among the topics: 0..1, 0 without any.

    `share_carried` from the other side.
    """
    words = content_words(sentence)
    asked = [word for word in words if any(carries(t, carried_stems(word)) for t in topics)]
    return len(asked) / len(words) if words else 0.0


def most_carried(topics: Sequence[Topic], text: str) -> float:
    """The greatest share of the topics that one sentence of a text carries: 0..1."""
    shares = (share_carried(topics, stems) for _, stems in sentence_stems(text))
    return max(shares, default=0.0)


def carries(topic: Topic, stems: frozenset[str]) -> bool:
    """Whether the word, or all the words of one of its alternatives, is among the stems."""
    if topic.together:
        return stem_pair(topic.word) in stems
    phrases = (topic.word, *topic.alternatives)
    return any(set(_phrase_stems(phrase)) <= stems for phrase in phrases)


@lru_cache(maxsize=8_192)
def sentence_stems(text: str) -> tuple[tuple[Span, frozenset[str]], ...]:
    """The sentences of a paragraph with the stems of their words."""
    return tuple(
        (span, carried_stems(text[span.start : span.end])) for span in split_sentences(text)
    )


def carried_stems(text: str) -> frozenset[str]:
    """The stems of a text's words, and its pairs of neighbours."""
    stems = stems_of(text)
    return frozenset(stems) | pairs_of(stems)


def _topic_weight(topic: Topic) -> float:
    if topic.together:
        return 1.0
    return max((weight(word) for word in topic.word.split()), default=1.0)


@lru_cache(maxsize=4_096)
def _phrase_stems(phrase: str) -> tuple[str, ...]:
    words = fold(phrase).split()
    telling = [word for word in words if word not in STOP_WORDS] or words
    return tuple(stem(word) for word in telling)
