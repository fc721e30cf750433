"""BM25 over arrays: postings of a segment, and the ranker that scores with them.

The scores are those of rank_bm25's BM25Okapi.get_scores over all live paragraphs, repeated query
terms and the epsilon rule for very common terms included. rank_bm25 counts in dictionaries (14 GB
for a million paragraphs); this counts in arrays.
Source: Trotman, Puurula and Burgess, ADCS 2014; k1 and b chosen in docs/decisions/0011.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.ranker import Mask, Rows, Scores, best_of
from index.terms import terms

K1 = 1.2
B = 0.4  # less than the usual .75: short paragraphs full of placing words rose too high
EPSILON = 0.25  # as in rank_bm25


@dataclass(frozen=True, slots=True)
class Postings:
    """Which paragraphs of one segment hold which term, how often.

    The paragraphs of term t stand in rows[starts[t]:starts[t + 1]], ascending, their counts beside.
    """

    vocabulary: tuple[str, ...]  # sorted
    starts: NDArray[np.int64]  # shape (terms + 1,)
    rows: NDArray[np.int32]  # shape (postings,), counted within the segment
    counts: NDArray[np.int32]  # shape (postings,), 1 or more
    lengths: NDArray[np.int32]  # shape (paragraphs,): terms in each


def count_postings(term_lists: Sequence[Sequence[str]]) -> Postings:
    """The postings of one segment's paragraphs, given the terms of each in row order."""
    rows_by_term: dict[str, list[int]] = {}
    counts_by_term: dict[str, list[int]] = {}
    for row, paragraph_terms in enumerate(term_lists):
        for term, count in Counter(paragraph_terms).items():
            rows_by_term.setdefault(term, []).append(row)
            counts_by_term.setdefault(term, []).append(count)
    vocabulary = tuple(sorted(rows_by_term))
    sizes = [len(rows_by_term[term]) for term in vocabulary]
    return Postings(
        vocabulary=vocabulary,
        starts=np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64),
        rows=np.array([r for term in vocabulary for r in rows_by_term[term]], dtype=np.int32),
        counts=np.array([c for term in vocabulary for c in counts_by_term[term]], dtype=np.int32),
        lengths=np.array([len(found) for found in term_lists], dtype=np.int32),
    )


class Bm25Ranker:
    """BM25 over the live paragraphs of several segments.

    Everything that does not depend on the question is computed here, once. The statistics
    (paragraphs, their mean length, how many hold a term) count live paragraphs only.
    """

    name = "bm25"

    def __init__(self, segments: Sequence[Postings], live: Mask) -> None:
        self._segments = tuple(segments)
        self._size = len(live)
        sizes = [len(postings.lengths) for postings in segments]
        self._offsets = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
        if self._offsets[-1] != len(live):
            raise ValueError(f"{len(live)} rows in the mask, {self._offsets[-1]} in the segments")
        lives = [live[a:b] for a, b in zip(self._offsets[:-1], self._offsets[1:], strict=True)]
        lengths = np.concatenate([p.lengths for p in segments] or [np.zeros(0, np.int32)])
        total = int(lengths[live].sum())
        mean_length = total / live.sum() if total else 1.0
        self._impacts = [_impacts(postings, mean_length) for postings in segments]
        self._weights = _term_weights(self._segments, lives)

    @property
    def term_weights(self) -> Mapping[str, float]:
        """The inverse document frequency of every term that a live paragraph holds."""
        return self._weights

    def ask(self, words: str) -> Bm25Ranking:
        """Score every paragraph for these words."""
        return Bm25Ranking(self.scores_of(terms(words)))

    def scores_of(self, query_terms: Sequence[str]) -> Scores:
        """The score of every row, as BM25Okapi.get_scores; rows of dead paragraphs mean nothing."""
        scores = np.zeros(self._size)
        for term, times in sorted(Counter(query_terms).items()):
            weight = self._weights.get(term, 0.0) * times
            if weight:
                self._add(scores, term, weight)
        return scores

    def _add(self, scores: Scores, term: str, weight: float) -> None:
        for postings, impacts, offset in zip(
            self._segments, self._impacts, self._offsets[:-1], strict=True
        ):
            place = bisect_left(postings.vocabulary, term)
            if place == len(postings.vocabulary) or postings.vocabulary[place] != term:
                continue
            start, end = postings.starts[place], postings.starts[place + 1]
            # A row stands once in a term's postings, so the fancy index adds every one.
            scores[offset + postings.rows[start:end]] += weight * impacts[start:end]


class Bm25Ranking:
    """One question's BM25 scores."""

    def __init__(self, scores: Scores) -> None:
        self._scores = scores

    def best(self, in_scope: Mask, limit: int) -> Rows:
        """The best rows in scope among those that hold a term of the question."""
        rows = np.flatnonzero(in_scope & (self._scores != 0))
        return best_of(rows, self._scores[rows], limit)

    def scores(self, rows: Rows) -> Scores:
        """The exact scores of these rows."""
        return self._scores[rows]


def _impacts(postings: Postings, mean_length: float) -> NDArray[np.float32]:
    """What each posting adds to a score, before the weight of its term."""
    counts = postings.counts.astype(np.float64)
    lengths = postings.lengths[postings.rows]
    slowed = counts + K1 * (1 - B + B * lengths / mean_length)
    return (counts * (K1 + 1) / slowed).astype(np.float32)


def _term_weights(segments: Sequence[Postings], lives: Sequence[Mask]) -> dict[str, float]:
    """The inverse document frequency of each term that a live paragraph holds."""
    holders: Counter[str] = Counter()
    for postings, live in zip(segments, lives, strict=True):
        if len(postings.vocabulary) == 0:
            continue
        held = np.add.reduceat(live[postings.rows].astype(np.int64), postings.starts[:-1])
        holders.update(dict(zip(postings.vocabulary, held.tolist(), strict=True)))
    known = [term for term, count in holders.items() if count > 0]
    if not known:
        return {}
    frequencies = np.array([holders[term] for term in known], dtype=np.float64)
    live_total = sum(int(live.sum()) for live in lives)
    weights = np.log(live_total - frequencies + 0.5) - np.log(frequencies + 0.5)
    # rank_bm25's rule: a term in more than half of the paragraphs gets a small share of the mean.
    weights = np.where(weights < 0, EPSILON * weights.mean(), weights)
    return dict(zip(known, weights.tolist(), strict=True))
