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
            vectors = cache.embed(embedder, TEXTS)
    assert sorted(embedder.texts_seen) == sorted(set(TEXTS))
    assert vectors.dtype == np.float32
    np.testing.assert_array_equal(vectors, [embedder.embed_query(text) for text in TEXTS])


def test_models_never_share_a_vector(tmp_path: Path) -> None:
    first, second = HashingEmbedder("first"), HashingEmbedder("second")
    with closing(EmbeddingCache(tmp_path / "cache")) as cache:
        cache.embed(first, TEXTS)
        np.testing.assert_array_equal(cache.embed(second, TEXTS)[0], second.embed_query(TEXTS[0]))


def test_a_damaged_vector_is_embedded_again(tmp_path: Path) -> None:
    embedder = HashingEmbedder()
    with closing(EmbeddingCache(tmp_path / "cache")) as cache:
        expected = cache.embed(embedder, TEXTS)
    with closing(sqlite3.connect(tmp_path / "cache")) as connection, connection:
        connection.execute("UPDATE vectors SET vector = zeroblob(length(vector))")
    with closing(EmbeddingCache(tmp_path / "cache")) as cache:
        np.testing.assert_array_equal(cache.embed(embedder, TEXTS), expected)


def test_a_damaged_file_is_begun_anew(tmp_path: Path) -> None:
    (tmp_path / "cache").write_bytes(b"not a database, and long enough to be looked at " * 100)
    with closing(EmbeddingCache(tmp_path / "cache")) as cache:
        assert cache.embed(HashingEmbedder(), TEXTS).shape == (3, 32)


def test_finished_batches_outlive_an_interruption(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class SecondBatchFails(HashingEmbedder):
        def embed_texts(self, texts):  # type: ignore[no-untyped-def]
            if self.texts_seen:
                raise KeyboardInterrupt
            return super().embed_texts(texts)

    monkeypatch.setattr(embedding_cache, "TEXTS_PER_COMMIT", 1)
    with closing(EmbeddingCache(tmp_path / "cache")) as cache, pytest.raises(KeyboardInterrupt):
        cache.embed(SecondBatchFails(), TEXTS)
    embedder = HashingEmbedder()
    told: list[tuple[int, int]] = []
    with closing(EmbeddingCache(tmp_path / "cache")) as cache:
        cache.embed(embedder, TEXTS, lambda done, total: told.append((done, total)))
    assert len(embedder.texts_seen) == 1
    assert told[-1] == (3, 3)


def test_no_texts_give_no_vectors(tmp_path: Path) -> None:
    with closing(EmbeddingCache(tmp_path / "cache")) as cache:
        assert cache.embed(HashingEmbedder(), []).shape == (0, 32)
