"""A segment: the paragraphs of one run as records, vectors and postings, never changed.

Rows count its paragraphs from 0, report after report. Which of its reports are still live is not
its business: the catalogue of each generation says so.
"""

from __future__ import annotations

import io
import json
import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus import Document
from index.bm25 import Postings, count_postings
from index.dense import StoredVectors, Vectors, vectors_to_bytes
from index.embedder import Embedder
from index.errors import IndexDamaged
from index.placing import placed_parts, placed_words
from index.storage import (
    SegmentEntry,
    StoredFile,
    open_checked,
    segment_folder,
    settle,
    sync_written,
    write_synced,
)
from index.tables import SEGMENT_TABLES, create_database, insert_document, open_database
from index.terms import terms

RECORDS = "records.sqlite"
VECTORS = "vectors.faiss"
VECTOR_STARTS = "vector_starts.npy"
VOCABULARY = "vocabulary.json"
_POSTING_ARRAYS = ("starts", "rows", "counts", "lengths")

Embed = Callable[[Sequence[str]], Vectors]


def write_segment(
    folder: Path, name: str, documents: Sequence[Document], embedder: Embedder, embed: Embed
) -> SegmentEntry:
    """Write the documents as a new segment and put it in its place; nothing refers to it yet.

    `embed` turns texts into vectors; it may have a cache before `embedder`.
    """
    staged = folder / "staging" / f"segment-{name}"
    staged.mkdir()
    files = [
        *_write_vectors(staged, documents, embedder, embed),
        *_write_postings(staged, documents),
        _write_records(staged, documents),
    ]
    settle(staged, segment_folder(folder, name))
    paragraphs = sum(len(document.paragraphs) for document in documents)
    return SegmentEntry(name, paragraphs, tuple(files))


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


def _write_vectors(
    staged: Path, documents: Sequence[Document], embedder: Embedder, embed: Embed
) -> list[StoredFile]:
    parts = [
        placed_parts(document, paragraph, embedder.window_words)
        for document in documents
        for paragraph in document.paragraphs
    ]
    starts = np.cumsum([0, *(len(texts) for texts in parts)]).astype(np.int64)
    vectors = embed([text for texts in parts for text in texts])
    return [
        write_synced(staged / VECTORS, vectors_to_bytes(vectors)),
        _write_array(staged / VECTOR_STARTS, starts),
    ]


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
    """A segment whose files were all found whole; it stays readable when its folder is gone."""

    name: str
    paragraphs: int
    records: sqlite3.Connection
    postings: Postings
    vectors: StoredVectors


def open_segment(folder: Path, entry: SegmentEntry) -> OpenSegment:
    """Open a segment of a generation.

    Raises: IndexDamaged naming the first file that is not what was written.
    """
    place = segment_folder(folder, entry.name)
    stored = {file.name: file for file in entry.files}
    read = partial(_read_array, place, stored)
    try:
        open_checked(place, stored[RECORDS])
        vocabulary = json.loads(bytes(open_checked(place, stored[VOCABULARY])))
        arrays = {name: read(f"postings_{name}.npy") for name in _POSTING_ARRAYS}
        vectors = StoredVectors(open_checked(place, stored[VECTORS]), read(VECTOR_STARTS))
    except KeyError as error:
        raise IndexDamaged(place, f"the manifest names no {error.args[0]}") from error
    return OpenSegment(
        name=entry.name,
        paragraphs=entry.paragraphs,
        records=open_database(place / RECORDS),
        postings=Postings(vocabulary=tuple(vocabulary), **arrays),
        vectors=vectors,
    )


def _read_array(place: Path, stored: dict[str, StoredFile], name: str) -> NDArray[Any]:
    content = open_checked(place, stored[name])
    array: NDArray[Any] = np.load(io.BytesIO(content), allow_pickle=False)
    return array
