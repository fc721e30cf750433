"""An index made from documents as `qa index` makes it, embedding apart, in a process of its own.

    python -m bench.building DOCUMENTS.jsonl FOLDER

The model is one that costs next to nothing: vectors by the text's checksum, as many as the packaged
model gives, so that what is written is as much. Its own seconds are told apart.
"""

from __future__ import annotations

import argparse
import json
import time
import zlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from bench.generator.geometry import DIMENSION, TOKEN_DIMENSION, unit
from bench.generator.model import WINDOW_WORDS
from bench.memory import most_bytes
from index import update_collection
from index.encoded import Encoded, EncodedQuery, to_tokens

_KEPT = 4_096  # different vectors
# Tokens of a text for each of its words: 49 for 62 in the median of real ones.
_TOKENS_PER_WORD = 0.7


class CheapEmbedder:
    """An `index.Embedder` that gives some vector for a text, at once."""

    name = "cheap"
    sha256 = "cheap"
    dimension = DIMENSION
    token_dimension = TOKEN_DIMENSION
    window_words = WINDOW_WORDS

    def __init__(self) -> None:
        chance = np.random.default_rng(0)
        self._vectors = unit(chance.standard_normal((_KEPT, DIMENSION), dtype=np.float32))
        tokens = unit(chance.standard_normal((2 * _KEPT, TOKEN_DIMENSION), dtype=np.float32))
        self._tokens = to_tokens(tokens)
        self.seconds = 0.0

    def encode_texts(self, texts: Sequence[str]) -> Encoded:
        """Vectors and tokens from two tables."""
        started = time.perf_counter()
        places = np.array([zlib.crc32(text.encode()) % _KEPT for text in texts], dtype=np.int64)
        counts = np.array([1 + int(_TOKENS_PER_WORD * len(t.split())) for t in texts], np.int64)
        counts = np.minimum(counts, _KEPT)
        tokens = [self._tokens[p : p + n] for p, n in zip(places, counts, strict=True)]
        empty = np.zeros((0, TOKEN_DIMENSION), np.int8)
        found = Encoded(self._vectors[places], np.concatenate([empty, *tokens]), counts)
        self.seconds += time.perf_counter() - started
        return found

    def encode_query(self, words: str) -> EncodedQuery:
        """Some vector, without tokens."""
        tokens = np.zeros((0, TOKEN_DIMENSION), np.float32)
        return EncodedQuery(self._vectors[zlib.crc32(words.encode()) % _KEPT], tokens, ())

    def piece_spans(self, text: str) -> list[tuple[int, int]]:
        """None."""
        return []


def main() -> None:
    """Build, and print one line of JSON."""
    parser = argparse.ArgumentParser(description="Build an index from documents.")
    parser.add_argument("documents", type=Path)
    parser.add_argument("folder", type=Path)
    arguments = parser.parse_args()
    model = CheapEmbedder()
    started = time.perf_counter()
    run = update_collection(arguments.folder, [arguments.documents], embedder=model)
    seconds = time.perf_counter() - started - model.seconds
    print(
        json.dumps({"seconds": seconds, "paragraphs": run.paragraphs, "most_bytes": most_bytes()})
    )


if __name__ == "__main__":
    main()
