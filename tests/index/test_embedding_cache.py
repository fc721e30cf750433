"""Vectors kept by model and text."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from random import Random

import numpy as np
import pytest

from index import embedding_cache
from index.embedding_cache import EmbeddingCache
from tests.index.stand_ins import HashingEmbedder

SEED = 20261124
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


# Bytes of the head that say how the file is to be read; one in each of its pages comes on top.
HEAD = (0, 16, 18, 19, 20, 21, 24, 28, 40, 44, 47, 56, 59, 100)


def test_no_byte_changed_anywhere_changes_a_vector_or_ends_a_run(tmp_path: Path) -> None:
    texts = [f"Visits to child {number} are late." for number in range(60)]
    embedder = HashingEmbedder()
    file = tmp_path / "cache"
    with closing(EmbeddingCache(file)) as cache:
        expected = cache.encode(embedder, texts)
    whole = file.read_bytes()
    chance = Random(SEED)
    for place in (*HEAD, *(chance.randrange(len(whole)) for _ in range(60))):
        damaged = bytearray(whole)
        damaged[place] ^= chance.randint(1, 255)
        file.write_bytes(damaged)
        with closing(EmbeddingCache(file)) as cache:
            again = cache.encode(embedder, texts)
            assert cache.encode(embedder, ["One more."]).vectors.shape == (1, 32)
        for now, then in zip(again, expected, strict=True):
            np.testing.assert_array_equal(now, then)


def test_many_bytes_changed_change_no_vector_and_end_no_run(tmp_path: Path) -> None:
    texts = [f"Visits to child {number} are late." for number in range(60)]
    embedder = HashingEmbedder()
    file = tmp_path / "cache"
    with closing(EmbeddingCache(file)) as cache:
        expected = cache.encode(embedder, texts)
    whole = file.read_bytes()
    chance = Random(SEED)
    for number in range(60):
        damaged = bytearray(whole)
        for _ in range(chance.choice((4, 40))):  # half of them at the head of a page
            page, place = chance.randrange(len(whole) // 4_096), chance.randrange(4_096)
            damaged[4_096 * page + place % chance.choice((200, 4_096))] ^= chance.randint(1, 255)
        file.write_bytes(damaged)
        for _ in range(2):  # once more with what was written into the damaged file
            with closing(EmbeddingCache(file)) as cache:
                again = cache.encode(embedder, texts)
                cache.encode(embedder, [f"More {number} {place}." for place in range(10)])
            for now, then in zip(again, expected, strict=True):
                np.testing.assert_array_equal(now, then)


def test_damage_costs_no_more_than_what_stands_beside_it(tmp_path: Path) -> None:
    texts = [f"Visits to child {number} are late." for number in range(300)]
    file = tmp_path / "cache"
    with closing(EmbeddingCache(file)) as cache:
        cache.encode(HashingEmbedder(), texts)
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("UPDATE encoded SET tokens = zeroblob(3) WHERE rowid % 100 = 0")
    embedder = HashingEmbedder()
    with closing(EmbeddingCache(file)) as cache:
        cache.encode(embedder, texts)
    assert len(embedder.texts_seen) == 3


@pytest.mark.parametrize("change", [lambda b: b[:5_000], lambda b: b + b"more", lambda b: b""])
def test_a_cut_or_longer_file_costs_no_more_than_embedding_again(
    tmp_path: Path, change: Callable[[bytes], bytes]
) -> None:
    file = tmp_path / "cache"
    with closing(EmbeddingCache(file)) as cache:
        expected = cache.encode(HashingEmbedder(), TEXTS)
    file.write_bytes(change(file.read_bytes()))
    with closing(EmbeddingCache(file)) as cache:
        again = cache.encode(HashingEmbedder(), TEXTS)
    np.testing.assert_array_equal(again.vectors, expected.vectors)


def test_a_file_that_the_disk_refuses_is_not_taken_for_damaged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(EmbeddingCache(tmp_path / "cache")) as cache:
        cache.encode(HashingEmbedder(), TEXTS)
        cache._connection.execute("PRAGMA max_page_count = 1")  # no page more: as on a full disk
        many = [f"Plan {number} is clear." for number in range(200)]
        with pytest.raises(sqlite3.OperationalError, match="full"):
            cache.encode(HashingEmbedder(), many)
    embedder = HashingEmbedder()
    with closing(EmbeddingCache(tmp_path / "cache")) as cache:
        cache.encode(embedder, TEXTS)
    assert embedder.texts_seen == []


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
