"""Nearest paragraphs by meaning: exact inner products of unit vectors, searched with FAISS.

A long paragraph has several vectors, one per part; its best part counts. A large segment has coarse
codes of its vectors too, which choose what is compared exactly where most of it is in scope.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from index.coarse_codes import COMPARED, CoarseCodes
from index.encoded import Vectors
from index.flat_vectors import FlatVectors, StoredVectors
from index.ranker import Mask, Rows, Scores, best_of

if TYPE_CHECKING:
    from index.embedder import QueryEncoder

# Up to this many vectors in scope a plain product is as quick as a search with a selector: 0.4 ms
# against 0.6, while at 4,000 it takes 4 ms against 1.2 (docs/decisions/0012).
FEW_VECTORS = 1_000
# Up to so many paragraphs in scope a segment with codes is searched exactly all the same: with
# 100,000 vectors both ways took 2.7 ms at a tenth of them, with 25,000 both 1.1 ms at four tenths
# (docs/decisions/0033).
EXACT_UP_TO = 10_000
# Codes know no filter: so many more of their best are taken as lie out of scope, and twice as many
# again while too few remain. More than a sixteenth's worth would take longer than an exact search.
MOST_CODES = 16 * COMPARED


class _Segment:
    """One segment's vectors, ready to search."""

    def __init__(self, stored: StoredVectors, offset: int, dimension: int) -> None:
        self.offset = offset
        self.starts = stored.starts
        self.sizes = np.diff(stored.starts)
        # 4 bytes a vector. To look 800 of them up in `starts`, segment after segment, took 1.8 of
        # the 15.6 ms of a search in a million.
        self._row_by_place = np.repeat(np.arange(len(self.sizes), dtype=np.int32), self.sizes)
        self.vectors = FlatVectors(stored.file)
        count, numbers = self.vectors.matrix.shape
        if numbers != dimension or count != stored.starts[-1]:
            raise ValueError(
                f"{count} vectors of {numbers} numbers, expected {stored.starts[-1]} of {dimension}"
            )
        self.codes = None if stored.codes is None else CoarseCodes(stored.codes)
        if self.codes is not None and len(self.codes) != count:
            raise ValueError(f"{len(self.codes)} codes of {count} vectors")

    def scores(self, query: Vectors, rows: Rows) -> Scores:
        """The best inner product of each paragraph; rows count within the segment."""
        if len(rows) == 0:
            return np.zeros(0)
        sizes = self.sizes[rows]
        ends = np.cumsum(sizes)
        places = np.repeat(self.starts[rows] - (ends - sizes), sizes) + np.arange(ends[-1])
        return np.maximum.reduceat(self.vectors.products(query, places), ends - sizes)

    def near(self, query: Vectors, in_scope: Mask, limit: int) -> tuple[Rows, Scores]:
        """The `limit` best paragraphs in scope and others near them, with about their scores."""
        total = int(np.count_nonzero(in_scope))
        if total <= max(FEW_VECTORS, limit):
            rows = np.flatnonzero(in_scope)
            return rows, self.scores(query, rows)
        if self.codes is not None and total > EXACT_UP_TO:
            found = self._near_by_codes(self.codes, query, in_scope, max(COMPARED, 2 * limit))
            if found is not None:
                return found
        return self._nearest(query, in_scope, limit)

    def _near_by_codes(
        self, codes: CoarseCodes, query: Vectors, in_scope: Mask, compared: int
    ) -> tuple[Rows, Scores] | None:
        """So many of the coarse best in scope; None where they are hard to come by."""
        wanted = int(compared * len(in_scope) / np.count_nonzero(in_scope))
        while wanted <= max(MOST_CODES, compared):
            scores, places = codes.nearest(query, wanted)
            rows = self._rows_of(places)
            allowed = in_scope[rows]
            rows, firsts = np.unique(rows[allowed], return_index=True)
            if len(rows) >= compared / 2 or wanted >= len(codes):
                return rows, scores[allowed][firsts]
            wanted *= 2
        return None

    def _nearest(self, query: Vectors, in_scope: Mask, limit: int) -> tuple[Rows, Scores]:
        """The `limit` best paragraphs in scope, and any that share the last place."""
        allowed = np.repeat(in_scope, self.sizes)
        total = int(np.count_nonzero(allowed))
        wanted = min(2 * limit, total)
        while True:
            scores, places = self.vectors.nearest(query, allowed, wanted)
            rows, firsts = np.unique(self._rows_of(places), return_index=True)
            enough = len(rows) > limit and scores[np.sort(firsts)[limit - 1]] > scores[-1]
            if enough or wanted == total:
                return rows, scores[firsts].astype(np.float64)
            wanted = min(4 * wanted, total)

    def _rows_of(self, places: Rows) -> Rows:
        """The paragraphs whose vectors these are."""
        return self._row_by_place[places].astype(np.int64)


class DenseRanker:
    """Inner product of the question's vector with each paragraph's."""

    name = "dense"

    def __init__(self, segments: Sequence[StoredVectors], embedder: QueryEncoder) -> None:
        self._embedder = embedder
        offsets = np.cumsum([0, *(len(stored.starts) - 1 for stored in segments)])
        self._offsets: NDArray[np.int64] = offsets.astype(np.int64)
        self._segments = [
            _Segment(stored, int(offset), embedder.dimension)
            for stored, offset in zip(segments, offsets[:-1], strict=True)
        ]

    def ask(self, words: str) -> DenseRanking:
        """Encode a question."""
        return DenseRanking(
            self._segments, self._offsets, self._embedder.encode_query(words).vector
        )


class DenseRanking:
    """One question's vector and the segments to compare it with."""

    def __init__(
        self, segments: Sequence[_Segment], offsets: NDArray[np.int64], query: Vectors
    ) -> None:
        self._segments = segments
        self._offsets = offsets
        self._query = query

    def best(self, in_scope: Mask, limit: int) -> Rows:
        """The nearest paragraphs in scope."""
        near = [
            segment.near(self._query, in_scope[segment.offset : end], limit)
            for segment, end in zip(self._segments, self._offsets[1:], strict=True)
        ]
        rows: Rows = np.concatenate(
            [
                np.zeros(0, np.int64),
                *(some + s.offset for (some, _), s in zip(near, self._segments, strict=True)),
            ]
        )
        about = np.concatenate([np.zeros(0), *(scores for _, scores in near)])
        if all(segment.codes is None for segment in self._segments):
            return best_of(rows, about, limit)
        # Of several segments' best only the best of all are compared exactly.
        rows = best_of(rows, about, max(COMPARED, 2 * limit))
        return best_of(rows, self.scores(rows), limit)

    def scores(self, rows: Rows) -> Scores:
        """The cosine of each paragraph with the question, -1..1."""
        scores = np.zeros(len(rows))
        for segment, end in zip(self._segments, self._offsets[1:], strict=True):
            here = (rows >= segment.offset) & (rows < end)
            scores[here] = segment.scores(self._query, rows[here] - segment.offset)
        return scores
