"""A document written as JSON and read back is the same document."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import (
    GRADES,
    KINDS,
    Box,
    Document,
    Judgement,
    Paragraph,
    document_from_json,
    document_to_json,
    read_jsonl,
)

_TEXT = st.text(min_size=1, max_size=40).filter(str.strip)
_LENGTHS = st.floats(0, 900, allow_nan=False)


@st.composite
def _boxes(draw: st.DrawFn) -> Box:
    left, right = sorted((draw(_LENGTHS), draw(_LENGTHS)))
    top, bottom = sorted((draw(_LENGTHS), draw(_LENGTHS)))
    return Box(draw(st.integers(1, 99)), left, top, right, bottom)


@st.composite
def _paragraphs(draw: st.DrawFn, number: int) -> Paragraph:
    page = draw(st.none() | st.integers(1, 99))
    return Paragraph(
        id=f"r.{number}",
        number=draw(st.none() | st.just(str(number))),
        section=draw(st.none() | _TEXT),
        section_grade=draw(st.none() | st.sampled_from(GRADES)),
        area=draw(st.none() | _TEXT),
        page=page,
        page_end=page,
        kind=draw(st.sampled_from(["numbered", "bullet", "prose", "table", "front"])),
        text=draw(_TEXT),
        boxes=tuple(draw(st.lists(_boxes(), max_size=2))),
        subsection=draw(st.none() | _TEXT),
    )


@st.composite
def _documents(draw: st.DrawFn) -> Document:
    grade = draw(st.none() | st.sampled_from(GRADES))
    status = "not judged" if grade is None else draw(st.sampled_from(["judged", "merged"]))
    days = sorted((draw(st.dates()), draw(st.dates())))
    return Document(
        id=draw(_TEXT),
        source=draw(_TEXT),
        sha256="0" * 64,
        title=draw(st.none() | _TEXT),
        authority=draw(st.none() | _TEXT),
        kind=draw(st.sampled_from(KINDS)),
        inspection_start=days[0],
        inspection_end=days[1],
        published=draw(st.none() | st.dates()),
        lead_inspector=draw(st.none() | _TEXT),
        pages=draw(st.none() | st.integers(1, 99)),
        overall=grade,
        judgements=(Judgement("adoption", "Adoption", grade, status, ("adoption",), 1, None),),
        paragraphs=tuple(draw(_paragraphs(number)) for number in range(draw(st.integers(0, 3)))),
        warnings=tuple(draw(st.lists(_TEXT, max_size=2))),
    )


@given(_documents())
def test_written_and_read_back_a_document_is_the_same(document: Document) -> None:
    assert document_from_json(json.loads(json.dumps(document_to_json(document)))) == document


def test_names_that_are_not_known_are_left_alone(tmp_path: Path) -> None:
    values = document_to_json(_small())
    path = tmp_path / "documents.jsonl"
    path.write_text(json.dumps(values | {"parser": "another one"}) + "\n", encoding="utf-8")
    (reading,) = read_jsonl(path)
    assert reading.document == _small()


@pytest.mark.parametrize("line", ["{}", "[]", "not json", '"words"', '{"id": 1}'])
def test_a_line_that_is_no_document_says_which(tmp_path: Path, line: str) -> None:
    path = tmp_path / "documents.jsonl"
    path.write_text("\n" + line + "\n", encoding="utf-8")
    (reading,) = read_jsonl(path)
    assert reading.document is None
    assert reading.error is not None
    assert reading.error.outcome == "invalid"
    assert reading.source.endswith(":2")


@pytest.mark.parametrize("place", [float("nan"), float("inf"), -float("inf")])
def test_a_box_stands_somewhere(place: float) -> None:
    with pytest.raises(ValueError, match="not a box"):
        Box(1, place, 0, place, 1)


def _small() -> Document:
    paragraph = Paragraph("r.1", "1", None, None, None, None, None, "numbered", "Words.")
    return Document(
        id="r",
        source="r.txt",
        sha256="0" * 64,
        title=None,
        authority=None,
        kind="other",
        inspection_start=None,
        inspection_end=None,
        published=date(2024, 5, 1),
        lead_inspector=None,
        pages=None,
        overall=None,
        judgements=(),
        paragraphs=(paragraph,),
        warnings=(),
    )


def test_half_of_a_character_is_no_document_and_stops_no_other(tmp_path: Path) -> None:
    """JSON can write what UTF-8 cannot: no later step could store or show it."""
    whole = json.dumps(document_to_json(_small()))
    halved = json.dumps(document_to_json(replace(_small(), title="half \ud83d")))
    paired = json.dumps(document_to_json(replace(_small(), title="whole \U0001f600")))
    file = tmp_path / "documents.jsonl"
    file.write_text(f"{halved}\n{whole}\n{paired}\n", encoding="utf-8")
    first, second, third = read_jsonl(file)
    assert first.document is None
    assert "is no document" in str(first.error)
    assert second.document == _small()
    assert third.document is not None
    assert third.document.title == "whole \U0001f600"
