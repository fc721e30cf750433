"""BM25 over arrays: postings of a segment, and the ranker that scores with them.

The scores are those of rank_bm25's BM25Okapi.get_scores over all live paragraphs, repeated query
terms and the epsilon rule for very common terms included. rank_bm25 counts in dictionaries (14 GB
for a million paragraphs); this counts in arrays. `index/okapi.py` asks rank_bm25 itself.
Source: Trotman, Puurula and Burgess, ADCS 2014; k1 and b chosen in docs/decisions/0011.
"""

from __future__ import annotations

import math
from array import array
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from index.ranker import Mask, Rows, Scores, best_of
from index.terms import terms

K1 = 1.2
B = 0.4  # less than the usual .75: short paragraphs full of placing words rose too high
EPSILON = 0.25  # as in rank_bm25
# Postings computed at once: what is needed in between stays at 30 MB, whatever the collection.
BLOCK = 1 << 20
# The floor under the best scores is told from every 64th row, for four times as many rows as are
# wanted, so that chance hardly ever leaves too few above it; then all are sorted. In a million rows
# the best 200 took 5 ms of sorting all and 2 with the floor (2026-11-24, a busy core).
_LOOKED_AT = 64
_SPARE = 4
# It is worth its while where it leaves an eighth of the rows or fewer: at 36,000 the best 200 took
# 168 us without it and 65 with it (2026-11-24, a busy core).
_WORTH_IT = 8


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


class PostingsCount:
    """The postings of a segment whose paragraphs come one by one, in row order.

    Until the end a posting takes 8 bytes; Python's lists by term took more than 16.
    """

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}  # of terms, in the order in which they were met
        self._met, self._counts = array("i"), array("i")
        self._sizes, self._lengths = array("i"), array("i")  # terms of each paragraph, and words

    def add(self, paragraph_terms: Sequence[str]) -> None:
        """Count the next paragraph."""
        numbers = self._numbers
        found = Counter(paragraph_terms)
        self._met.extend([numbers.setdefault(term, len(numbers)) for term in found])
        self._counts.extend(found.values())
        self._sizes.append(len(found))
        self._lengths.append(len(paragraph_terms))

    def postings(self) -> Postings:
        """All of them, by term."""
        vocabulary = tuple(sorted(self._numbers))
        place_by_number = np.empty(len(vocabulary), dtype=np.int32)
        order = [self._numbers[term] for term in vocabulary]
        place_by_number[order] = np.arange(len(vocabulary), dtype=np.int32)
        places = place_by_number[np.array(self._met, dtype=np.int32)]
        by_place = np.argsort(places, kind="stable")  # so rows stay ascending within a term
        sizes = np.array(self._sizes, dtype=np.int32)
        ends = np.cumsum(np.bincount(places, minlength=len(vocabulary)))
        return Postings(
            vocabulary=vocabulary,
            starts=np.concatenate([[0], ends]).astype(np.int64),
            rows=np.repeat(np.arange(len(sizes), dtype=np.int32), sizes)[by_place],
            counts=np.array(self._counts, dtype=np.int32)[by_place],
            lengths=np.array(self._lengths, dtype=np.int32),
        )


def count_postings(term_lists: Iterable[Sequence[str]]) -> Postings:
    """The postings of one segment's paragraphs, given the terms of each in row order."""
    count = PostingsCount()
    for paragraph_terms in term_lists:
        count.add(paragraph_terms)
    return count.postings()


class Bm25Ranker:
    """BM25 over the live paragraphs of several segments.

    Everything that does not depend on the question is computed once, when it is first asked for.
    The statistics (paragraphs, their mean length, how many hold a term) count live paragraphs only.
    """

    name = "bm25"

    def __init__(self, segments: Sequence[Postings], live: Mask) -> None:
        self._postings = tuple(segments)
        self._live = live
        ends = np.cumsum([0, *(len(postings.lengths) for postings in segments)]).tolist()
        if ends[-1] != len(live):
            raise ValueError(f"{len(live)} rows in the mask, {ends[-1]} in the segments")
        self._lives = [live[start:end] for start, end in pairwise(ends)]

    @cached_property
    def term_weights(self) -> Mapping[str, float]:
        """The inverse document frequency of every term that a live paragraph holds."""
        return weights_of(count_holders(self._postings, self._lives), int(self._live.sum()))

    def ask(self, words: str) -> Bm25Ranking:
        """Score every paragraph for these words."""
        return Bm25Ranking(self.scores_of(terms(words)))

    def scores_of(self, query_terms: Sequence[str]) -> Scores:
        """The score of every row, as BM25Okapi.get_scores; rows of dead paragraphs mean nothing."""
        # One order of terms for all, so that sums never depend on the order of the question.
        times = sorted(Counter(query_terms).items())
        scores = [segment.scores_of(times) for segment in self._segments]
        return scores[0] if len(scores) == 1 else np.concatenate([*scores, np.zeros(0)])

    @cached_property
    def _segments(self) -> list[_Segment]:
        total = sum(
            int(postings.lengths[live].sum())
            for postings, live in zip(self._postings, self._lives, strict=True)
        )
        mean_length = total / int(self._live.sum()) if total else 1.0
        return [_Segment(postings, self.term_weights, mean_length) for postings in self._postings]


