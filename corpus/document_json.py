"""A Document as one JSON object, and back: what `qa read` prints and `.jsonl` files hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from typing import Any

from corpus.records import Box, Document, Judgement, Paragraph

_DATES = ("inspection_start", "inspection_end", "published")


def document_to_json(document: Document) -> dict[str, Any]:
    """The document as plain values, ready for `json.dumps`; dates are ISO strings."""
    values: dict[str, Any] = {f.name: getattr(document, f.name) for f in fields(Document)}
    for name in _DATES:
        values[name] = values[name].isoformat() if values[name] else None
    values["judgements"] = [judgement_to_json(j) for j in document.judgements]
    values["paragraphs"] = [paragraph_to_json(p) for p in document.paragraphs]
    values["warnings"] = list(document.warnings)
    return values


def document_from_json(values: Mapping[str, Any]) -> Document:
    """The document that `document_to_json` wrote. Names it does not know are left alone.

    Raises: KeyError, TypeError or ValueError where the values are no document.
    """
    known: dict[str, Any] = {f.name: values[f.name] for f in fields(Document)}
    for name in _DATES:
        known[name] = date.fromisoformat(known[name]) if known[name] else None
    known["judgements"] = tuple(_judgement_from_json(j) for j in known["judgements"])
    known["paragraphs"] = tuple(paragraph_from_json(p) for p in known["paragraphs"])
    known["warnings"] = tuple(known["warnings"])
    return Document(**known)


def judgement_to_json(judgement: Judgement) -> dict[str, Any]:
    """The judgement as plain values, ready for `json.dumps`."""
    values = {f.name: getattr(judgement, f.name) for f in fields(Judgement)}
    values["areas"] = list(judgement.areas)
    return values


def _judgement_from_json(values: Mapping[str, Any]) -> Judgement:
    known = {f.name: values[f.name] for f in fields(Judgement)}
    known["areas"] = tuple(known["areas"])
    return Judgement(**known)


def paragraph_to_json(paragraph: Paragraph) -> dict[str, Any]:
    """The paragraph as plain values, ready for `json.dumps`."""
    values = {f.name: getattr(paragraph, f.name) for f in fields(Paragraph)}
    values["boxes"] = [
        {"page": box.page, "rect": [box.left, box.top, box.right, box.bottom]}
        for box in paragraph.boxes
    ]
    return values


def paragraph_from_json(values: Mapping[str, Any]) -> Paragraph:
    """The paragraph that `paragraph_to_json` wrote.

    Raises: KeyError, TypeError or ValueError where the values are no paragraph.
    """
    known = {f.name: values[f.name] for f in fields(Paragraph)}
    known["boxes"] = tuple(Box(box["page"], *box["rect"]) for box in known["boxes"])
    return Paragraph(**known)
