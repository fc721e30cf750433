"""A version of a report in the engine: the rows of its paragraphs and the contents kept for it.

What a version says never changes; only by which generation it was removed is written later. A
report that reads otherwise, or is no longer its authority's newest, gets another version. A
version's name is a checksum of all that it holds, so writing it twice changes nothing.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from corpus import Document, document_from_json, document_to_json
from index.encoded import Encoded, Tokens, Vectors
from index.milvus.engine import Field, Row
from index.milvus.expressions import NEVER, NO_DAY, NO_FIRST_DAY, grade_word
from index.milvus.statistics import Vocabulary, paragraph_vector
from index.placing import placed_words
from index.tables import SEGMENT_TABLES, insert_document
from index.terms import terms

REPORT_FIELDS = (
    Field("key", "key"),
    Field("report_id", "text"),
    Field("content", "text"),
    Field("is_newest", "flag"),
    Field("rows", "number"),
    Field("added", "number"),
    Field("removed", "number"),
)
# What a search gives back of a row.
FOUND_FIELDS = ("key", "paragraph", "paragraph_id", "report_id", "parts")


def paragraph_fields(dimension: int) -> tuple[Field, ...]:
    """The fields of the rows that are searched."""
    return (
        Field("key", "key"),
        Field("version", "text"),
        Field("added", "number"),
        Field("removed", "number"),
        Field("report_id", "text"),
        Field("paragraph", "text"),  # version and place in the report: the owner of its contents
        Field("paragraph_id", "text"),
        Field("part", "number"),  # a long paragraph has several vectors, a row each
        Field("parts", "number"),
        Field("length", "number"),  # terms of the whole paragraph
        Field("authority", "text"),
        Field("kind", "text"),
        Field("overall", "text"),
        Field("area_grades", "texts"),
        Field("areas", "texts"),
        Field("first_day", "number"),
        Field("last_day", "number"),
        Field("published", "number"),
        Field("is_newest", "flag"),
        Field("sparse", "sparse"),
        Field("dense", "dense", dimension),
    )


@dataclass(frozen=True, slots=True)
class ReportVersion:
    """A row of the collection of reports."""

    key: str
    report_id: str
    content: str  # checksum of the document and the model
    is_newest: bool
    rows: int
    added: int
    removed: int = NEVER

    @classmethod
    def of(cls, row: Row) -> ReportVersion:
        """As the engine gives it."""
        return cls(**{field.name: row[field.name] for field in REPORT_FIELDS})

    def to_row(self) -> Row:
        return {field.name: getattr(self, field.name) for field in REPORT_FIELDS}


@dataclass(frozen=True, slots=True)
class EncodedDocument:
    """A document with what a sentence model made of its paragraphs."""

    document: Document
    vectors: tuple[Vectors, ...]  # for each paragraph, shape (parts, dimension)
    tokens: tuple[Tokens, ...]  # for each paragraph, those of all its parts


@dataclass(frozen=True, slots=True)
class Facts:
    """What rows say of a document beside its paragraphs."""

    area_grades: tuple[str, ...]
    areas: tuple[tuple[str, ...], ...]  # for each paragraph, those it may be found under


def content_of(document: Document, model_sha256: str) -> str:
    """A checksum of all that a version of the document would hold."""
    told = json.dumps([document_to_json(document), model_sha256], ensure_ascii=False)
    return hashlib.sha256(told.encode()).hexdigest()


def version_of(
    report_id: str, content: str, *, is_newest: bool, rows: int, added: int
) -> ReportVersion:
    """The version that says this from a generation on."""
    told = json.dumps([report_id, content, is_newest, added])
    key = hashlib.sha256(told.encode()).hexdigest()[:32]
    return ReportVersion(key, report_id, content, is_newest, rows, added)


def facts_of(document: Document) -> Facts:
    """Grades by area, and where paragraphs stand, by the rule that the tables have for them."""
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.executescript(SEGMENT_TABLES)
        insert_document(connection, document, 0)
        grades = connection.execute("SELECT area, grade FROM area_grades ORDER BY 1, 2").fetchall()
        areas: list[list[str]] = [[] for _ in document.paragraphs]
        for area, row in connection.execute("SELECT area, row FROM paragraph_areas ORDER BY 1, 2"):
            areas[row].append(area)
    return Facts(tuple(grade_word(*pair) for pair in grades), tuple(map(tuple, areas)))


def rows_of(
    encoded: EncodedDocument,
    version: ReportVersion,
    vocabulary: Vocabulary,
    reference_length: float,
) -> Iterator[Row]:
    """The rows of a version's paragraphs."""
    document = encoded.document
    facts, common = facts_of(document), _common_of(document, version)
    for place, paragraph in enumerate(document.paragraphs):
        words = terms(placed_words(document, paragraph))
        sparse = paragraph_vector(words, vocabulary, reference_length)
        vectors = encoded.vectors[place]
        for part, vector in enumerate(vectors):
            yield {
                **common,
                "key": f"{version.key}:{place}:{part}",
                "paragraph": f"{version.key}:{place}",
                "paragraph_id": paragraph.id,
                "part": part,
                "parts": len(vectors),
                "length": len(words),
                "area_grades": list(facts.area_grades),
                "areas": list(facts.areas[place]),
                # The words are those of the whole paragraph: its first row has them.
                "sparse": sparse if part == 0 else paragraph_vector((), vocabulary, 1.0),
                "dense": halved(vector).tolist(),
            }


