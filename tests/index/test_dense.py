"""Nearest paragraphs by FAISS, as plain NumPy would find them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index import dense
from index.dense import DenseRanker
from index.flat_vectors import FlatVectors, StoredVectors, vectors_to_pieces
from tests.index.stand_ins import HashingEmbedder, in_blocks

EMBEDDER = HashingEmbedder(dimension=8)


def stored(vectors: np.ndarray, starts: np.ndarray) -> StoredVectors:
    return StoredVectors(in_blocks(b"".join(vectors_to_pieces(vectors))), starts)


def random_segment(
    random: np.random.Generator, paragraphs: int
) -> tuple[StoredVectors, np.ndarray]:
    """A segment with one to three vectors a paragraph, some of them twins."""
    starts = np.concatenate([[0], np.cumsum(random.integers(1, 4, paragraphs))]).astype(np.int64)
    vectors = random.integers(-2, 3, (starts[-1], 8)).astype(np.float32) + 0.1
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return stored(vectors, starts), vectors.astype(np.float16).astype(np.float32)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 12))
def test_faiss_agrees_with_plain_products(seed: int, limit: int) -> None:
    random = np.random.default_rng(seed)
    sizes = random.integers(1, 30, random.integers(1, 4))
    segments, vectors = zip(*(random_segment(random, size) for size in sizes), strict=True)
    in_scope = random.random(sizes.sum()) < 0.6
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(dense, "FEW_VECTORS", 0)
        ranking = DenseRanker(segments, EMBEDDER).ask("housing for care leavers")
        best = ranking.best(in_scope, limit)
    query = EMBEDDER.encode_query("housing for care leavers").vector.astype(np.float64)
    products = [
        np.maximum.reduceat(some.astype(np.float64) @ query, segment.starts[:-1])
        for segment, some in zip(segments, vectors, strict=True)
    ]
    expected = np.concatenate(products)
    rows = np.arange(len(expected))
    np.testing.assert_allclose(ranking.scores(rows), expected, atol=1e-6)
    assert in_scope[best].all()
    assert len(best) >= min(limit, in_scope.sum())
    if len(best) < in_scope.sum():
        others = np.setdiff1d(np.flatnonzero(in_scope), best)
        assert expected[best].min() >= expected[others].max() - 1e-6


def test_twins_come_all_or_none() -> None:
    twin = EMBEDDER.encode_query("care leavers").vector
    vectors = np.stack([twin] * 50 + [-twin] * 50)
    segment = stored(vectors, np.arange(101, dtype=np.int64))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(dense, "FEW_VECTORS", 0)
        best = DenseRanker([segment], EMBEDDER).ask("care leavers").best(np.ones(100, np.bool_), 3)
    assert best.tolist() == list(range(50))


def test_vectors_of_another_model_are_refused() -> None:
    segment, _ = random_segment(np.random.default_rng(1), 3)
    with pytest.raises(ValueError, match="vectors of 8 numbers"):
        DenseRanker([segment], HashingEmbedder(dimension=16))


@pytest.mark.parametrize(("count", "dimension"), [(0, 8), (1, 8), (7, 5), (50, 384)])
def test_vectors_come_back_in_half_precision_and_aligned(count: int, dimension: int) -> None:
    vectors = np.random.default_rng(1).random((count, dimension), dtype=np.float32)
    kept = stored(vectors, np.arange(count + 1, dtype=np.int64))
    np.testing.assert_array_equal(kept.read(), vectors.astype(np.float16))
    again = b"".join(vectors_to_pieces(kept.read()))
    assert again == bytes(kept.file.content), "writing what was read changes nothing"
    assert (len(again) - 2 * vectors.size) % 64 == 0
    assert FlatVectors(kept.file).matrix.shape == (count, dimension)
