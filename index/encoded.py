"""What a sentence model makes of texts: a vector for each, and one for each of their pieces.

Of a text's word pieces only those of search terms are kept ("the" and "," say nothing). Their
vectors are the model's last layer, projected to fewer numbers and brought to length 1.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]  # shape (vectors, dimension), rows of length 1
Halves = NDArray[np.float16]  # the same as stored
Tokens = NDArray[np.int8]  # shape (pieces, token dimension): numbers of -1..1 times TOKEN_SCALE
TOKEN_SCALE = 127


class Encoded(NamedTuple):
    """Some texts, in their order."""

    vectors: Vectors  # shape (texts, dimension)
    tokens: Tokens  # those of the first text, then those of the second, ...
    token_counts: NDArray[np.int64]  # shape (texts,)


class EncodedQuery(NamedTuple):
    """A question."""

    vector: Vectors  # shape (dimension,)
    tokens: NDArray[np.float32]  # shape (pieces, token dimension), rows of length 1
    words: tuple[str, ...]  # the word of which each piece is


class EncodedText(NamedTuple):
    """A text by itself, with where its pieces are."""

    vector: Vectors  # shape (dimension,)
    tokens: NDArray[np.float32]  # shape (pieces, token dimension), rows of length 1
    spans: tuple[tuple[int, int], ...]  # start and end of each piece in the text


def to_tokens(exact: NDArray[np.float32]) -> Tokens:
    """Rows of length 1 in 8 bits."""
    rounded: Tokens = np.rint(exact * TOKEN_SCALE).astype(np.int8)
    return rounded


def join_encoded(
    parts: Sequence[tuple[Vectors, Tokens]], dimension: int, token_dimension: int
) -> Encoded:
    """Texts encoded one by one, as one record; each part is a vector and its text's tokens."""
    vectors = np.empty((len(parts), dimension), dtype=np.float32)
    for row, (vector, _) in enumerate(parts):
        vectors[row] = vector
    tokens = [np.zeros((0, token_dimension), np.int8), *(tokens for _, tokens in parts)]
    counts = np.array([len(some) for some in tokens[1:]], dtype=np.int64)
    return Encoded(vectors, np.concatenate(tokens), counts)
