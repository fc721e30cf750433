"""How the tests of this folder ask the reader: one file in, one document or one outcome out."""

from __future__ import annotations

from pathlib import Path

from corpus import Document, Limits, Paragraph, read_documents


def read(path: Path) -> Document:
    """The document in this file. Raises what the reader found wrong with it."""
    (reading,) = read_documents([path], workers=1)
    if reading.error is not None:
        raise reading.error
    assert reading.document is not None
    return reading.document


def outcome(path: Path, limits: Limits | None = None) -> str:
    """What became of a file: the error's one word, or "read"."""
    (reading,) = read_documents([path], limits=limits or Limits(), workers=1)
    return "read" if reading.error is None else reading.error.outcome


def numbers(document: Document) -> list[str]:
    """The numbers of the numbered paragraphs, in the order of reading."""
    return [p.number for p in document.paragraphs if p.number is not None]


def paragraph(document: Document, number: str) -> Paragraph:
    """The only paragraph with this number."""
    (found,) = (p for p in document.paragraphs if p.number == number)
    return found


def holding(document: Document, words: str) -> Paragraph:
    """The only paragraph whose text holds these words."""
    found = [p for p in document.paragraphs if words in p.text]
    assert len(found) == 1, f"{len(found)} paragraphs hold {words!r}"
    return found[0]


def grades(document: Document) -> dict[str, str | None]:
    """Area and grade of every judgement; a merged one under each of its areas."""
    return {area: judgement.grade for judgement in document.judgements for area in judgement.areas}
