"""Nearest paragraphs by meaning: exact inner products of unit vectors, searched with FAISS.

A long paragraph has several vectors, one per part; its best part counts. The only file that knows
FAISS, which loads at the first question.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from index.ranker import Mask, Rows, Scores, best_of

if TYPE_CHECKING:
    from index.embedder import Embedder

Vectors = NDArray[np.float32]  # shape (vectors, dimension), rows of length 1

# Up to this many vectors in scope a plain product is as quick as a search with a selector: 0.4 ms
# against 0.6, while at 4,000 it takes 4 ms against 1.2 (docs/decisions/0012).
FEW_VECTORS = 1_000


@dataclass(frozen=True, slots=True)
class StoredVectors:
    """One segment's vectors as stored: FAISS's bytes, and where each paragraph's vectors start."""

    faiss_bytes: Any  # anything with the buffer interface; kept open by whoever opened it
    starts: NDArray[np.int64]  # shape (paragraphs + 1,): vectors starts[p]:starts[p + 1] are p's


def vectors_to_bytes(vectors: Vectors) -> bytes:
    """A flat inner-product index of these vectors in FAISS's own format."""
    faiss = _load_faiss()
    index = faiss.IndexFlatIP(vectors.shape[1])
    index.add(np.ascontiguousarray(vectors, dtype=np.float32))
    return bytes(faiss.serialize_index(index).tobytes())


def _load_faiss() -> Any:
    """The library, at its first use; its bindings' types say less than its documents."""
    import faiss

    # One thread: a flat search takes 2 ms, and threads that wait for a busy core take longer.
    faiss.omp_set_num_threads(1)
    return faiss


class _Segment:
    """One segment's vectors, ready to search."""

    def __init__(self, stored: StoredVectors, offset: int, dimension: int) -> None:
        faiss = _load_faiss()
        self.offset = offset
        self.starts = stored.starts
        self.sizes = np.diff(stored.starts)
        self.index = faiss.deserialize_index(np.frombuffer(stored.faiss_bytes, dtype=np.uint8))
        if self.index.d != dimension or self.index.ntotal != stored.starts[-1]:
            raise ValueError(
                f"{self.index.ntotal} vectors of {self.index.d} numbers, "
                f"expected {stored.starts[-1]} of {dimension}"
            )
        flat = faiss.rev_swig_ptr(self.index.get_xb(), self.index.ntotal * dimension)
        self.matrix: Vectors = flat.reshape(self.index.ntotal, dimension)

    def scores(self, query: Vectors, rows: Rows) -> Scores:
        """The best inner product of each paragraph; rows count within the segment."""
        if len(rows) == 0:
            return np.zeros(0)
        sizes = self.sizes[rows]
        ends = np.cumsum(sizes)
        places = np.repeat(self.starts[rows] - (ends - sizes), sizes) + np.arange(ends[-1])
        # einsum adds each row by itself, so a score never depends on the rows beside it.
        products = np.einsum("ij,j->i", self.matrix[places], query, dtype=np.float64)
        return np.maximum.reduceat(products, ends - sizes)

    def best(self, query: Vectors, in_scope: Mask, limit: int) -> Rows:
        """The `limit` best paragraphs in scope, and any that share the last place."""
        allowed = np.repeat(in_scope, self.sizes)
        total = int(np.count_nonzero(allowed))
        if total <= max(FEW_VECTORS, limit):
            return np.flatnonzero(in_scope)
        wanted = min(2 * limit, total)
        while True:
            scores, places = self._search(query, allowed, wanted)
            rows = np.searchsorted(self.starts, places, side="right") - 1
            _, firsts = np.unique(rows, return_index=True)
            enough = len(firsts) > limit and scores[np.sort(firsts)[limit - 1]] > scores[-1]
            if enough or wanted == total:
                return np.unique(rows)
            wanted = min(4 * wanted, total)

    def _search(self, query: Vectors, allowed: Mask, wanted: int) -> tuple[Vectors, Rows]:
        faiss = _load_faiss()
        selector = faiss.IDSelectorBitmap(np.packbits(allowed, bitorder="little"))
        parameters = faiss.SearchParameters(sel=selector)
        scores, places = self.index.search(query[np.newaxis], wanted, params=parameters)
        return scores[0], places[0]


class DenseRanker:
    """Inner product of the question's vector with each paragraph's."""

    name = "dense"

    def __init__(self, segments: Sequence[StoredVectors], embedder: Embedder) -> None:
        self._embedder = embedder
        offsets = np.cumsum([0, *(len(stored.starts) - 1 for stored in segments)])
        self._offsets: NDArray[np.int64] = offsets.astype(np.int64)
        self._segments = [
            _Segment(stored, int(offset), embedder.dimension)
            for stored, offset in zip(segments, offsets[:-1], strict=True)
        ]

    def ask(self, words: str) -> DenseRanking:
        """Embed a question."""
        return DenseRanking(self._segments, self._offsets, self._embedder.embed_query(words))


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
        found = [
            segment.best(self._query, in_scope[segment.offset : end], limit) + segment.offset
            for segment, end in zip(self._segments, self._offsets[1:], strict=True)
        ]
        rows: Rows = np.concatenate(found or [np.zeros(0, np.int64)]).astype(np.int64)
        return best_of(rows, self.scores(rows), limit)

    def scores(self, rows: Rows) -> Scores:
        """The cosine of each paragraph with the question, -1..1."""
        scores = np.zeros(len(rows))
        for segment, end in zip(self._segments, self._offsets[1:], strict=True):
            here = (rows >= segment.offset) & (rows < end)
            scores[here] = segment.scores(self._query, rows[here] - segment.offset)
        return scores
