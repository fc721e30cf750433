"""Segments as they are written: reports come in batches, and no more than one batch is held.

What grows with a segment until it is full is 768 bytes of vectors and 300 of postings a paragraph;
everything else is on the disk as soon as it is there. So a run takes as much memory for a million
paragraphs as for one full segment (docs/decisions/0036).
"""

from __future__ import annotations

import io
import json
from array import array
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus import Document
from index.blocks import BlockedWriter, write_blocked
from index.bm25 import Postings, PostingsCount
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
from index.encoded import Encoded, EncodedQuery, Halves
from index.flat_vectors import vectors_to_pieces
from index.paragraph_file import paragraph_lines
from index.placing import placed_parts, placed_words
from index.segment import (
    CODES,
    PARAGRAPH_STARTS,
    PARAGRAPHS,
    POSTING_ARRAYS,
    RECORDS,
    TOKEN_STARTS,
    TOKENS,
    VECTOR_STARTS,
    VECTORS,
    VOCABULARY,
    Batch,
)
from index.storage import (
    SegmentEntry,
    StoredFile,
    segment_folder,
    settle,
    sync_written,
    write_synced,
)
from index.tables import SEGMENT_TABLES, create_database, insert_document
from index.terms import terms

Encode = Callable[[Sequence[str]], Encoded]
EncodeQuery = Callable[[str], EncodedQuery]
Counts = NDArray[np.int64]  # shape (paragraphs,)
Starts = NDArray[np.int64]  # shape (paragraphs + 1,)

# Words of a paragraph that stand for a question where codes are measured: with eight of them as
# many of the nearest were found as with real questions (docs/decisions/0033).
QUESTION_WORDS = 8


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


def write_segments(
    folder: Path, first: int, batches: Iterable[Batch], largest: int, encode_query: EncodeQuery
) -> list[SegmentEntry]:
    """Write the batches as segments of at most `largest` paragraphs, named by number from `first`.

    A batch is taken when the one before is written; only one that is larger makes a larger segment.
    """
    place = _Places(largest)
    return [
        write_segment(folder, f"{first + number:06d}", some, encode_query)
        for number, some in groupby(batches, key=place.of)
    ]


class _Places:
    """Counts batches into segments."""

    def __init__(self, largest: int) -> None:
        self._largest = largest
        self._segment = 0
        self._held = 0

    def of(self, batch: Batch) -> int:
        """In which segment the next batch goes."""
        if self._held and self._held + len(batch) > self._largest:
            self._segment += 1
            self._held = 0
        self._held += len(batch)
        return self._segment


def write_segment(
    folder: Path, name: str, batches: Iterable[Batch], encode_query: EncodeQuery
) -> SegmentEntry:
    """Write the batches as one new segment and put it in its place; nothing refers to it yet.

    `encode_query` is asked only where the segment is so large that its vectors get coarse codes.
    """
    staged = folder / "staging" / f"segment-{name}"
    staged.mkdir()
    held = _Held()
    with _Streams(staged) as streams:
        for batch in batches:
            streams.write(batch)
            held.add(batch)
    lines = _starts([np.array(streams.line_sizes, dtype=np.int64)])
    files = [
        *streams.stored,
        _write_array(staged / PARAGRAPH_STARTS, lines),
        _write_array(staged / VECTOR_STARTS, _starts(held.vector_counts)),
        _write_array(staged / TOKEN_STARTS, _starts(held.token_counts)),
        *_write_postings(staged, held.postings.postings()),
    ]
    vectors = held.take_vectors()
    files += write_blocked(staged / VECTORS, vectors_to_pieces(vectors))
    codes = _make_codes(vectors, staged / PARAGRAPHS, lines, encode_query)
    if codes:
        files.append(write_synced(staged / CODES, codes.content))
    settle(staged, segment_folder(folder, name))
    return SegmentEntry(name, len(lines) - 1, tuple(files), codes.quality if codes else None)


