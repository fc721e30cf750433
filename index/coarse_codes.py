"""A first, coarse pass over many vectors: 4 bits for every two numbers, compared by table.

Reading every vector of a large segment takes longer than a question may; its codes are an eighth of
the bytes, and their tables fit the processor's registers. A search takes more of the coarse best
than are wanted and has their exact products computed, so what comes out is ordered exactly.
Source: Andre, Kermarrec and Le Scouarnec, ICMR 2017 (FAISS's IndexPQFastScan). What it was chosen
over, and its recall for real questions, stand in docs/decisions/0033.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from index.encoded import Halves, Vectors
from index.faiss_library import load_faiss
from index.ranker import Rows, Scores

# A segment with fewer vectors is searched exactly, which is as quick at about this size: 25,000
# vectors took 0.95 ms by codes and 1.0 exactly.
FROM_VECTORS = 20_000
# So many of the coarse best are compared exactly. For 298 real questions over 24,634 paragraphs
# they held all of the 20 nearest and .999 of the 200 nearest.
COMPARED = 800
# Codes that find less than this of the 20 nearest are not used: the segment is searched exactly.
LEAST_RECALL = 0.99
NEAREST = 20
SAMPLED = 100  # queries

_NUMBERS_A_CODE = 2
_BITS = 4
_TRAINED_ON = 30_000  # vectors: what the recall was measured with; it takes 1.2 s
_AT_ONCE = 1 << 14  # vectors in 32 bits: 25 MB


@dataclass(frozen=True, slots=True)
class CodesQuality:
    """What the codes of a segment find, measured with the words of some of its paragraphs."""

    recall: float  # share of the 20 nearest vectors that are among the best of the codes
    sampled: int  # queries


def codes_to_bytes(vectors: Vectors | Halves) -> memoryview:
    """The codes of these vectors in FAISS's own format; the dimension must be even."""
    faiss = load_faiss()
    dimension = vectors.shape[1]
    metric = faiss.METRIC_INNER_PRODUCT
    index = faiss.IndexPQFastScan(dimension, dimension // _NUMBERS_A_CODE, _BITS, metric)
    some = vectors[:: max(1, len(vectors) // _TRAINED_ON)]
    index.train(np.ascontiguousarray(some, dtype=np.float32))
    for part in _in_floats(vectors):
        index.add(part)
    return memoryview(faiss.serialize_index(index))


def _in_floats(vectors: Vectors | Halves) -> Iterator[Vectors]:
    """The vectors in 32 bits, some at a time."""
    for start in range(0, len(vectors), _AT_ONCE):
        yield vectors[start : start + _AT_ONCE].astype(np.float32)


class CoarseCodes:
    """The codes of a segment, in memory: FAISS reads them from nowhere else."""

    def __init__(self, content: bytes | memoryview) -> None:
        faiss = load_faiss()
        self._index: Any = faiss.deserialize_index(np.frombuffer(content, np.uint8))

    def __len__(self) -> int:
        return int(self._index.ntotal)

    def nearest(self, query: Vectors, wanted: int) -> tuple[Scores, Rows]:
        """About the inner products and the places of the nearest vectors, nearest first."""
        scores, places = self._index.search(query[np.newaxis], min(wanted, len(self)))
        found = places[0] >= 0
        return scores[0][found].astype(np.float64), places[0][found]


def measure_codes(codes: CoarseCodes, vectors: Vectors | Halves, queries: Vectors) -> CodesQuality:
    """How many of the nearest vectors the codes find for these queries."""
    shares = []
    products_by_query = np.concatenate([queries @ part.T for part in _in_floats(vectors)], axis=1)
    for query, products in zip(queries, products_by_query, strict=True):
        nearest = np.argpartition(-products, NEAREST)[:NEAREST]
        _, found = codes.nearest(query, COMPARED)
        shares.append(np.isin(nearest, found).mean())
    return CodesQuality(float(np.mean(shares)), len(queries))
