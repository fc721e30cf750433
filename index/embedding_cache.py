"""Vectors and tokens kept by model and text: a text is encoded once in the life of a collection.

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

from index.encoded import Encoded, Tokens, Vectors, join_encoded
from index.tables import batches, marks

if TYPE_CHECKING:
    from index.embedder import Embedder

_OneText = tuple[Vectors, Tokens]  # its vector, shape (dimension,), and its tokens

# Texts encoded between two commits: an interrupted run loses about this many (3 to 10 s of work).
TEXTS_PER_COMMIT = 512

_SCHEMA = """
CREATE TABLE IF NOT EXISTS encoded (
    model TEXT NOT NULL, text_sha256 BLOB NOT NULL, vector BLOB NOT NULL, tokens BLOB NOT NULL,
    crc32 INTEGER NOT NULL, UNIQUE (model, text_sha256)
) STRICT
"""


class EmbeddingCache:
    """Encodes texts through an embedder, asking it only for those it has not seen."""

    def __init__(self, file: Path) -> None:
        self._connection = _open_cache(file)

    def close(self) -> None:
        self._connection.close()

    def encode(
        self,
        embedder: Embedder,
        texts: Sequence[str],
        progress: Callable[[int, int], None] | None = None,
    ) -> Encoded:
        """What the embedder makes of the texts, in their order.

        `progress` hears how many of the texts are encoded, of how many.
        """
        keys = [hashlib.sha256(text.encode()).digest() for text in texts]
        found = self._stored(embedder, sorted(set(keys)))
        new = {key: text for key, text in zip(keys, texts, strict=True) if key not in found}
        order = sorted(new, key=lambda key: len(new[key]))  # equal lengths need least padding
        report = progress or (lambda done, total: None)
        report(len(texts) - len(order), len(texts))
        for start in range(0, len(order), TEXTS_PER_COMMIT):
            batch = order[start : start + TEXTS_PER_COMMIT]
            made = _one_by_one(embedder.encode_texts([new[key] for key in batch]))
            self._keep(embedder.sha256, batch, made)
            found.update(zip(batch, made, strict=True))
            report(len(texts) - len(order) + start + len(batch), len(texts))
        return join_encoded(
            [found[key] for key in keys], embedder.dimension, embedder.token_dimension
        )

    def _stored(self, embedder: Embedder, keys: Sequence[bytes]) -> dict[bytes, _OneText]:
        found = {}
        width = embedder.token_dimension
        for some in batches(keys):
            for key, vector, tokens, crc in self._connection.execute(
                f"SELECT text_sha256, vector, tokens, crc32 FROM encoded"
                f" WHERE model = ? AND text_sha256 IN ({marks(some)})",
                [embedder.sha256, *some],
            ):
                whole = zlib.crc32(key + vector + tokens) == crc
                if whole and len(vector) == 4 * embedder.dimension:
                    pieces = np.frombuffer(tokens, dtype=np.int8)
                    rows = len(pieces) // width if width else 0
                    found[key] = np.frombuffer(vector, dtype="<f4"), pieces.reshape(rows, width)
        return found

    def _keep(self, model: str, keys: Sequence[bytes], made: Sequence[_OneText]) -> None:
        blobs = [(v.astype("<f4").tobytes(), tokens.tobytes()) for v, tokens in made]
        with self._connection:
            self._connection.executemany(
                "INSERT OR REPLACE INTO encoded VALUES (?, ?, ?, ?, ?)",
                [
                    (model, key, vector, tokens, zlib.crc32(key + vector + tokens))
                    for key, (vector, tokens) in zip(keys, blobs, strict=True)
                ],
            )


def _one_by_one(encoded: Encoded) -> list[_OneText]:
    ends = np.cumsum(encoded.token_counts)
    tokens = np.split(encoded.tokens, ends[:-1]) if len(ends) else []
    return list(zip(encoded.vectors, tokens, strict=True))


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
