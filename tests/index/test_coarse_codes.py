"""Coarse codes choose what is compared exactly: they may miss nothing that matters."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from index import Collection, coarse_codes, dense, segment_writing, update_collection
from index.coarse_codes import CoarseCodes, codes_to_bytes, measure_codes
from index.dense import DenseRanker
from index.encoded import Vectors
from index.flat_vectors import StoredVectors, vectors_to_pieces
from index.segment import CODES
from index.storage import read_manifest
from tests.index.stand_ins import HashingEmbedder, in_blocks

DIMENSION = 32
COUNT = 4_000
EMBEDDER = HashingEmbedder(dimension=DIMENSION)


def unit_vectors(count: int, seed: int) -> Vectors:
    vectors = np.random.default_rng(seed).standard_normal((count, DIMENSION)).astype(np.float32)
    unit: Vectors = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return unit


def ranker(vectors: np.ndarray, *, coded: bool) -> DenseRanker:
    starts = np.arange(len(vectors) + 1, dtype=np.int64)
    codes = codes_to_bytes(vectors) if coded else None
    file = in_blocks(b"".join(vectors_to_pieces(vectors)))
    return DenseRanker([StoredVectors(file, starts, codes)], EMBEDDER)


@pytest.mark.parametrize("share", [1.0, 0.5, 0.25, 0.1, 0.02])
def test_the_best_under_a_filter_are_those_of_an_exact_search(
    monkeypatch: pytest.MonkeyPatch, share: float
) -> None:
    monkeypatch.setattr(dense, "FEW_VECTORS", 20)
    monkeypatch.setattr(dense, "EXACT_UP_TO", 20)
    vectors = unit_vectors(COUNT, seed=1)
    in_scope = np.random.default_rng(2).random(COUNT) < share
    words = "housing for care leavers"
    coded = ranker(vectors, coded=True).ask(words).best(in_scope, 20)
    exact = ranker(vectors, coded=False).ask(words).best(in_scope, 20)
    assert in_scope[coded].all()
    assert set(coded) == set(exact)


def test_a_filter_that_leaves_only_what_lies_far_off_is_searched_exactly(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(dense, "FEW_VECTORS", 20)
    monkeypatch.setattr(dense, "EXACT_UP_TO", 20)
    monkeypatch.setattr(dense, "COMPARED", 50)
    monkeypatch.setattr(dense, "MOST_CODES", 400)
    vectors = unit_vectors(COUNT, seed=1)
    query = EMBEDDER.encode_query("care leavers").vector
    order = np.argsort(vectors @ query)
    in_scope = np.zeros(COUNT, np.bool_)
    in_scope[order[: COUNT // 2]] = True  # the half that fits worst
    best = ranker(vectors, coded=True).ask("care leavers").best(in_scope, 20)
    assert set(best) == set(order[COUNT // 2 - 20 : COUNT // 2])


def test_codes_that_find_too_little_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    vectors = unit_vectors(COUNT, seed=1)
    codes = CoarseCodes(codes_to_bytes(vectors))
    assert measure_codes(codes, vectors, unit_vectors(30, seed=3)).recall > 0.99
    monkeypatch.setattr(coarse_codes, "COMPARED", 20)
    assert measure_codes(codes, vectors, unit_vectors(30, seed=3)).recall < 0.9


def report(number: int) -> str:
    lines = [
        f"Inspection of Place {number} local authority children's services",
        "Inspection dates: 4 to 8 March 2024",
        *(f"{n}. Finding {n} of place {number}: visits number {n * number}." for n in range(1, 40)),
    ]
    return "\n\n".join(lines) + "\n"


@pytest.mark.parametrize("least_recall", [0.5, 1.1])
def test_a_large_segment_gets_codes_and_says_what_they_find(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, least_recall: float
) -> None:
    monkeypatch.setattr(segment_writing, "FROM_VECTORS", 50)
    monkeypatch.setattr(segment_writing, "LEAST_RECALL", least_recall)
    monkeypatch.setattr(dense, "FEW_VECTORS", 5)
    monkeypatch.setattr(dense, "EXACT_UP_TO", 5)
    for number in range(1, 4):
        (tmp_path / f"{number}.txt").write_text(report(number), encoding="utf-8")
    update_collection(tmp_path / "index", [tmp_path], embedder=EMBEDDER)
    (entry,) = read_manifest(tmp_path / "index").segments
    has_codes = any(file.name == CODES for file in entry.files)
    assert has_codes == (entry.codes is not None) == (least_recall < 1)
    with Collection.open(tmp_path / "index", EMBEDDER) as collection:
        assert collection.search("finding visits", limit=3)
    if entry.codes:
        assert entry.codes.recall == 1.0
        assert entry.codes.sampled >= 50
