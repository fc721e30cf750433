"""What every ranker promises: the best in scope, exact scores, no part in the order of rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.bm25 import Bm25Ranker, count_postings
from index.dense import DenseRanker
from index.flat_vectors import StoredVectors, vectors_to_pieces
from index.okapi import OkapiRanker
from index.ranker import Ranker
from index.terms import terms
from tests.index.stand_ins import HashingEmbedder, in_blocks

TEXTS = [
    "Social workers visit children often.",
    "Care leavers live in poor housing.",
    "Foster carers stay.",
    "Housing for care leavers has improved.",
    "Leaders know their service.",
    "Care leavers live in poor housing.",
]
EMBEDDER = HashingEmbedder()
Build = Callable[[Sequence[Sequence[str]]], Ranker]


def build_bm25(segments: Sequence[Sequence[str]]) -> Ranker:
    postings = [count_postings([terms(text) for text in texts]) for texts in segments]
    return Bm25Ranker(postings, np.ones(sum(map(len, segments)), np.bool_))


def build_okapi(segments: Sequence[Sequence[str]]) -> Ranker:
    postings = [count_postings([terms(text) for text in texts]) for texts in segments]
    return OkapiRanker(postings, np.ones(sum(map(len, segments)), np.bool_))


def build_dense(segments: Sequence[Sequence[str]]) -> Ranker:
    stored = [
        StoredVectors(
            in_blocks(b"".join(vectors_to_pieces(EMBEDDER.encode_texts(texts).vectors))),
            np.arange(len(texts) + 1, dtype=np.int64),
        )
        for texts in segments
    ]
    return DenseRanker(stored, EMBEDDER)


BUILDS: tuple[Build, ...] = (build_bm25, build_okapi, build_dense)


@pytest.fixture(params=BUILDS)
def build(request: pytest.FixtureRequest) -> Build:
    """A way to make each ranker from the texts of some segments."""
    made: Build = request.param
    return made


def test_the_best_answer_comes_first(build: Build) -> None:
    ranking = build([TEXTS]).ask("improved housing for care leavers")
    rows = np.arange(len(TEXTS))
    assert ranking.scores(rows).argmax() == 3
    assert 3 in ranking.best(np.ones(len(TEXTS), np.bool_), 1)


def test_rows_that_share_the_last_place_all_come(build: Build) -> None:
    ranking = build([TEXTS]).ask("poor housing care leavers")
    assert sorted(ranking.best(np.ones(len(TEXTS), np.bool_), 1)) == [1, 5]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.booleans(), min_size=6, max_size=6), st.integers(1, 7))
def test_only_what_is_in_scope_is_best(scope: list[bool], limit: int) -> None:
    for build in BUILDS:
        ranking = build([TEXTS[:2], TEXTS[2:]]).ask("housing for care leavers")
        in_scope = np.array(scope)
        best = ranking.best(in_scope, limit)
        assert in_scope[best].all()
        assert len(set(best.tolist())) == len(best)
        others = np.setdiff1d(np.flatnonzero(in_scope), best)
        if len(best) and len(others):
            lowest, highest = ranking.scores(best).min(), ranking.scores(others).max()
            assert lowest > highest or len(best) < limit


@settings(max_examples=40, deadline=None)
@given(st.permutations(range(6)), st.integers(0, 6))
def test_segments_and_order_never_change_a_score(order: list[int], cut: int) -> None:
    shuffled = [TEXTS[row] for row in order]
    segments = [part for part in (shuffled[:cut], shuffled[cut:]) if part]
    rows = np.arange(6)
    for build in BUILDS:
        plain = build([TEXTS]).ask("housing for care leavers").scores(rows)
        other = build(segments).ask("housing for care leavers").scores(rows)
        np.testing.assert_array_equal(other, plain[order])


def test_no_rows_have_no_scores(build: Build) -> None:
    ranking = build([TEXTS]).ask("housing")
    assert ranking.scores(np.zeros(0, np.int64)).shape == (0,)
    assert ranking.best(np.zeros(len(TEXTS), np.bool_), 5).tolist() == []


def test_a_ranker_has_a_name(build: Build) -> None:
    assert build([TEXTS]).name in {"bm25", "dense"}