def _common_of(document: Document, version: ReportVersion) -> dict[str, Any]:
    first = document.inspection_start or document.inspection_end
    last = document.inspection_end or document.inspection_start
    published = document.published
    return {
        "version": version.key,
        "added": version.added,
        "removed": version.removed,
        "report_id": version.report_id,
        "authority": document.authority or "",
        "kind": document.kind,
        "overall": document.overall or "",
        "first_day": first.toordinal() if first else NO_FIRST_DAY,
        "last_day": last.toordinal() if last else NO_DAY,
        "published": published.toordinal() if published else NO_DAY,
        "is_newest": version.is_newest,
    }


def halved(vector: Vectors) -> Vectors:
    """The numbers in half precision, as the embedded index has them: the same scores from both."""
    return vector.astype(np.float16).astype(np.float32)


def contents_of(
    encoded: EncodedDocument, version: ReportVersion
) -> Iterator[tuple[str, str, bytes]]:
    """Owner, version and bytes of each content that is kept for a version."""
    document = encoded.document
    values = document_to_json(document)
    paragraphs = values.pop("paragraphs")
    areas = sorted({area for some in facts_of(document).areas for area in some})
    record = {"document": values, "paragraphs": len(paragraphs), "areas": areas}
    yield record_owner(version.key), version.key, _json(record)
    for place, paragraph in enumerate(paragraphs):
        paragraph_key = f"{version.key}:{place}"
        yield paragraph_owner(paragraph_key), version.key, _json(paragraph)
        yield tokens_owner(paragraph_key), version.key, encoded.tokens[place].tobytes()


def record_owner(version: str) -> str:
    """Who owns the record of a version."""
    return f"record:{version}"


def paragraph_owner(paragraph: str) -> str:
    """Who owns the text, boxes and all else of a paragraph."""
    return f"paragraph:{paragraph}"


def tokens_owner(paragraph: str) -> str:
    """Who owns the token vectors of a paragraph."""
    return f"tokens:{paragraph}"


@dataclass(frozen=True, slots=True)
class ReportRecord:
    """A document without its paragraphs."""

    document: Document
    paragraphs: int
    areas: tuple[str, ...]  # under which a paragraph of it may be found

    @classmethod
    def of(cls, document: Document) -> ReportRecord:
        """That of a document that is at hand."""
        areas = {area for some in facts_of(document).areas for area in some}
        count = len(document.paragraphs)
        return cls(replace(document, paragraphs=()), count, tuple(sorted(areas)))

    @classmethod
    def from_bytes(cls, content: bytes) -> ReportRecord:
        """That of a document whose content was read.

        Raises: KeyError, TypeError or ValueError.
        """
        values = json.loads(content)
        document = document_from_json({**values["document"], "paragraphs": []})
        return cls(document, values["paragraphs"], tuple(values["areas"]))


def split_encoded(
    documents: Sequence[Document], counts: Sequence[int], encoded: Encoded
) -> list[EncodedDocument]:
    """What was encoded, text after text, handed out to its documents.

    `counts` says how many texts each paragraph has, document after document.
    """
    ends = np.cumsum(encoded.token_counts)
    starts = ends - encoded.token_counts
    found, text, number = [], 0, 0
    for document in documents:
        vectors, tokens = [], []
        for _ in document.paragraphs:
            behind = text + counts[number]
            vectors.append(encoded.vectors[text:behind])
            first, last = (starts[text], ends[behind - 1]) if behind > text else (0, 0)
            tokens.append(encoded.tokens[first:last])
            text, number = behind, number + 1
        found.append(EncodedDocument(document, tuple(vectors), tuple(tokens)))
    return found


def _json(values: Mapping[str, Any]) -> bytes:
    return json.dumps(values, ensure_ascii=False).encode()
