"""A second look at the best candidates: how well each word of a question is met in a paragraph.

A paragraph has one vector for all that it says; a question may ask for one clause of it. So each
word piece of the question looks for its nearest piece of the paragraph, and the mean of these
cosines, rare words counting more, is the paragraph's score (MaxSim).
Source: Khattab and Zaharia, SIGIR 2020; what it gains here stands in docs/decisions/0018.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from index.blocks import BlockedFile
from index.embedder import QUESTIONS_KEPT
from index.encoded import TOKEN_SCALE, EncodedQuery, Tokens
from index.ranker import Rows, Scores

if TYPE_CHECKING:
    from index.embedder import PieceEncoder

# Paragraphs whose pieces are kept, at about a kilobyte each: cutting one into pieces takes 0.2 ms,
# and the paragraphs that questions are answered with come back.
TEXTS_KEPT = 2_048


@dataclass(frozen=True, slots=True)
class StoredTokens:
    """One segment's token vectors as stored, row after row without a gap."""

    file: BlockedFile
    starts: NDArray[np.int64]  # shape (paragraphs + 1,): tokens starts[p]:starts[p + 1] are p's
    dimension: int  # 0 where the model gives none

    def read(self, rows: Rows) -> Tokens:
        """The tokens of these paragraphs, one after the other.

        Raises: IndexDamaged.
        """
        if self.dimension == 0:
            return np.zeros((0, 0), np.int8)
        starts, ends = self.starts[rows], self.starts[rows + 1]
        self.file.check(starts * self.dimension, ends * self.dimension)
        tokens = np.frombuffer(self.file.content, dtype=np.int8).reshape(-1, self.dimension)
        pieces = [
            tokens[start:end] for start, end in zip(starts.tolist(), ends.tolist(), strict=True)
        ]
        return np.concatenate([tokens[:0], *pieces])


class TokenLook:
    """MaxSim between a question and the paragraphs of several segments."""

    name = "tokens"

    def __init__(
        self,
        segments: Sequence[StoredTokens],
        embedder: PieceEncoder,
        rarity: Callable[[str], float],
    ) -> None:
        """`rarity` gives the weight of a word of the question."""
        # NumPy's products here are small. Threads that wait for one another took twice the
        # processor's time: 31 ms a question against 16 (24 November 2026, two busy cores).
        threadpool_limits(1, user_api="blas")
        self._segments = tuple(segments)
        self._embedder = embedder
        self._weights = lru_cache(QUESTIONS_KEPT)(partial(_piece_weights, rarity))
        self._piece_starts = lru_cache(TEXTS_KEPT)(partial(_find_piece_starts, embedder))
        sizes = [len(stored.starts) - 1 for stored in segments]
        self._offsets = np.cumsum([0, *sizes]).astype(np.int64)

    def scores(self, words: str, rows: Rows) -> Scores | None:
        """-1..1 for each of these rows; None where the question or the model has no tokens."""
        query = self._embedder.encode_query(words)
        weights = self._weights(query.words)
        if not len(rows) or weights.sum() <= 0 or not all(s.dimension for s in self._segments):
            return None
        scores = np.zeros(len(rows))
        for stored, offset, end in zip(
            self._segments, self._offsets[:-1], self._offsets[1:], strict=True
        ):
            here = np.flatnonzero((rows >= offset) & (rows < end))
            scores[here] = _best_matches(query, weights, stored, rows[here] - offset)
        return scores

    def span_scores(
        self, words: str, row: int, text: str, spans: Sequence[tuple[int, int]]
    ) -> Scores | None:
        """The same score for each stretch of one paragraph, by the tokens that lie in it.

        `text` is what was encoded for the paragraph; None where it is not one text, or has no
        tokens.
        """
        query = self._embedder.encode_query(words)
        weights = self._weights(query.words)
        place = int(np.searchsorted(self._offsets, row, side="right")) - 1
        tokens = self._segments[place].read(np.array([row - self._offsets[place]]))
        starts = self._piece_starts(text)
        if weights.sum() <= 0 or not len(tokens) or len(starts) != len(tokens):
            return None  # a stand-in for the model, or a text that it did not see to the end
        cosines = (tokens.astype(np.float32) @ query.tokens.T) / TOKEN_SCALE
        scores = np.zeros(len(spans))
        for span, (start, end) in enumerate(spans):
            inside = cosines[(starts >= start) & (starts < end)]
            if len(inside):
                scores[span] = inside.max(axis=0) @ (weights / weights.sum())
        return scores


def _piece_weights(rarity: Callable[[str], float], words: tuple[str, ...]) -> NDArray[np.float64]:
    """What each piece counts: its word's rarity, shared among the pieces of that word."""
    pieces = Counter(words)
    return np.array([rarity(word) / pieces[word] for word in words], dtype=np.float64)


def _find_piece_starts(embedder: PieceEncoder, text: str) -> NDArray[np.int32]:
    """Where in a text each piece begins whose token is kept."""
    return np.array([start for start, _ in embedder.piece_spans(text)], dtype=np.int32)


def _best_matches(
    query: EncodedQuery, weights: NDArray[np.float64], stored: StoredTokens, rows: Rows
) -> Scores:
    sizes = np.diff(stored.starts)[rows]
    scores = np.zeros(len(rows))
    said = np.flatnonzero(sizes)  # a paragraph of marks alone has no tokens
    if len(said) == 0:
        return scores
    tokens = stored.read(rows[said]).astype(np.float32)
    cosines = (tokens @ query.tokens.T) / TOKEN_SCALE
    firsts = np.concatenate([[0], np.cumsum(sizes[said])[:-1]])
    best = np.maximum.reduceat(cosines, firsts, axis=0)
    scores[said] = best @ (weights / weights.sum())
    return scores
