"""pypdf reads what pdfium cannot open, and finds the same paragraphs."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest

from corpus import Document, Limits
from corpus.pages import pdf as pdf_pages
from corpus.reading import read_document
from scripts.hostile.unseen import turned_words_in_a_pdf

SAMPLE = Path(__file__).parents[2] / "corpus" / "sample"
REPORT = SAMPLE / "99101_thornmere" / "children's-services-inspection---13-january-2025.pdf"


def test_the_second_reading_finds_the_same_report(monkeypatch: pytest.MonkeyPatch) -> None:
    data = REPORT.read_bytes()
    first = read_document("report.pdf", data, Limits())

    def refuse(data: bytes) -> None:
        raise pypdfium2.PdfiumError("Failed to load document.")

    monkeypatch.setattr(pdf_pages, "read_pdfium_pages", refuse)
    second = read_document("report.pdf", data, Limits())
    assert second.id == first.id
    assert second.overall == first.overall
    assert second.lead_inspector == first.lead_inspector
    wanted, found = _numbered(first), _numbered(second)
    assert found.keys() == wanted.keys()
    assert sum(found[number] == text for number, text in wanted.items()) >= 0.9 * len(wanted)


def test_the_second_reading_tells_of_characters_that_nobody_sees(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(data: bytes) -> None:
        raise pypdfium2.PdfiumError("Failed to load document.")

    monkeypatch.setattr(pdf_pages, "read_pdfium_pages", refuse)
    document = read_document("report.pdf", turned_words_in_a_pdf(), Limits())
    assert "2 direction marks" in " ".join(document.warnings)
    assert all("\u202e" not in paragraph.text for paragraph in document.paragraphs)


def _numbered(document: Document) -> dict[str, str]:
    """The texts of numbered paragraphs by number, without the spaces that pypdf guesses."""
    return {p.number: "".join(p.text.split()) for p in document.paragraphs if p.number}
