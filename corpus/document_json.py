"""A Document as one JSON object, and back: what `qa read` prints and `.jsonl` files hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from corpus.json_values import Values
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
    known = Values(values)
    return Document(
        id=known.text("id"),
        source=known.text("source"),
        sha256=known.text("sha256"),
        title=known.text_or_none("title"),
        authority=known.text_or_none("authority"),
        kind=known.text("kind"),
        inspection_start=known.day_or_none("inspection_start"),
        inspection_end=known.day_or_none("inspection_end"),
        published=known.day_or_none("published"),
        lead_inspector=known.text_or_none("lead_inspector"),
        pages=known.page_or_none("pages"),
        overall=known.text_or_none("overall"),
        judgements=tuple(_judgement_from(value) for value in known.objects("judgements")),
        paragraphs=tuple(_paragraph_from(value) for value in known.objects("paragraphs")),
        warnings=known.texts("warnings"),
    )


def judgement_to_json(judgement: Judgement) -> dict[str, Any]:
    """The judgement as plain values, ready for `json.dumps`."""
    values = {f.name: getattr(judgement, f.name) for f in fields(Judgement)}
    values["areas"] = list(judgement.areas)
    return values


def _judgement_from(known: Values) -> Judgement:
    return Judgement(
        area=known.text("area"),
        printed=known.text("printed"),
        grade=known.text_or_none("grade"),
        status=known.text("status"),
        areas=known.texts("areas"),
        page=known.page_or_none("page"),
        paragraph_id=known.text_or_none("paragraph_id"),
    )


def paragraph_to_json(paragraph: Paragraph) -> dict[str, Any]:
    """The paragraph as plain values, ready for `json.dumps`."""
    values = {f.name: getattr(paragraph, f.name) for f in fields(Paragraph)}
    values["boxes"] = [
        {"page": box.page, "rect": [box.left, box.top, box.right, box.bottom]}
        for box in paragraph.boxes
    ]
    return values


def paragraph_from_json(values: Mapping[str, Any]) -> Paragraph:
    """The paragraph that `paragraph_to_json` wrote, as a search reads it for each of its hits.

    For values that are known to be those written: of which kind each is, is not looked at again,
    which takes half of the time. What comes from outside comes by `document_from_json`.

    Raises: KeyError, TypeError or ValueError where the values are no paragraph.
    """
    known = dict(values)
    boxes = [Box(box["page"], *box["rect"]) for box in known.pop("boxes")]
    return Paragraph(**known, boxes=tuple(boxes))


def _paragraph_from(known: Values) -> Paragraph:
    return Paragraph(
        id=known.text("id"),
        number=known.text_or_none("number"),
        section=known.text_or_none("section"),
        section_grade=known.text_or_none("section_grade"),
        area=known.text_or_none("area"),
        page=known.page_or_none("page"),
        page_end=known.page_or_none("page_end"),
        kind=known.text("kind"),
        text=known.text("text"),
        boxes=tuple(
            Box(box.page("page"), *box.rectangle("rect")) for box in known.objects("boxes")
        ),
        subsection=known.text_or_none("subsection"),
    )
