"""Vectors and tokens kept by model and text: a text is encoded once in the life of a collection.

One SQLite file beside the segments. It holds nothing that cannot be made again: where it is damaged
it is begun anew, and a vector that fails its own checksum is embedded again.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
import zlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

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


# The primary codes with which SQLite says that the disk or its owner refuses. Of any other error
# the file itself is the cause.
_REFUSALS = frozenset(
    {
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_PERM,
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_NOMEM,
    }
)


class EmbeddingCache:
    """Encodes texts through an embedder, asking it only for those it has not seen."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._connection = self._open()

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
        try:
            return self._read(embedder, keys)
        except (sqlite3.Error, UnicodeDecodeError) as error:
            self._begin_anew(error)
            return {}

    def _keep(self, model: str, keys: Sequence[bytes], made: Sequence[_OneText]) -> None:
        try:
            self._write(model, keys, made)
        except (sqlite3.Error, UnicodeDecodeError) as error:
            self._begin_anew(error)
            self._write(model, keys, made)

    def _open(self) -> sqlite3.Connection:
        try:
            return _connect(self._file)
        except (sqlite3.Error, UnicodeDecodeError) as error:
            self._remove(error)
            return _connect(self._file)

    def _begin_anew(self, error: Exception) -> None:
        self._connection.close()
        self._remove(error)
        self._connection = _connect(self._file)

    def _remove(self, error: Exception) -> None:
        """Delete a damaged file.

        Raises: the error, where it is not damage that it tells of.
        """
        if _is_refusal(error, self._file):
            raise error
        self._file.unlink(missing_ok=True)

    def _read(self, embedder: Embedder, keys: Sequence[bytes]) -> dict[bytes, _OneText]:
        found = {}
        width = embedder.token_dimension
        for some in batches(keys):
            for key, vector, tokens, crc in self._connection.execute(
                f"SELECT text_sha256, vector, tokens, crc32 FROM encoded"
                f" WHERE model = ? AND text_sha256 IN ({marks(some)})",
                [embedder.sha256, *some],
            ):
                if _is_whole(key, vector, tokens, crc) and len(vector) == 4 * embedder.dimension:
                    pieces = np.frombuffer(tokens, dtype=np.int8)
                    rows = len(pieces) // width if width else 0
                    found[key] = np.frombuffer(vector, dtype="<f4"), pieces.reshape(rows, width)
        return found

    def _write(self, model: str, keys: Sequence[bytes], made: Sequence[_OneText]) -> None:
        blobs = [(v.astype("<f4").tobytes(), tokens.tobytes()) for v, tokens in made]
        with self._connection:
            self._connection.executemany(
                "INSERT OR REPLACE INTO encoded VALUES (?, ?, ?, ?, ?)",
                [
                    (model, key, vector, tokens, zlib.crc32(key + vector + tokens))
                    for key, (vector, tokens) in zip(keys, blobs, strict=True)
                ],
            )


def _is_whole(key: Any, vector: Any, tokens: Any, crc: Any) -> bool:
    """Whether a row is as it was written; a changed byte can have made anything of its values."""
    parts = key, vector, tokens
    is_bytes = all(isinstance(part, bytes) for part in parts)
    return is_bytes and zlib.crc32(b"".join(parts)) == crc


def _one_by_one(encoded: Encoded) -> list[_OneText]:
    ends = np.cumsum(encoded.token_counts)
    tokens = np.split(encoded.tokens, ends[:-1]) if len(ends) else []
    return list(zip(encoded.vectors, tokens, strict=True))


def _is_refusal(error: Exception, file: Path) -> bool:
    """Whether the disk or its owner is the cause of an error; else the file is damaged."""
    code = getattr(error, "sqlite_errorcode", None)
    if code is None:
        return False
    primary = code & 0xFF
    # A changed byte of its head can have SQLite take a file for one that is only to be read.
    is_kept_closed = primary == sqlite3.SQLITE_READONLY and not os.access(file, os.W_OK)
    return primary in _REFUSALS or is_kept_closed


def _connect(file: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(file)
    try:
        # SQLite's own check of the whole file reads it all: 5.6 GB for a million paragraphs, which
        # every run would wait for. Rows have checksums, and a page is looked at when it is read.
        connection.execute("PRAGMA cell_size_check = ON")
        connection.execute(_SCHEMA)
    except BaseException:
        connection.close()
        raise
    return connection
