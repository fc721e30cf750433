"""Reading and embedding real reports (or the sample), each beside the limit of this machine."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from bench.figures import seconds_of
from bench.limits import matrix_seconds, pdfium_pages_a_second, piece_counts, products_of
from bench.sized_table import ANY_SIZE, Row, SizedTable
from corpus import Document, read_documents
from index import OnnxEmbedder
from index.placing import placed_parts

EMBEDDED = 600  # paragraphs
_ROUNDS = 2  # of the shorter of which the time is taken: others may use the machine

READING = Row("reading with structure, all cores", "pages/s", {ANY_SIZE: 200}, is_rate=True)
PDFIUM = Row("  limit: pdfium's characters alone, all cores", "pages/s")
READING_SHARE = Row("  share of the limit", "")
EMBEDDING = Row("embedding, all cores", "paragraphs/s", {ANY_SIZE: 150}, is_rate=True)
MATRICES = Row("  limit: the model's products alone in ONNX Runtime", "paragraphs/s")
SPEED = Row("  their speed", "Gflop/s")
EMBEDDING_SLOWER = Row("  times as long as the limit", "", {ANY_SIZE: 1.5})


def measure_reading(pdfs: Sequence[Path], table: SizedTable) -> list[Document]:
    """Pages a second; the documents that were read."""
    found: list[Document] = []

    def read() -> None:
        found[:] = [r.document for r in read_documents(pdfs) if r.document is not None]

    seconds = min(seconds_of(read) for _ in range(_ROUNDS))
    pages = sum(document.pages or 0 for document in found)
    alone = pdfium_pages_a_second(pdfs)
    table.put(READING, ANY_SIZE, pages / seconds)
    table.put(PDFIUM, ANY_SIZE, alone)
    table.put(READING_SHARE, ANY_SIZE, pages / seconds / alone)
    return found


def measure_embedding(documents: Sequence[Document], table: SizedTable) -> None:
    """Paragraphs a second, drawn evenly from all that was read."""
    model = OnnxEmbedder()
    texts = [
        part
        for document in documents
        for paragraph in document.paragraphs
        for part in placed_parts(document, paragraph, model.window_words)
    ]
    texts = texts[:: max(1, len(texts) // EMBEDDED)][:EMBEDDED]
    model.encode_texts(texts[:8])  # loads the model
    seconds = min(seconds_of(lambda: model.encode_texts(texts)) for _ in range(_ROUNDS))
    pieces = piece_counts(texts)
    least = matrix_seconds(pieces)
    table.put(EMBEDDING, ANY_SIZE, len(texts) / seconds)
    table.put(MATRICES, ANY_SIZE, len(texts) / least)
    table.put(SPEED, ANY_SIZE, sum(map(products_of, pieces)) / least / 1e9)
    table.put(EMBEDDING_SLOWER, ANY_SIZE, seconds / least)
