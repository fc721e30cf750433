"""rank_bm25 by choice: the paragraphs it is given, and the scores that the arrays give too."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index import WORD_RANKERS, Collection
from index.bm25 import Bm25Ranker, count_postings
from index.okapi import OkapiRanker, term_lists
from tests.index.conftest import Workshop

# "care" is drawn as often as all others together: it comes under the rule for very common terms.
WORDS = ["care"] * 6 + ["leaver", "visit", "foster", "delay", "plan", "risk"]
paragraphs = st.lists(st.sampled_from(WORDS), max_size=8)
segments_of_paragraphs = st.lists(
    st.lists(paragraphs, min_size=1, max_size=6), min_size=1, max_size=4
)
queries = st.lists(st.sampled_from([*WORDS, "unseen"]), max_size=6)


@settings(max_examples=300, deadline=None)
@given(segments_of_paragraphs, st.randoms(use_true_random=False), queries)
def test_both_give_the_same_scores(
    segments: list[list[list[str]]], chance: Random, query: list[str]
) -> None:
    live = np.array([chance.random() < 0.7 for segment in segments for _ in segment])
    postings = [count_postings(segment) for segment in segments]
    by_arrays = Bm25Ranker(postings, live).scores_of(query)
    by_library = OkapiRanker(postings, live).scores_of(query)
    np.testing.assert_allclose(by_arrays[live], by_library[live], rtol=0, atol=1e-4)


@given(st.lists(paragraphs, max_size=6))
def test_paragraphs_come_back_from_their_postings(written: list[list[str]]) -> None:
    assert list(term_lists(count_postings(written))) == [sorted(some) for some in written]


@pytest.mark.parametrize("live", [np.zeros(0, np.bool_), np.zeros(2, np.bool_)])
def test_nothing_live_scores_nothing(live: np.ndarray) -> None:
    segments = [count_postings([["care"], ["plan"]])] if len(live) else []
    ranking = OkapiRanker(segments, live).ask("care")
    assert not ranking.scores(np.arange(len(live))).any()


def test_mask_of_another_size_is_refused() -> None:
    with pytest.raises(ValueError, match="3 rows in the mask, 1 in the segments"):
        OkapiRanker([count_postings([["care"]])], np.ones(3, np.bool_))


def test_a_collection_finds_the_same_with_either(tiny_collection: Workshop) -> None:
    found = {}
    for name in WORD_RANKERS:
        with Collection.open(
            tiny_collection.folder, embedder=tiny_collection.embedder, bm25=name
        ) as collection:
            hits = collection.search("housing for care leavers, visits to children")
            found[name] = [(hit.paragraph.id, round(hit.score, 4)) for hit in hits]
            assert collection.rarity("housing") > 0
    assert found["arrays"]
    assert found["arrays"] == found["rank-bm25"]


def test_a_list_of_reports_computes_no_scores(tiny_collection: Workshop) -> None:
    with tiny_collection.open() as collection:
        assert collection.reports()
        assert not {"term_weights", "_segments"} & vars(collection._bm25).keys()
        collection.rarity("housing")
        assert "_segments" not in vars(collection._bm25)