class _Streams:
    """The files of a segment that grow with every batch; `stored` says what they are at the end."""

    stored: tuple[StoredFile, ...]

    def __init__(self, staged: Path) -> None:
        self.line_sizes = array("q")  # bytes of each paragraph
        self._staged = staged

    def __enter__(self) -> _Streams:
        with ExitStack() as opened:
            self._paragraphs = opened.enter_context(BlockedWriter(self._staged / PARAGRAPHS))
            self._tokens = opened.enter_context(BlockedWriter(self._staged / TOKENS))
            self._records = create_database(self._staged / RECORDS, SEGMENT_TABLES)
            opened.callback(self._records.close)
            self._opened = opened.pop_all()
        return self

    def write(self, batch: Batch) -> None:
        """Write one more batch."""
        for document in batch.documents:
            insert_document(self._records, document, first_row=len(self.line_sizes))
            for line in paragraph_lines(document.paragraphs):
                self._paragraphs.write(line)
                self.line_sizes.append(len(line))
        self._tokens.write(_bytes_of(batch.tokens))

    def __exit__(self, *error: Any) -> None:
        if error[0] is None:
            self._records.commit()
        self._opened.__exit__(*error)
        if error[0] is None:
            records = sync_written(self._staged / RECORDS)
            self.stored = (*self._paragraphs.stored, *self._tokens.stored, records)


class _Held:
    """What of a segment stays in memory until it is full."""

    def __init__(self) -> None:
        self.postings = PostingsCount()
        self.vector_counts: list[Counts] = []
        self.token_counts: list[Counts] = []
        self._vectors: list[Halves] = []

    def add(self, batch: Batch) -> None:
        """Keep what is needed of one more batch."""
        for document in batch.documents:
            for paragraph in document.paragraphs:
                self.postings.add(terms(placed_words(document, paragraph)))
        self.vector_counts.append(batch.vector_counts)
        self.token_counts.append(batch.token_counts)
        self._vectors.append(batch.vectors.astype(np.float16))

    def take_vectors(self) -> Halves:
        """All vectors; they are held no longer."""
        vectors = np.concatenate(self._vectors)
        self._vectors.clear()
        return vectors


@dataclass(frozen=True, slots=True)
class _Codes:
    """Coarse codes that find enough."""

    content: memoryview
    quality: CodesQuality


def _make_codes(
    vectors: Halves, paragraphs: Path, lines: Starts, encode_query: EncodeQuery
) -> _Codes | None:
    """The codes of a large segment's vectors; None where it is small or they find too little."""
    if len(vectors) < FROM_VECTORS or vectors.shape[1] % 2:
        return None
    content = codes_to_bytes(vectors)
    texts = _read_texts(paragraphs, lines[:-1][:: max(1, (len(lines) - 1) // SAMPLED)])
    queries = [encode_query(" ".join(text.split()[:QUESTION_WORDS])).vector for text in texts]
    quality = measure_codes(CoarseCodes(content), vectors, np.stack(queries))
    return _Codes(content, quality) if quality.recall >= LEAST_RECALL else None


def _read_texts(paragraphs: Path, starts: Starts) -> list[str]:
    """The texts of the paragraphs whose lines begin at these bytes."""
    texts = []
    with paragraphs.open("rb") as stream:
        for start in starts.tolist():
            stream.seek(start)
            texts.append(str(json.loads(stream.readline())["text"]))
    return texts


def _bytes_of(values: NDArray[Any]) -> bytes | memoryview:
    """A memoryview cannot be cast where one of its lengths is 0."""
    return np.ascontiguousarray(values).data.cast("B") if values.size else b""


def _starts(counts: Iterable[Counts]) -> Starts:
    """Where each paragraph's share begins, given how large each is; the end stands last."""
    return np.cumsum(np.concatenate([np.zeros(1, np.int64), *counts]), dtype=np.int64)


def _write_postings(staged: Path, postings: Postings) -> list[StoredFile]:
    vocabulary = json.dumps(postings.vocabulary, ensure_ascii=False).encode()
    return [
        write_synced(staged / VOCABULARY, vocabulary),
        *(
            _write_array(staged / f"postings_{name}.npy", getattr(postings, name))
            for name in POSTING_ARRAYS
        ),
    ]


def _write_array(file: Path, values: NDArray[Any]) -> StoredFile:
    stream = io.BytesIO()
    np.save(stream, values, allow_pickle=False)
    return write_synced(file, stream.getbuffer())
