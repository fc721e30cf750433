"""Several rankers' scores -> one."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.fusion import fuse, stretch

scores = st.floats(-1e6, 1e6)
pairs = st.lists(st.tuples(scores, scores), min_size=1, max_size=30)
WEIGHTS = {"bm25": 0.5, "dense": 0.5}


@given(pairs)
def test_fused_scores_stay_between_0_and_1(pairs: list[tuple[float, float]]) -> None:
    bm25, dense = np.array(pairs).T
    fused = fuse({"bm25": bm25, "dense": dense}, WEIGHTS)
    assert fused.shape == bm25.shape
    assert ((fused >= 0) & (fused <= 1)).all()


@given(pairs, st.randoms())
def test_order_of_candidates_and_rankers_never_matters(
    pairs: list[tuple[float, float]], random: object
) -> None:
    order = np.random.default_rng(len(pairs)).permutation(len(pairs))
    bm25, dense = np.array(pairs).T
    fused = fuse({"bm25": bm25, "dense": dense}, WEIGHTS)
    other = fuse({"dense": dense[order], "bm25": bm25[order]}, WEIGHTS)
    assert (other == fused[order]).all()


@given(pairs)
def test_better_by_every_ranker_is_better(pairs: list[tuple[float, float]]) -> None:
    bm25, dense = np.array([*pairs, (2e6, 2e6)]).T
    fused = fuse({"bm25": bm25, "dense": dense}, WEIGHTS)
    assert fused.argmax() == len(pairs)
    assert fused.max() == pytest.approx(1.0)


def test_equal_scores_say_something_only_above_nought() -> None:
    assert stretch(np.array([0.4, 0.4])).tolist() == [1.0, 1.0]
    assert stretch(np.zeros(2)).tolist() == [0.0, 0.0]
    assert stretch(np.zeros(0)).tolist() == []


@pytest.mark.parametrize(
    "weights", [{"bm25": 1.0}, {"bm25": 0, "dense": 0}, {"bm25": 2, "dense": -1}]
)
def test_impossible_weights_are_refused(weights: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="weight"):
        fuse({"bm25": np.ones(1), "dense": np.ones(1)}, weights)
