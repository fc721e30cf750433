"""What is fuzzed: each target makes an input of bytes, parses it and checks what must always hold.

A target raises whatever a parser raises that it should not: any exception is a find.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import date

from corpus.document_json import document_from_json, document_to_json
from corpus.errors import CorpusError
from corpus.files import _reading_of_line
from corpus.interpret.areas import find_grade, whole_grade
from corpus.interpret.dates import find_dates, find_range
from corpus.interpret.document import Origin, interpret
from corpus.interpret.front_dates import find_inspected, find_published, published_in_name
from corpus.interpret.headings import read_heading, read_heading_table
from corpus.interpret.inspectors import find_lead_inspector
from corpus.interpret.judgements import (
    judgement_of_sentence,
    judgement_summary_length,
    judgements_of_rows,
    overall_grade,
)
from corpus.interpret.kinds import kind_of
from corpus.interpret.printed_authority import find_authority, titled_place
from corpus.limits import Limits
from corpus.pages.characters import visible_text
from corpus.pages.records import Line, Page, Span
from corpus.reading import read_document
from corpus.records import Document
from corpus.structure.blocks import read_blocks
from corpus.structure.numbering import Candidate, choose_numbers, find_number
from corpus.structure.records import Block
from corpus.vocabulary import GRADES, KINDS
from scripts.fuzz.choices import Choices
from scripts.hostile.listed import document as listed_document

_WORDS = (
    "Inspection of Thornmere local authority children's services",
    "Inspection dates: 6 to 10 May 2024",
    "Lead inspector: Ada Quill, His Majesty's Inspector",
    "Report published: 8 August 2014",
    "Overall effectiveness",
    "The experiences and progress of children in care: good",
    "requires improvement to be good",
    "Grade 2 (Good)",
    "Judgement",
    "Not judged",
    "outstanding",
    "1.",
    "12. Children are safe.",
    "2.1 Adoption performance",
    "■ ",
    "multi-",
    "agency and",
    "Monitoring visit to Brackenhythe",
    "7 to 18 November 2022 3",
    "Contents ........ 4",
    "Piccadilly Gate",
)
_ROLES = ("heading", "numbered", "bullet", "prose", "table", "footnote")
_SIZES = (12.0, 14.0, 8.0, 26.0, 0.0, 1.9)


def _holds(document: Document) -> None:
    """What is true of every document: it can be written down and read again."""
    written = json.dumps(document_to_json(document), ensure_ascii=False, allow_nan=False)
    assert document_from_json(json.loads(written)) == document
    assert document.kind in KINDS


def fuzz_text(data: bytes) -> None:
    """A file of text or Markdown."""
    if b"%PDF-" in data[:1024]:
        return
    try:
        document = read_document("folder/report---1-may-2024.md", data, Limits())
    except CorpusError:
        return
    _holds(document)


def fuzz_pages(data: bytes) -> None:
    """Pages of lines with any places, as a PDF may have them, through structure and meaning."""
    choices = Choices(data)
    pages = [_page(choices, number) for number in range(1, choices.count(4) + 2)]
    blocks = read_blocks(pages)
    _holds(interpret(blocks, Origin("report.pdf", "0" * 64, len(pages), ())))


def _page(choices: Choices, number: int) -> Page:
    lines = tuple(_line(choices, number) for _ in range(choices.count(24)))
    return Page(number, choices.length(), choices.length(), lines)


def _line(choices: Choices, page: int) -> Line:
    left, baseline = choices.length(), choices.length()
    spans = []
    for _ in range(choices.count(3) + 1):
        size = choices.one_of(_SIZES)
        # Readers of PDFs give no line that is blank.
        text = visible_text(choices.words(_WORDS))
        text = text if text.strip() else "."
        right = left + max(0.0, size * len(text) * 0.5)
        spans.append(
            Span(text, left, right, baseline - size, baseline, baseline, size, choices.flag())
        )
        left = right + choices.one_of((0.0, 3.0, 30.0, 300.0))
    return Line(page, tuple(spans))


def fuzz_blocks(data: bytes) -> None:
    """Blocks in any order, as structure may make them, through meaning."""
    choices = Choices(data)
    has_pages = choices.flag()
    blocks = [_block(choices, has_pages=has_pages) for _ in range(choices.count(20))]
    _holds(interpret(blocks, Origin("report.txt", "0" * 64, None, ())))
    assert 0 <= judgement_summary_length(blocks) <= len(blocks)


def _block(choices: Choices, *, has_pages: bool) -> Block:
    text = choices.words(_WORDS).strip() or "."
    role = choices.one_of(_ROLES)
    page = choices.count(3) + 1 if has_pages else None
    return Block(
        role=role,  # type: ignore[arg-type]  # one of them
        text=text,
        page=page,
        page_end=page,
        number=str(choices.count(30) + 1) if role == "numbered" else None,
        size=choices.one_of(_SIZES),
        is_large=choices.flag(),
        lines=(text,),
        rows=_rows(choices) if role == "table" or choices.flag() else (),
    )


def _rows(choices: Choices) -> tuple[tuple[str, ...], ...]:
    return tuple(
        tuple(choices.words(_WORDS) for _ in range(choices.count(3) + 1))
        for _ in range(choices.count(5) + 1)
    )


def fuzz_documents(data: bytes) -> None:
    """A line of a `.jsonl` file: bytes as they come, or a document with values of any kind."""
    choices = Choices(data)
    if choices.flag():
        reading = _reading_of_line("list.jsonl:1", choices.rest(), 1 << 20)
    else:
        values = _changed(choices, listed_document())
        reading = _reading_of_line("list.jsonl:1", json.dumps(values).encode(), 1 << 20)
    if reading.document is not None:
        _holds(reading.document)


def _changed(choices: Choices, value: object) -> object:
    """The value, or another in its place, or in the place of one inside it."""
    if isinstance(value, dict) and value and choices.flag():
        name = choices.one_of(sorted(value))
        return value | {name: _changed(choices, value[name])}
    if isinstance(value, list) and value and choices.flag():
        place = choices.count(len(value) - 1)
        return [*value[:place], _changed(choices, value[place]), *value[place + 1 :]]
    odd: tuple[object, ...] = (
        None, True, -1, 10**30, 0.5, float("nan"), "", "\ud800", "\u202e", "2024-02-30", [], {},
        [value], {"id": value}, choices.words(_WORDS), [[[]]] * 3, "good", "not judged", 3,
    )  # fmt: skip
    return choices.one_of(odd)


def fuzz_dates(data: bytes) -> None:
    """Dates in words, and in the name of a file."""
    choices = Choices(data)
    words = choices.words(_DATED)
    for day in find_dates(words):
        assert date(1900, 1, 1) <= day <= date(2099, 12, 31)
    span = find_range(words)
    assert span is None or span[0] <= span[1]
    published_in_name(words)
    lines = [words, *(choices.words(_DATED) for _ in range(choices.count(3)))]
    inspected = find_inspected(lines, lines, choices.one_of(KINDS))
    assert inspected is None or inspected[0] <= inspected[1]
    find_published(lines, choices.one_of(KINDS))


_DATED = (
    "Inspection dates: ", "Report published ", "1", "31", "29 February ", "30/06/2022", " to ", "–",
    " and ", "May ", "december", "2024", "19", "1st ", "of ", "2024-02-30", "-13-january-2025.pdf",
    "visit on ", "between ",
)  # fmt: skip


def fuzz_judgements(data: bytes) -> None:
    """Tables, headings and sentences that may grade something."""
    choices = Choices(data)
    block = Block("table", choices.words(_WORDS), 1, 1, rows=_rows(choices))
    found = judgements_of_rows(block)
    for judgement in found:
        assert judgement.grade is None or judgement.grade in GRADES
        assert judgement.area in judgement.areas
    assert overall_grade(found) in (None, *GRADES)
    text = choices.words(_WORDS)
    read_heading_table(block)
    heading = read_heading(Block("heading", text, 1, 1, rows=_rows(choices)[:1]))
    stated = judgement_of_sentence(text)
    for grade in (heading.grade, stated and stated.grade, find_grade(text), whole_grade(text)):
        assert grade is None or grade in GRADES


def fuzz_numbering(data: bytes) -> None:
    """Which lines begin a numbered paragraph."""
    choices = Choices(data)
    candidates = []
    for line in range(choices.count(200)):
        left = 72.0 + 7 * choices.count(3) if choices.flag() else None
        value = choices.count(255) * (choices.count(3) + 1)
        looks = [choices.flag() for _ in range(4)]
        candidates.append(Candidate(line, value, left, *looks))
    chosen = choose_numbers(candidates)
    assert list(chosen) == sorted(set(chosen))
    assert all(candidates[line].value == value for line, value in chosen.items())
    match = find_number(choices.words(_WORDS))
    assert match is None or 0 <= int(match.group(1)) <= 999


def fuzz_titles(data: bytes) -> None:
    """Kind, authority and inspector of a title block, and what a file is called."""
    choices = Choices(data)
    lines = [choices.words(_WORDS) for _ in range(choices.count(6))]
    kind = kind_of(lines)
    assert kind in KINDS
    blocks = [Block("heading", line, 1, 1) for line in lines]
    name = find_authority(blocks, lines, lines, kind)
    assert name is None or isinstance(name, str)
    find_lead_inspector(lines)
    for line in lines:
        titled_place(line)
        published_in_name(line)


TARGETS: dict[str, Callable[[bytes], None]] = {
    "text": fuzz_text,
    "pages": fuzz_pages,
    "blocks": fuzz_blocks,
    "documents": fuzz_documents,
    "dates": fuzz_dates,
    "judgements": fuzz_judgements,
    "numbering": fuzz_numbering,
    "titles": fuzz_titles,
}


def seeds() -> Sequence[bytes]:
    """Inputs to begin with: words that the parsers know."""
    return [words.encode() for words in _WORDS] + ["\n\n".join(_WORDS).encode()]
