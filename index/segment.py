"""A segment: the paragraphs of some reports as text, vectors, tokens and postings, never changed.

Rows count its paragraphs from 0, report after report. Which of its reports are still live is not
its business: the catalogue of each generation says so. `segment_writing.py` writes segments.
"""

from __future__ import annotations

import io
import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus import Document
from index.blocks import BlockedFile, checksums_of
from index.bm25 import Postings
from index.encoded import Tokens, Vectors
from index.errors import IndexDamaged
from index.flat_vectors import StoredVectors
from index.paragraph_file import ParagraphFile
from index.storage import SegmentEntry, StoredFile, read_checked, segment_folder
from index.tables import open_database, read_documents
from index.token_vectors import StoredTokens

RECORDS = "records.sqlite"
PARAGRAPHS = "paragraphs.jsonl"
PARAGRAPH_STARTS = "paragraph_starts.npy"
VECTORS = "vectors.faiss"
VECTOR_STARTS = "vector_starts.npy"
CODES = "codes.faiss"
TOKENS = "tokens.bin"
TOKEN_STARTS = "token_starts.npy"
VOCABULARY = "vocabulary.json"
POSTING_ARRAYS = ("starts", "rows", "counts", "lengths")


@dataclass(frozen=True, slots=True)
class Batch:
    """Some documents with what a sentence model made of their paragraphs."""

    documents: tuple[Document, ...]
    vectors: Vectors
    vector_counts: NDArray[np.int64]  # shape (paragraphs,): a long paragraph has several vectors
    tokens: Tokens
    token_counts: NDArray[np.int64]  # shape (paragraphs,)

    def __len__(self) -> int:
        """How many paragraphs."""
        return len(self.vector_counts)


@dataclass(frozen=True, slots=True)
class OpenSegment:
    """A segment whose small files are whole; the large ones are checked as they are read.

    It stays readable when its folder is gone.
    """

    name: str
    records: sqlite3.Connection
    paragraphs: ParagraphFile
    postings: Postings
    vectors: StoredVectors
    tokens: StoredTokens

    def __len__(self) -> int:
        return len(self.paragraphs)

    def batch(self, report_ids: Sequence[str]) -> Batch:
        """These reports as they were written, to be written again in another segment.

        Raises: IndexDamaged.
        """
        found = read_documents(self.records, report_ids, self.paragraphs.read)
        rows = np.array([row for _, some in found for row in some], dtype=np.int64)
        vectors, tokens = self.vectors, self.tokens
        return Batch(
            documents=tuple(document for document, _ in found),
            vectors=vectors.read_at(_shares(vectors.starts, rows)),
            vector_counts=np.diff(vectors.starts)[rows],
            tokens=tokens.read(rows),
            token_counts=np.diff(tokens.starts)[rows],
        )


def _shares(starts: NDArray[np.int64], rows: NDArray[np.int64]) -> NDArray[np.int64]:
    """The places of all that belongs to these rows, row after row."""
    counts = np.diff(starts)[rows]
    ends = np.cumsum(counts)
    places: NDArray[np.int64] = np.repeat(starts[rows] - (ends - counts), counts)
    return places + np.arange(ends[-1] if len(ends) else 0)


def open_segment(folder: Path, entry: SegmentEntry, token_dimension: int) -> OpenSegment:
    """Open a segment of a generation.

    Raises: IndexDamaged naming the first small file that is not what was written.
    """
    place = segment_folder(folder, entry.name)
    stored = {file.name: file for file in entry.files}
    read = partial(_read_array, place, stored)
    try:
        records = read_checked(place, stored[RECORDS])
        vocabulary = json.loads(read_checked(place, stored[VOCABULARY]))
        arrays = {name: read(f"postings_{name}.npy") for name in POSTING_ARRAYS}
        large = {
            name: BlockedFile.open(place, stored[name], stored[checksums_of(name)])
            for name in (PARAGRAPHS, VECTORS, TOKENS)
        }
        return OpenSegment(
            name=entry.name,
            records=open_database(records),
            paragraphs=ParagraphFile(large[PARAGRAPHS], read(PARAGRAPH_STARTS)),
            postings=Postings(vocabulary=tuple(vocabulary), **arrays),
            vectors=StoredVectors(
                large[VECTORS],
                read(VECTOR_STARTS),
                read_checked(place, stored[CODES]) if entry.codes else None,
            ),
            tokens=StoredTokens(large[TOKENS], read(TOKEN_STARTS), token_dimension),
        )
    except KeyError as error:
        raise IndexDamaged(place, f"the manifest names no {error.args[0]}") from error
    except ValueError as error:  # NumPy's answer to an array of objects, which would be a pickle
        raise IndexDamaged(place, f"a file of it holds something else: {error}") from error


def _read_array(place: Path, stored: dict[str, StoredFile], name: str) -> NDArray[Any]:
    content = read_checked(place, stored[name])
    array: NDArray[Any] = np.load(io.BytesIO(content), allow_pickle=False)
    return array
