"""Vectors kept by model and text, so that a text is embedded once in the life of a collection.

One SQLite file beside the segments. It holds nothing that cannot be made again: where it is damaged
it is begun anew, and a vector that fails its own checksum is embedded again.
"""

from __future__ import annotations

import hashlib
import sqlite3
import zlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from index.tables import batches, marks

if TYPE_CHECKING:
    from index.dense import Vectors
    from index.embedder import Embedder

# Texts embedded between two commits: an interrupted run loses about this many (3 to 10 s of work).
TEXTS_PER_COMMIT = 512

_SCHEMA = """
CREATE TABLE IF NOT EXISTS vectors (
    model TEXT NOT NULL, text_sha256 BLOB NOT NULL, vector BLOB NOT NULL, crc32 INTEGER NOT NULL,
    PRIMARY KEY (model, text_sha256)
) STRICT, WITHOUT ROWID
"""


class EmbeddingCache:
    """Embeds texts through an embedder, asking it only for those it has not seen."""

    def __init__(self, file: Path) -> None:
        self._connection = _open_cache(file)

    def close(self) -> None:
        self._connection.close()

    def embed(
        self,
        embedder: Embedder,
        texts: Sequence[str],
        progress: Callable[[int, int], None] | None = None,
    ) -> Vectors:
        """float32, shape (texts, dimension): the vector of each text, in order.

        `progress` hears how many of the texts have a vector, of how many.
        """
        keys = [hashlib.sha256(text.encode()).digest() for text in texts]
        vector_by_key = self._stored(embedder, sorted(set(keys)))
        new = {key: text for key, text in zip(keys, texts, strict=True) if key not in vector_by_key}
        order = sorted(new, key=lambda key: len(new[key]))  # equal lengths need least padding
        report = progress or (lambda done, total: None)
        report(len(texts) - len(order), len(texts))
        for start in range(0, len(order), TEXTS_PER_COMMIT):
            batch = order[start : start + TEXTS_PER_COMMIT]
            made = embedder.embed_texts([new[key] for key in batch])
            self._keep(embedder.sha256, batch, made)
            vector_by_key.update(zip(batch, made, strict=True))
            report(len(texts) - len(order) + start + len(batch), len(texts))
        vectors = np.empty((len(texts), embedder.dimension), dtype=np.float32)
        for row, key in enumerate(keys):
            vectors[row] = vector_by_key[key]
        return vectors

    def _stored(self, embedder: Embedder, keys: Sequence[bytes]) -> dict[bytes, Vectors]:
        found = {}
        for some in batches(keys):
            for key, blob, crc in self._connection.execute(
                f"SELECT text_sha256, vector, crc32 FROM vectors"
                f" WHERE model = ? AND text_sha256 IN ({marks(some)})",
                [embedder.sha256, *some],
            ):
                if zlib.crc32(key + blob) == crc and len(blob) == 4 * embedder.dimension:
                    found[key] = np.frombuffer(blob, dtype="<f4")
        return found

    def _keep(self, model: str, keys: Sequence[bytes], vectors: Vectors) -> None:
        blobs = [vector.astype("<f4").tobytes() for vector in vectors]
        with self._connection:
            self._connection.executemany(
                "INSERT OR REPLACE INTO vectors VALUES (?, ?, ?, ?)",
                [
                    (model, key, blob, zlib.crc32(key + blob))
                    for key, blob in zip(keys, blobs, strict=True)
                ],
            )


def _open_cache(file: Path) -> sqlite3.Connection:
    try:
        return _connect(file)
    except sqlite3.DatabaseError as error:
        if isinstance(error, sqlite3.OperationalError):
            raise  # no space, not allowed: not damage
        file.unlink()
        return _connect(file)


def _connect(file: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(file)
    try:
        connection.execute(_SCHEMA)
        if connection.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
            raise sqlite3.DatabaseError("the file fails its own check")
    except sqlite3.DatabaseError:
        connection.close()
        raise
    return connection
