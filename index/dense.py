"""Nearest paragraphs by meaning: exact inner products of unit vectors, searched with FAISS.

A long paragraph has several vectors, one per part; its best part counts. The only file that knows
FAISS, which loads at the first question and searches the mapped file where it lies: the blocks that
hold a vector in scope are compared with their checksums before FAISS reads them, because it notices
no damage itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from index.blocks import BlockedFile
from index.encoded import Vectors
from index.errors import IndexDamaged
from index.ranker import Mask, Rows, Scores, best_of

if TYPE_CHECKING:
    from index.embedder import QueryEncoder

# Up to this many vectors in scope a plain product is as quick as a search with a selector: 0.4 ms
# against 0.6, while at 4,000 it takes 4 ms against 1.2 (docs/decisions/0012).
FEW_VECTORS = 1_000

# Bytes before the vectors of a flat index are 45 in FAISS 1.15; so many are checked for it.
_HEADER_ROOM = 4_096


@dataclass(frozen=True, slots=True)
class StoredVectors:
    """One segment's vectors as stored: FAISS's file, and where each paragraph's vectors start."""

    file: BlockedFile
    starts: NDArray[np.int64]  # shape (paragraphs + 1,): vectors starts[p]:starts[p + 1] are p's

    def read(self) -> Vectors:
        """All vectors, copied.

        Raises: IndexDamaged.
        """
        self.file.check_all()
        index = open_flat_index(self.file)
        return np.array(_matrix_of(index), dtype=np.float32)


def vectors_to_bytes(vectors: Vectors) -> memoryview:
    """A flat inner-product index of these vectors in FAISS's own format."""
    faiss = _load_faiss()
    index = faiss.IndexFlatIP(vectors.shape[1])
    index.add(np.ascontiguousarray(vectors, dtype=np.float32))
    return memoryview(faiss.serialize_index(index))


def open_flat_index(file: BlockedFile) -> Any:
    """FAISS's view of the mapped file; nothing of it is read but the header, which is checked.

    Raises: IndexDamaged where the file is no such index.
    """
    faiss = _load_faiss()
    file.read(0, min(len(file.content), _HEADER_ROOM))
    mapped = np.frombuffer(file.content, dtype=np.uint8)
    try:
        index = faiss.read_index(faiss.ZeroCopyIOReader(faiss.swig_ptr(mapped), mapped.size))
    except RuntimeError as error:
        raise IndexDamaged(file.file, "it is no FAISS index") from error
    if not isinstance(index, faiss.IndexFlatIP):
        raise IndexDamaged(file.file, f"it is a {type(index).__name__}")
    return index


def _matrix_of(index: Any) -> Vectors:
    faiss = _load_faiss()
    flat = faiss.rev_swig_ptr(index.get_xb(), index.ntotal * index.d)
    matrix: Vectors = flat.reshape(index.ntotal, index.d)
    return matrix


def _load_faiss() -> Any:
    """The library, at its first use; its bindings' types say less than its documents."""
    import faiss

    # One thread: a flat search takes 2 ms, and threads that wait for a busy core take longer.
    faiss.omp_set_num_threads(1)
    return faiss


class _Segment:
    """One segment's vectors, ready to search."""

    def __init__(self, stored: StoredVectors, offset: int, dimension: int) -> None:
        self.offset = offset
        self.starts = stored.starts
        self.sizes = np.diff(stored.starts)
        self.index = open_flat_index(stored.file)
        if self.index.d != dimension or self.index.ntotal != stored.starts[-1]:
            raise ValueError(
                f"{self.index.ntotal} vectors of {self.index.d} numbers, "
                f"expected {stored.starts[-1]} of {dimension}"
            )
        self.matrix = _matrix_of(self.index)
        self._file = stored.file
        # The vectors end the file.
        self._first_byte = len(stored.file.content) - self.matrix.nbytes

    def _check(self, places: Rows) -> None:
        """Compare the blocks that hold these vectors with their checksums."""
        size = self.matrix.itemsize * self.matrix.shape[1]
        starts = self._first_byte + places * size
        self._file.check(starts, starts + size)

    def scores(self, query: Vectors, rows: Rows) -> Scores:
        """The best inner product of each paragraph; rows count within the segment."""
        if len(rows) == 0:
            return np.zeros(0)
        sizes = self.sizes[rows]
        ends = np.cumsum(sizes)
        places = np.repeat(self.starts[rows] - (ends - sizes), sizes) + np.arange(ends[-1])
        self._check(places)
        # einsum adds each row by itself, so a score never depends on the rows beside it.
        products = np.einsum("ij,j->i", self.matrix[places], query, dtype=np.float64)
        return np.maximum.reduceat(products, ends - sizes)

    def best(self, query: Vectors, in_scope: Mask, limit: int) -> Rows:
        """The `limit` best paragraphs in scope, and any that share the last place."""
        allowed = np.repeat(in_scope, self.sizes)
        total = int(np.count_nonzero(allowed))
        if total <= max(FEW_VECTORS, limit):
            return np.flatnonzero(in_scope)
        self._check(np.flatnonzero(allowed))
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
