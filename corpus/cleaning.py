"""A document from another parser without the characters that nobody sees, and a warning of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace
from typing import Any, TypeVar

from corpus.pages.characters import tell_unseen, without_unseen
from corpus.records import Document, Judgement, Paragraph

_Record = TypeVar("_Record", Document, Paragraph, Judgement)
_NAMES = frozenset({"id", "paragraph_id", "sha256"})  # what others refer to stays as it is


def cleaned(document: Document) -> Document:
    """The document as a reader would see it; the same where every character is drawn.

    Raises: ValueError where a paragraph has no other characters.
    """
    seen: list[Document | Paragraph | Judgement] = [
        document,
        *document.paragraphs,
        *document.judgements,
    ]
    told = tell_unseen("".join(text for record in seen for _, text in _texts(record)))
    if told is None:
        return document
    return replace(
        _cleaned(document),
        paragraphs=tuple(_cleaned(paragraph) for paragraph in document.paragraphs),
        judgements=tuple(_cleaned(judgement) for judgement in document.judgements),
        warnings=(*document.warnings, f"characters that nobody sees left out ({told})"),
    )


def _cleaned(record: _Record) -> _Record:
    changes: dict[str, Any] = {name: without_unseen(text) for name, text in _texts(record)}
    return replace(record, **changes)


def _texts(record: Document | Paragraph | Judgement) -> Sequence[tuple[str, str]]:
    """The names and values of a record's fields that are words."""
    values = ((field.name, getattr(record, field.name)) for field in fields(record))
    return [
        (name, value) for name, value in values if isinstance(value, str) and name not in _NAMES
    ]
