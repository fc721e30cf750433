"""A segment's vectors in half precision: FAISS's own flat index, searched where it lies.

Half precision halves what is read: a search of 37,000 vectors takes 0.84 ms where floats take 1.6,
and .999 of the 200 nearest are the same (docs/decisions/0033). The file is mapped; the blocks that
hold a vector in scope are compared with their checksums before FAISS reads them, because it notices
no damage itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.blocks import BlockedFile
from index.encoded import Halves, Vectors
from index.errors import IndexDamaged
from index.faiss_library import load_faiss
from index.ranker import Mask, Rows

# FAISS's header has 81 bytes in version 1.15. Zeros before it let the vectors begin at a multiple
# of this: read across two lines of the processor's cache they took 1.8 times as long.
_ALIGNMENT = 64
# Bytes that are checked for the zeros and the header.
_HEADER_ROOM = 4_096


@dataclass(frozen=True, slots=True)
class StoredVectors:
    """One segment's vectors as stored: FAISS's file, and where each paragraph's vectors start."""

    file: BlockedFile
    starts: NDArray[np.int64]  # shape (paragraphs + 1,): vectors starts[p]:starts[p + 1] are p's
    codes: bytes | memoryview | None = None  # of index/coarse_codes.py, for a large segment

    def read(self) -> Vectors:
        """All vectors, copied.

        Raises: IndexDamaged.
        """
        return self.read_at(np.arange(self.starts[-1]))

    def read_at(self, places: Rows) -> Vectors:
        """The vectors at these places, copied.

        Raises: IndexDamaged.
        """
        flat = FlatVectors(self.file)
        flat.check(places)
        return flat.matrix[places].astype(np.float32)


def vectors_to_pieces(vectors: Vectors | Halves) -> Iterator[bytes | memoryview]:
    """The bytes of a file with these vectors, one piece after the other."""
    faiss = load_faiss()
    index = _empty_index(vectors.shape[1])
    index.add_sa_codes(np.ascontiguousarray(vectors, dtype=np.float16).view(np.uint8))
    content = memoryview(faiss.serialize_index(index))
    header = len(content) - vectors.size * np.dtype(np.float16).itemsize
    yield bytes(-header % _ALIGNMENT)
    yield content


def _empty_index(dimension: int) -> Any:
    faiss = load_faiss()
    half = faiss.ScalarQuantizer.QT_fp16
    return faiss.IndexScalarQuantizer(dimension, half, faiss.METRIC_INNER_PRODUCT)


class FlatVectors:
    """FAISS's view of the mapped file; reading damaged vectors raises IndexDamaged."""

    def __init__(self, file: BlockedFile) -> None:
        """Only the header is read here, and checked.

        Raises: IndexDamaged where the file is no such index.
        """
        self._file = file
        self._index = _open_index(file)
        shape = (int(self._index.ntotal), int(self._index.d))
        size = shape[0] * shape[1] * np.dtype(np.float16).itemsize
        self._first_byte = len(file.content) - size  # the vectors end the file
        self.matrix: Halves = np.frombuffer(
            file.content, np.float16, shape[0] * shape[1], self._first_byte
        ).reshape(shape)

    def check(self, places: Rows) -> None:
        """Compare the blocks that hold these vectors with their checksums."""
        size = self.matrix.itemsize * self.matrix.shape[1]
        starts = self._first_byte + places * size
        self._file.check(starts, starts + size)

    def products(self, query: Vectors, places: Rows) -> NDArray[np.float64]:
        """The inner product of each of these vectors with the query."""
        self.check(places)
        # FAISS multiplies halves as it reads them. Decoding 800 vectors took 0.33 ms and NumPy's
        # product 0.16; this takes 0.11, and adds each row by itself as well, so that a score never
        # depends on the rows beside it.
        some = _empty_index(self.matrix.shape[1])
        some.add_sa_codes(self.matrix[places].view(np.uint8))
        scores, order = some.search(query[np.newaxis], len(places))
        products = np.empty(len(places))
        products[order[0]] = scores[0]
        return products

    def nearest(self, query: Vectors, allowed: Mask, wanted: int) -> tuple[Vectors, Rows]:
        """The inner products and places of the nearest vectors that are allowed, nearest first."""
        self.check(np.flatnonzero(allowed))
        faiss = load_faiss()
        selector = faiss.IDSelectorBitmap(np.packbits(allowed, bitorder="little"))
        parameters = faiss.SearchParameters(sel=selector)
        scores, places = self._index.search(query[np.newaxis], wanted, params=parameters)
        return scores[0], places[0]


def _open_index(file: BlockedFile) -> Any:
    faiss = load_faiss()
    header = np.frombuffer(file.read(0, min(len(file.content), _HEADER_ROOM)), np.uint8)
    begins = np.flatnonzero(header[:_ALIGNMENT])
    mapped = np.frombuffer(file.content, np.uint8)[begins[0] if len(begins) else 0 :]
    try:
        index = faiss.read_index(faiss.ZeroCopyIOReader(faiss.swig_ptr(mapped), mapped.size))
    except RuntimeError as error:
        raise IndexDamaged(file.file, "it is no FAISS index") from error
    if not isinstance(index, faiss.IndexScalarQuantizer):
        raise IndexDamaged(file.file, f"it is a {type(index).__name__}")
    return index