class _Segment:
    """One segment with what each of its postings adds to a score."""

    def __init__(
        self, postings: Postings, weights: Mapping[str, float], mean_length: float
    ) -> None:
        self._place_by_term = {term: place for place, term in enumerate(postings.vocabulary)}
        self._starts = postings.starts
        self._rows = postings.rows
        self._paragraphs = len(postings.lengths)
        by_term = [weights.get(term, 0.0) for term in postings.vocabulary]
        self._shares = shares_of(postings, np.array(by_term), mean_length)

    def scores_of(self, times: Sequence[tuple[str, int]]) -> Scores:
        """The score of each paragraph for terms and how often the question has each."""
        rows, shares = [], []
        for term, count in times:
            place = self._place_by_term.get(term)
            if place is not None:
                span = slice(self._starts[place], self._starts[place + 1])
                rows.append(self._rows[span])
                shares.append(self._shares[span] if count == 1 else count * self._shares[span])
        if not rows:
            return np.zeros(self._paragraphs)
        # It adds in the order given, term after term; a third of the time of a fancy index a term.
        sums = np.bincount(np.concatenate(rows), np.concatenate(shares), self._paragraphs)
        return sums.astype(np.float64, copy=False)


class Bm25Ranking:
    """One question's BM25 scores."""

    def __init__(self, scores: Scores) -> None:
        self._scores = scores

    def best(self, in_scope: Mask, limit: int) -> Rows:
        """The best rows in scope among those that hold a term of the question."""
        rows = np.flatnonzero(self._scores > self._floor(in_scope, limit))
        rows = rows[in_scope[rows]]
        if len(rows) < limit:  # the floor was 0, or too high
            rows = np.flatnonzero(in_scope & (self._scores != 0))
        return best_of(rows, self._scores[rows], limit)

    def _floor(self, in_scope: Mask, limit: int) -> float:
        """A score that some more than `limit` rows in scope are above, told from a share of them.

        It spares most rows of a large collection their place in a sort.
        """
        some = self._scores[::_LOOKED_AT][in_scope[::_LOOKED_AT]]
        wanted = max(1, _SPARE * limit // _LOOKED_AT)
        if len(some) <= _WORTH_IT * wanted:
            return 0.0
        return float(np.partition(some, len(some) - wanted)[len(some) - wanted])

    def scores(self, rows: Rows) -> Scores:
        """The exact scores of these rows."""
        return self._scores[rows]


def shares_of(
    postings: Postings, weights: NDArray[np.float64], mean_length: float
) -> NDArray[np.float32]:
    """What each posting adds to the score of its paragraph, given the weight of each term."""
    slowing = K1 * (1 - B + B * postings.lengths / mean_length)
    shares = np.repeat(weights.astype(np.float32), np.diff(postings.starts))
    for start in range(0, len(shares), BLOCK):
        block = slice(start, start + BLOCK)
        counts = postings.counts[block].astype(np.float64)
        shares[block] *= counts * (K1 + 1) / (counts + slowing[postings.rows[block]])
    return shares


def count_holders(segments: Sequence[Postings], lives: Sequence[Mask]) -> dict[str, int]:
    """How many live paragraphs hold each term; terms that none holds are left out."""
    holders: dict[str, int] = {}
    for postings, live in zip(segments, lives, strict=True):
        held = np.diff(postings.starts) - _dead_holders(postings, live)
        for term, count in zip(postings.vocabulary, held.tolist(), strict=True):
            if count:
                holders[term] = holders.get(term, 0) + count
    return holders


def _dead_holders(postings: Postings, live: Mask) -> NDArray[np.int64]:
    """How many dead paragraphs hold each term of a segment."""
    dead = ~live
    places = [np.zeros(0, np.int64)]
    for start in range(0, len(postings.rows), BLOCK) if dead.any() else ():
        rows = postings.rows[start : start + BLOCK]
        places.append(start + np.flatnonzero(dead[rows]))
    terms_held = np.searchsorted(postings.starts, np.concatenate(places), side="right") - 1
    return np.bincount(terms_held, minlength=len(postings.vocabulary)).astype(np.int64)


def weights_of(holders: Mapping[str, int], paragraphs: int) -> dict[str, float]:
    """The inverse document frequency of each term, given how many of the paragraphs hold it."""
    frequencies = np.array(list(holders.values()), dtype=np.float64)
    weights = np.log(paragraphs - frequencies + 0.5) - np.log(frequencies + 0.5)
    # rank_bm25's rule: a term in more than half of the paragraphs gets a small share of the mean.
    # fsum is exact, so the mean never depends on the order in which segments name their terms.
    mean = math.fsum(weights.tolist()) / max(len(weights), 1)
    weights = np.where(weights < 0, EPSILON * mean, weights)
    return dict(zip(holders, weights.tolist(), strict=True))
