"""BM25 by arrays gives the scores of rank_bm25."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from rank_bm25 import BM25Okapi

from index.bm25 import EPSILON, K1, B, Bm25Ranker, Bm25Ranking, count_postings
from index.ranker import best_of

WORDS = ["care", "leaver", "visit", "foster", "delay", "plan", "risk"]
paragraphs = st.lists(st.sampled_from(WORDS), max_size=8)
segments_of_paragraphs = st.lists(
    st.lists(paragraphs, min_size=1, max_size=6), min_size=1, max_size=4
)


@settings(max_examples=300)
@given(segments_of_paragraphs, st.data(), st.lists(st.sampled_from([*WORDS, "unseen"]), max_size=5))
def test_scores_are_those_of_rank_bm25_over_the_live_paragraphs(
    segments: list[list[list[str]]], data: st.DataObject, query: list[str]
) -> None:
    every = [paragraph for segment in segments for paragraph in segment]
    live = np.array(data.draw(st.lists(st.booleans(), min_size=len(every), max_size=len(every))))
    kept = [paragraph for paragraph, is_live in zip(every, live, strict=True) if is_live]
    assume(any(kept))  # rank_bm25 divides by the number of terms
    expected = BM25Okapi(kept, k1=K1, b=B, epsilon=EPSILON).get_scores(query)
    ranker = Bm25Ranker([count_postings(segment) for segment in segments], live)
    np.testing.assert_allclose(ranker.scores_of(query)[live], expected, atol=1e-4)


def test_words_of_a_question_become_terms() -> None:
    ranker = Bm25Ranker(
        [count_postings([["visit", "often"], ["foster"], ["plan"], ["risk"]])], np.ones(4, np.bool_)
    )
    in_scope = np.ones(4, np.bool_)
    assert ranker.ask("Visiting the fostered?").best(in_scope, 5).tolist() == [0, 1]


def test_only_rows_in_scope_that_hold_a_term_are_best() -> None:
    postings = count_postings([["care"], ["care", "care"], ["plan"], ["risk"], ["risk"]])
    ranking = Bm25Ranker([postings], np.ones(5, np.bool_)).ask("care")
    in_scope = np.array([True, False, True, True, True])
    assert ranking.best(in_scope, 5).tolist() == [0]


@pytest.mark.parametrize("live", [np.zeros(0, np.bool_), np.zeros(2, np.bool_)])
def test_nothing_live_scores_nothing(live: np.ndarray) -> None:
    segments = [count_postings([["care"], ["plan"]])] if len(live) else []
    ranking = Bm25Ranker(segments, live).ask("care")
    assert not ranking.scores(np.arange(len(live))).any()
    assert ranking.best(live, 3).tolist() == []


def test_mask_of_another_size_is_refused() -> None:
    with pytest.raises(ValueError, match="3 rows in the mask, 1 in the segments"):
        Bm25Ranker([count_postings([["care"]])], np.ones(3, np.bool_))


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 1_000), st.sampled_from([1, 5, 200]), st.sampled_from([0.05, 0.5, 1.0]))
def test_the_best_of_many_rows_are_those_of_a_whole_sort(
    seed: int, limit: int, in_scope_share: float
) -> None:
    random = np.random.default_rng(seed)
    scores = np.round(random.exponential(size=12_000), 2) * (random.random(12_000) < 0.4)
    if seed % 2:  # the best stand together, where the rows that the floor is told from miss them
        scores = np.sort(scores)
    in_scope = random.random(len(scores)) < in_scope_share
    best = Bm25Ranking(scores).best(in_scope, limit)
    rows = np.flatnonzero(in_scope & (scores != 0))
    assert best.tolist() == best_of(rows, scores[rows], limit).tolist()
