"""The words of a generation: which number each has in sparse vectors, and how many hold it.

A paragraph's sparse vector has for each of its terms what BM25 gives for it but for how rare the
term is; a question's has the rarity. Their inner product is BM25. So rarity is exact for every
generation, and nothing is written anew when it changes. What does go into the paragraph's side is
its length beside the mean: that of the epoch's first generation. Where the mean is another by now,
the engine's scores choose candidates, and `exact_score` says what theirs are.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from index.bm25 import K1, B, weights_of
from index.terms import terms

# The number of a word that no question has: a paragraph without a term needs some vector.
NO_TERM = 0
NO_TERM_WEIGHT = 1e-6


class Vocabulary:
    """The number of each term, from 1; numbers are given once and never change."""

    def __init__(self, parts: Iterable[Sequence[str]] = ()) -> None:
        self.terms: list[str] = []
        self.number_by_term: dict[str, int] = {}
        for part in parts:
            self.extend(part)

    def __len__(self) -> int:
        return len(self.terms)

    def extend(self, new: Iterable[str]) -> None:
        """Give the next numbers to terms that have none."""
        for term in new:
            if term not in self.number_by_term:
                self.terms.append(term)
                self.number_by_term[term] = len(self.terms)

    def missing(self, found: Iterable[str]) -> list[str]:
        """The terms that have no number yet, in an order that depends on them alone."""
        return sorted({term for term in found if term not in self.number_by_term})


class Statistics:
    """How many paragraphs there are, how long they are, and how many hold each term."""

    def __init__(
        self, vocabulary: Vocabulary, holders: NDArray[np.int64], paragraphs: int, length: int
    ) -> None:
        self.vocabulary = vocabulary
        self.holders = holders  # shape (terms,), in the order of the vocabulary
        self.paragraphs = paragraphs
        self.length = length  # terms of all paragraphs together

    @classmethod
    def empty(cls, vocabulary: Vocabulary) -> Statistics:
        """Those of no paragraphs."""
        return cls(vocabulary, np.zeros(len(vocabulary), np.int64), 0, 0)

    @property
    def mean_length(self) -> float:
        """Terms of a paragraph on average, as BM25 wants it."""
        return self.length / self.paragraphs if self.length else 1.0

    def count(self, term_lists: Iterable[Sequence[str]], sign: int = 1) -> None:
        """Add paragraphs, given the terms of each; with -1 take them away."""
        held: Counter[str] = Counter()
        for paragraph in term_lists:
            held.update(set(paragraph))
            self.paragraphs += sign
            self.length += sign * len(paragraph)
        missing = len(self.vocabulary) - len(self.holders)
        self.holders = np.concatenate([self.holders, np.zeros(missing, np.int64)])
        for term, count in held.items():
            self.holders[self.vocabulary.number_by_term[term] - 1] += sign * count

    @cached_property
    def weights(self) -> Mapping[str, float]:
        """The inverse document frequency of every term that a paragraph holds."""
        held = zip(self.vocabulary.terms, self.holders.tolist(), strict=False)
        return weights_of({term: count for term, count in held if count}, self.paragraphs)

    def question_vector(self, words: str) -> dict[int, float]:
        """The sparse vector of a question: rarity, times how often it has the term."""
        counts = Counter(terms(words))
        return {
            self.vocabulary.number_by_term[term]: count * self.weights[term]
            for term, count in sorted(counts.items())
            if self.weights.get(term, 0.0) > 0
        }

    def to_bytes(self) -> bytes:
        """As one content; the vocabulary is kept apart."""
        head = json.dumps({"paragraphs": self.paragraphs, "length": self.length}).encode()
        return head + b"\n" + self.holders.astype("<i8").tobytes()

    @classmethod
    def from_bytes(cls, content: bytes, vocabulary: Vocabulary) -> Statistics:
        """What `to_bytes` gave.

        Raises: KeyError or ValueError.
        """
        head, _, holders = content.partition(b"\n")
        values = json.loads(head)
        counts = np.frombuffer(holders, dtype="<i8").astype(np.int64)
        return cls(vocabulary, counts, values["paragraphs"], values["length"])


def paragraph_vector(
    paragraph: Sequence[str], vocabulary: Vocabulary, reference_length: float
) -> dict[int, float]:
    """The sparse vector of a paragraph: what BM25 gives for each term but for its rarity."""
    slowing = _slowing(len(paragraph), reference_length)
    found = {
        vocabulary.number_by_term[term]: count * (K1 + 1) / (count + slowing)
        for term, count in sorted(Counter(paragraph).items())
    }
    return found or {NO_TERM: NO_TERM_WEIGHT}


def exact_score(
    question: Mapping[int, float],
    paragraph: Mapping[int, float],
    length: int,
    reference_length: float,
    mean_length: float,
) -> float:
    """BM25 by today's mean length of a paragraph whose vector was made with another.

    How often it has a term is an integer, so it is found again in what the vector has for it.
    """
    then, now = _slowing(length, reference_length), _slowing(length, mean_length)
    score = 0.0
    for number, weight in question.items():
        share = paragraph.get(number, 0.0)
        if share:
            count = round(share * then / (K1 + 1 - share))
            score += weight * count * (K1 + 1) / (count + now)
    return score


def _slowing(length: int, mean_length: float) -> float:
    """What BM25 adds to a count where it divides by it: more for long paragraphs."""
    return K1 * (1 - B + B * length / mean_length)
