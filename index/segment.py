"""A segment: the paragraphs of some reports as text, vectors, tokens and postings, never changed.

Rows count its paragraphs from 0, report after report. Which of its reports are still live is not
its business: the catalogue of each generation says so.
"""

from __future__ import annotations

import io
import json
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus import Document
from index.blocks import BlockedFile, checksums_of, write_blocked
from index.bm25 import Postings, count_postings
from index.coarse_codes import (
    FROM_VECTORS,
    LEAST_RECALL,
    SAMPLED,
    CoarseCodes,
    CodesQuality,
    codes_to_bytes,
    measure_codes,
)
from index.embedder import Embedder
from index.encoded import Encoded, EncodedQuery, Tokens, Vectors
from index.errors import IndexDamaged
from index.flat_vectors import StoredVectors, vectors_to_pieces
from index.paragraph_file import ParagraphFile, paragraph_lines
from index.placing import placed_parts, placed_words
from index.storage import (
    SegmentEntry,
    StoredFile,
    read_checked,
    segment_folder,
    settle,
    sync_written,
    write_synced,
)
from index.tables import (
    SEGMENT_TABLES,
    create_database,
    insert_document,
    open_database,
    read_documents,
)
from index.terms import terms
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
_POSTING_ARRAYS = ("starts", "rows", "counts", "lengths")

Encode = Callable[[Sequence[str]], Encoded]
EncodeQuery = Callable[[str], EncodedQuery]

# Words of a paragraph that stand for a question where codes are measured: with eight of them as
# many of the nearest were found as with real questions (docs/decisions/0033).
QUESTION_WORDS = 8


@dataclass(frozen=True, slots=True)
class Batch:
    """Some documents with what a sentence model made of their paragraphs."""

    documents: tuple[Document, ...]
    vectors: Vectors
    vector_counts: NDArray[np.int64]  # shape (paragraphs,): a long paragraph has several vectors
    tokens: Tokens
    token_counts: NDArray[np.int64]  # shape (paragraphs,)


def encode_documents(documents: Sequence[Document], embedder: Embedder, encode: Encode) -> Batch:
    """The documents ready to be written; `encode` may have a cache before `embedder`."""
    parts = [
        placed_parts(document, paragraph, embedder.window_words)
        for document in documents
        for paragraph in document.paragraphs
    ]
    counts = np.array([len(texts) for texts in parts], dtype=np.int64)
    encoded = encode([text for texts in parts for text in texts])
    ends = np.cumsum(counts)
    sums = np.concatenate([[0], np.cumsum(encoded.token_counts)])
    return Batch(
        documents=tuple(documents),
        vectors=encoded.vectors,
        vector_counts=counts,
        tokens=encoded.tokens,
        token_counts=sums[ends] - sums[ends - counts],
    )


def write_segment(
    folder: Path, name: str, batches: Sequence[Batch], encode_query: EncodeQuery
) -> SegmentEntry:
    """Write the batches as one new segment and put it in its place; nothing refers to it yet.

    `encode_query` is asked only where the segment is so large that its vectors get coarse codes.
    """
    staged = folder / "staging" / f"segment-{name}"
    staged.mkdir()
    documents = [document for batch in batches for document in batch.documents]
    vectors = np.concatenate([batch.vectors for batch in batches])
    codes, quality = _write_codes(staged, documents, vectors, encode_query)
    files = [
        *_write_paragraphs(staged, documents),
        *_write_vectors(staged, batches, vectors),
        *codes,
        *_write_postings(staged, documents),
        _write_records(staged, documents),
    ]
    settle(staged, segment_folder(folder, name))
    paragraphs = sum(len(document.paragraphs) for document in documents)
    return SegmentEntry(name, paragraphs, tuple(files), quality)


def _write_codes(
    staged: Path, documents: Sequence[Document], vectors: Vectors, encode_query: EncodeQuery
) -> tuple[list[StoredFile], CodesQuality | None]:
    """The codes of a large segment's vectors, where they find enough."""
    if len(vectors) < FROM_VECTORS or vectors.shape[1] % 2:
        return [], None
    content = codes_to_bytes(vectors)
    texts = [p.text for document in documents for p in document.paragraphs]
    asked = [
        " ".join(text.split()[:QUESTION_WORDS]) for text in texts[:: max(1, len(texts) // SAMPLED)]
    ]
    queries = np.stack([encode_query(words).vector for words in asked])
    quality = measure_codes(CoarseCodes(content), vectors, queries)
    if quality.recall < LEAST_RECALL:
        return [], None
    return [write_synced(staged / CODES, content)], quality


def _write_records(staged: Path, documents: Sequence[Document]) -> StoredFile:
    file = staged / RECORDS
    connection = create_database(file, SEGMENT_TABLES)
    try:
        first_row = 0
        with connection:
            for document in documents:
                insert_document(connection, document, first_row)
                first_row += len(document.paragraphs)
    finally:
        connection.close()
    return sync_written(file)


def _write_paragraphs(staged: Path, documents: Sequence[Document]) -> list[StoredFile]:
    lines = list(paragraph_lines([p for document in documents for p in document.paragraphs]))
    sizes = [len(line) for line in lines]
    return [
        *write_blocked(staged / PARAGRAPHS, lines),
        _write_starts(staged / PARAGRAPH_STARTS, [np.array(sizes, dtype=np.int64)]),
    ]


def _write_vectors(staged: Path, batches: Sequence[Batch], vectors: Vectors) -> list[StoredFile]:
    return [
        *write_blocked(staged / VECTORS, vectors_to_pieces(vectors)),
        _write_starts(staged / VECTOR_STARTS, [batch.vector_counts for batch in batches]),
        *write_blocked(staged / TOKENS, (_bytes_of(batch.tokens) for batch in batches)),
        _write_starts(staged / TOKEN_STARTS, [batch.token_counts for batch in batches]),
    ]


def _bytes_of(array: NDArray[Any]) -> bytes | memoryview:
    """A memoryview cannot be cast where one of its lengths is 0."""
    return np.ascontiguousarray(array).data.cast("B") if array.size else b""


def _write_starts(file: Path, counts: Iterable[NDArray[np.int64]]) -> StoredFile:
    """Where each paragraph's share begins, given how large each is; the end stands last."""
    sizes = np.concatenate([np.zeros(1, np.int64), *counts])
    return _write_array(file, np.cumsum(sizes).astype(np.int64))


def _write_postings(staged: Path, documents: Sequence[Document]) -> list[StoredFile]:
    postings = count_postings(
        [
            terms(placed_words(document, paragraph))
            for document in documents
            for paragraph in document.paragraphs
        ]
    )
    vocabulary = json.dumps(postings.vocabulary, ensure_ascii=False).encode()
    return [
        write_synced(staged / VOCABULARY, vocabulary),
        *(
            _write_array(staged / f"postings_{name}.npy", getattr(postings, name))
            for name in _POSTING_ARRAYS
        ),
    ]


def _write_array(file: Path, array: NDArray[Any]) -> StoredFile:
    stream = io.BytesIO()
    np.save(stream, array, allow_pickle=False)
    return write_synced(file, stream.getbuffer())


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
            vectors=vectors.read()[_shares(vectors.starts, rows)],
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
        arrays = {name: read(f"postings_{name}.npy") for name in _POSTING_ARRAYS}
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
