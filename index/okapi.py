"""BM25 by rank_bm25 itself: the definition that the arrays of `bm25.py` are held against.

It keeps a dictionary for every paragraph and looks into each of them for each term of a question,
so it is for comparing, and for collections of some thousand paragraphs.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from index.bm25 import EPSILON, K1, B, Bm25Ranking, Postings
from index.ranker import Mask, Scores
from index.terms import terms


class OkapiRanker:
    """rank_bm25's BM25Okapi over the live paragraphs of several segments."""

    name = "bm25"  # it is the same ranking, made by another

    def __init__(self, segments: Sequence[Postings], live: Mask) -> None:
        every = [paragraph for postings in segments for paragraph in term_lists(postings)]
        if len(every) != len(live):
            raise ValueError(f"{len(live)} rows in the mask, {len(every)} in the segments")
        self._live = live
        kept = [paragraph for paragraph, is_live in zip(every, live, strict=True) if is_live]
        self._okapi = _okapi_of(kept)

    def ask(self, words: str) -> Bm25Ranking:
        """Score every paragraph for these words."""
        return Bm25Ranking(self.scores_of(terms(words)))

    def scores_of(self, query_terms: Sequence[str]) -> Scores:
        """What BM25Okapi.get_scores says of every live row, and 0 for the dead ones."""
        scores = np.zeros(len(self._live))
        if self._okapi is not None:
            # It adds in the order of the terms; one order for all, as the arrays have.
            scores[self._live] = self._okapi.get_scores(sorted(query_terms))
        return scores


def _okapi_of(paragraphs: Sequence[Sequence[str]]) -> Any:
    """rank_bm25's object; None where it would divide by the number of terms and there is none."""
    from rank_bm25 import BM25Okapi

    return BM25Okapi(paragraphs, k1=K1, b=B, epsilon=EPSILON) if any(paragraphs) else None


def term_lists(postings: Postings) -> Iterator[list[str]]:
    """The terms of each paragraph, repeats kept, in the order of the vocabulary.

    The order in the text is not stored; BM25 does not ask for it.
    """
    terms_held = np.repeat(np.arange(len(postings.vocabulary)), np.diff(postings.starts))
    by_row = np.argsort(postings.rows, kind="stable")
    terms_by_row = np.repeat(terms_held[by_row], postings.counts[by_row]).tolist()
    start = 0
    for length in postings.lengths.tolist():
        yield [postings.vocabulary[term] for term in terms_by_row[start : start + length]]
        start += length
