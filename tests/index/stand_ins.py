"""Small invented documents, and quick stand-ins for the sentence model and for reading files."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus import (
    CorpusError,
    Document,
    FileDamaged,
    Judgement,
    Paragraph,
    Reading,
    document_from_json,
    document_to_json,
)
from index.blocks import BLOCK_SIZE, BlockedFile
from index.encoded import Encoded, EncodedQuery, Vectors, join_encoded, to_tokens
from index.terms import terms


class HashingEmbedder:
    """A vector per text from the checksums of its terms: texts that share terms come out near."""

    def __init__(
        self, name: str = "hashing", *, dimension: int = 32, window_words: int = 180
    ) -> None:
        self.name = name
        self.sha256 = hashlib.sha256(f"{name} {dimension}".encode()).hexdigest()
        self.dimension = dimension
        self.token_dimension = min(dimension, 8)
        self.window_words = window_words
        self.texts_seen: list[str] = []

    def encode_texts(self, texts: Sequence[str]) -> Encoded:
        self.texts_seen.extend(texts)
        found = [self.encode_query(text) for text in texts]
        parts = [(one.vector, to_tokens(one.tokens)) for one in found]
        return join_encoded(parts, self.dimension, self.token_dimension)

    def encode_query(self, words: str) -> EncodedQuery:
        found = terms(words)
        vectors = [_vector_of(f"{self.name} {term}", self.dimension) for term in found]
        total = np.full(self.dimension, 0.01) + sum(vectors, np.zeros(self.dimension))
        tokens = np.array(vectors, dtype=np.float32).reshape(-1, self.dimension)
        tokens = tokens[:, : self.token_dimension]
        tokens /= np.linalg.norm(tokens, axis=1, keepdims=True)
        return EncodedQuery(_unit(total), tokens, tuple(found))

    def piece_spans(self, text: str) -> list[tuple[int, int]]:
        words = [match.span() for match in re.finditer(r"\w+", text)]
        return [(start, end) for start, end in words if terms(text[start:end])]


def _unit(vector: np.ndarray) -> Vectors:
    unit: Vectors = (vector / np.linalg.norm(vector)).astype(np.float32)
    return unit


def in_blocks(content: bytes | memoryview) -> BlockedFile:
    """The content as a mapped file that is as it was written."""
    digests = [
        hashlib.sha256(content[start : start + BLOCK_SIZE]).digest()
        for start in range(0, len(content), BLOCK_SIZE)
    ]
    return BlockedFile(Path("vectors.faiss"), memoryview(content), b"".join(digests))


@cache
def _vector_of(term: str, dimension: int) -> NDArray[np.float64]:
    """The same vector for the same term; kept, because reports use few words often."""
    digest = hashlib.sha256(term.encode()).digest()
    return np.random.default_rng(list(digest[:4])).normal(size=dimension)


def make_paragraph(report_id: str, name: int | str, text: str, **fields: object) -> Paragraph:
    """A numbered paragraph; any field can be named."""
    values: dict[str, object] = {
        "id": f"{report_id}.{name}",
        "number": str(name),
        "section": "Practice",
        "section_grade": None,
        "area": None,
        "page": 1,
        "page_end": 1,
        "kind": "numbered",
        "text": text,
    }
    return Paragraph(**{**values, **fields})  # type: ignore[arg-type]


def make_judgement(area: str, grade: str | None, **fields: object) -> Judgement:
    """A judgement of one area; any field can be named."""
    values: dict[str, object] = {
        "area": area,
        "printed": area.capitalize(),
        "grade": grade,
        "status": "judged" if grade else "not judged",
        "areas": (area,),
        "page": 1,
        "paragraph_id": None,
    }
    return Judgement(**{**values, **fields})  # type: ignore[arg-type]


def make_document(
    authority: str | None = "Fernmouth",
    day: str | None = "2022-05-13",
    texts: Sequence[str] = ("Social workers visit children often.",),
    *,
    kind: str = "ilacs",
    **fields: object,
) -> Document:
    """A report with a paragraph per text; any field can be named."""
    report_id = f"{(authority or 'nobody').lower().replace(' ', '-')}-{kind}-{day or 'undated'}"
    paragraphs = tuple(make_paragraph(report_id, n, text) for n, text in enumerate(texts, 1))
    values: dict[str, object] = {
        "id": report_id,
        "source": f"{report_id}.txt",
        "sha256": hashlib.sha256(repr((report_id, texts)).encode()).hexdigest(),
        "title": f"Inspection of {authority}",
        "authority": authority,
        "kind": kind,
        "inspection_start": date.fromisoformat(day) if day else None,
        "inspection_end": date.fromisoformat(day) if day else None,
        "published": None,
        "lead_inspector": None,
        "pages": None,
        "overall": None,
        "judgements": (),
        "paragraphs": paragraphs,
        "warnings": (),
    }
    return Document(**{**values, **fields})  # type: ignore[arg-type]


def write_document(file: Path, document: Document) -> Path:
    """A file whose bytes are the document, whatever its suffix; `read_written` reads it."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(document_to_json(document)), encoding="utf-8")
    return file


def read_written(paths: Sequence[Path]) -> Iterable[Reading]:
    """Reads what `write_document` wrote, as `corpus.read_documents` reads reports."""
    for path in paths:
        for line in path.read_bytes().splitlines() or [b""]:
            yield _read_line(path, line)


def _read_line(path: Path, line: bytes) -> Reading:
    try:
        document = document_from_json(json.loads(line))
    except ValueError:
        error: CorpusError = FileDamaged(str(path), "It cannot be opened.")
        return Reading(source=str(path), document=None, error=error)
    return Reading(source=str(path), document=document, error=None)
