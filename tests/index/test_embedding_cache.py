"""Vectors kept by model and text."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from index import embedding_cache
from index.embedding_cache import EmbeddingCache
from tests.index.stand_ins import HashingEmbedder

TEXTS = ["Visits are late.", "Carers stay.", "Visits are late."]


def test_a_text_is_embedded_once_in_the_life_of_a_collection(tmp_path: Path) -> None:
    embedder = HashingEmbedder()
    for _ in range(2):
        with closing(EmbeddingCache(tmp_path / "cache")) as cache:
            vectors = cache.encode(embedder, TEXTS).vectors
    assert sorted(embedder.texts_seen) == sorted(set(TEXTS))
    assert vectors.dtype == np.float32
    np.testing.assert_array_equal(vectors, [embedder.encode_query(text).vector for text in TEXTS])


def test_models_never_share_a_vector(tmp_path: Path) -> None:
    first, second = HashingEmbedder("first"), HashingEmbedder("second")
    with closing(EmbeddingCache(tmp_path / "cache")) as cache:
        cache.encode(first, TEXTS)
        np.testing.assert_array_equal(
            cache.encode(second, TEXTS).vectors[0], second.encode_query(TEXTS[0]).vector
        )


def test_a_damaged_vector_is_embedded_again(tmp_path: Path) -> None:
    embedder = HashingEmbedder()
    with closing(EmbeddingCache(tmp_path / "cache")) as cache:
        expected = cache.encode(embedder, TEXTS)
    with closing(sqlite3.connect(tmp_path / "cache")) as connection, connection:
        connection.execute("UPDATE encoded SET vector = zeroblob(length(vector))")
    with closing(EmbeddingCache(tmp_path / "cache")) as cache:
        again = cache.encode(embedder, TEXTS)
    for now, then in zip(again, expected, strict=True):
        np.testing.assert_array_equal(now, then)


def test_a_damaged_file_is_begun_anew(tmp_path: Path) -> None:
    (tmp_path / "cache").write_bytes(b"not a database, and long enough to be looked at " * 100)
    with closing(EmbeddingCache(tmp_path / "cache")) as cache:
        assert cache.encode(HashingEmbedder(), TEXTS).vectors.shape == (3, 32)


def test_finished_batches_outlive_an_interruption(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class SecondBatchFails(HashingEmbedder):
        def encode_texts(self, texts):  # type: ignore[no-untyped-def]
            if self.texts_seen:
                raise KeyboardInterrupt
            return super().encode_texts(texts)

    monkeypatch.setattr(embedding_cache, "TEXTS_PER_COMMIT", 1)
    with closing(EmbeddingCache(tmp_path / "cache")) as cache, pytest.raises(KeyboardInterrupt):
        cache.encode(SecondBatchFails(), TEXTS)
    embedder = HashingEmbedder()
    told: list[tuple[int, int]] = []
    with closing(EmbeddingCache(tmp_path / "cache")) as cache:
        cache.encode(embedder, TEXTS, lambda done, total: told.append((done, total)))
    assert len(embedder.texts_seen) == 1
    assert told[-1] == (3, 3)


def test_no_texts_give_no_vectors(tmp_path: Path) -> None:
    with closing(EmbeddingCache(tmp_path / "cache")) as cache:
        assert cache.encode(HashingEmbedder(), []).vectors.shape == (0, 32)
