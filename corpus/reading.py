"""One file into a Document: kind of bytes, pages or lines, blocks, meaning."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

from corpus.errors import FileDamaged, FileEmpty, FileEncrypted, FileTooLarge, NotAReport, NoText
from corpus.interpret.document import Origin, interpret
from corpus.limits import Limits
from corpus.pages import (
    Page,
    PdfEncrypted,
    PdfUnreadable,
    read_pdf,
    read_text_lines,
    unseen_in_text,
)
from corpus.pages.file_type import file_type
from corpus.records import Document
from corpus.structure.blocks import read_blocks
from corpus.structure.records import Block
from corpus.structure.text_blocks import read_text_blocks

# A page of a report has 2,500 letters; a scan with a stamp or a running header has a few dozen.
_LETTERS_OF_A_SCAN = 40
_HIDDEN_SHOWN = 120  # characters of hidden words that a warning quotes
_HIDDEN_WARNINGS = 20


def read_document(source: str, data: bytes, limits: Limits) -> Document:
    """The report that a file's bytes hold. `source` is the path to name it by.

    Raises: a CorpusError that says what is wrong with the file.
    """
    if not data.strip():
        raise FileEmpty(source, "The file is empty.")
    kind = file_type(data)
    if kind.is_pdf:
        return _read_pdf_document(source, data, limits)
    if kind.is_text:
        return _read_text_document(source, data)
    raise NotAReport(source, f"The file is {kind.name}, not a report.")


def _read_pdf_document(source: str, data: bytes, limits: Limits) -> Document:
    try:
        pages = read_pdf(data, most_pages=limits.pages)
    except PdfEncrypted as error:
        raise FileEncrypted(source, "The PDF is locked with a password.") from error
    except PdfUnreadable as error:
        raise FileDamaged(source, f"No PDF reader can open the file ({error}).") from error
    if len(pages) > limits.pages:
        raise FileTooLarge(source, f"The PDF has more than {limits.pages:,} pages.")
    letters = sum(len(line.text) for page in pages for line in page.lines)
    if letters <= _LETTERS_OF_A_SCAN * len(pages):
        raise NoText(source, f"The PDF has {len(pages)} pages and hardly any text.")
    return _document(source, data, read_blocks(pages), len(pages), _hidden(pages))


def _read_text_document(source: str, data: bytes) -> Document:
    try:
        lines = read_text_lines(data)
    except ValueError as error:
        raise NotAReport(source, "The file holds no text.") from error
    if not lines:
        raise FileEmpty(source, "The file has no words.")
    told = unseen_in_text(data)
    warnings = [f"characters that nobody sees left out ({told})"] if told else []
    return _document(source, data, read_text_blocks(lines), None, warnings)


def _document(
    source: str, data: bytes, blocks: Sequence[Block], pages: int | None, warnings: Iterable[str]
) -> Document:
    sha256 = hashlib.sha256(data).hexdigest()
    return interpret(blocks, Origin(source, sha256, pages, tuple(warnings)))


def _hidden(pages: Sequence[Page]) -> list[str]:
    """One warning for each run of words that a reader of the page cannot see."""
    warnings = [
        f"page {page.number}: hidden words left out ({words[:_HIDDEN_SHOWN]})"
        for page in pages
        for words in page.hidden
    ]
    if len(warnings) > _HIDDEN_WARNINGS:
        more = len(warnings) - _HIDDEN_WARNINGS
        return [*warnings[:_HIDDEN_WARNINGS], f"{more} more runs of hidden words left out"]
    return warnings
