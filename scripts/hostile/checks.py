"""What must come out of a hostile file that can be read. Each check raises AssertionError."""

from __future__ import annotations

from collections.abc import Callable

from corpus import Document, Paragraph
from scripts.hostile.forged import OTHER, PRAISE
from scripts.hostile.pdf_pen import FINDINGS, GRADED
from scripts.hostile.unseen import SECRET

_GRADES = [grade.lower() for _, grade in GRADED]


def _texts(document: Document) -> list[str]:
    return [p.text for p in document.paragraphs if p.kind == "numbered"]


def _numbered(document: Document, number: str) -> Paragraph:
    """The first paragraph of that number: the one that a number alone leads to."""
    return next(p for p in document.paragraphs if p.number == number)


def _graded(document: Document) -> None:
    assert document.overall == "inadequate"
    assert [judgement.grade for judgement in document.judgements] == _GRADES


def as_printed(document: Document) -> None:
    """Grades, inspector and findings are those of the report, and nothing is told."""
    _graded(document)
    assert document.lead_inspector == "Ada Quill"
    assert _texts(document) == list(FINDINGS)
    assert document.warnings == ()


def not_hidden_words(document: Document) -> None:
    """What nobody sees is in no paragraph, and a warning tells of it."""
    _graded(document)
    assert _texts(document) == list(FINDINGS)
    assert all("praise" not in p.text for p in document.paragraphs)
    (warning,) = document.warnings
    assert warning.startswith("page 2: hidden words left out"), warning
    assert SECRET in warning


def names_unseen(told: str | None, words: str) -> Callable[[Document], None]:
    """Characters that are not drawn are gone and counted; the words around them stay."""

    def check(document: Document) -> None:
        texts = [text for p in document.paragraphs for text in (p.text, p.section or "")]
        assert any(words in text for text in texts), texts[-3:]
        assert all(c.isprintable() or c in "\n\t\u2028" for text in texts for c in text)
        assert (told is None) == (not document.warnings)
        assert told is None or told in document.warnings[0], document.warnings

    return check


def graded_as_printed(document: Document) -> None:
    """Grades that the body states change neither the record nor a section's grade."""
    _graded(document)
    assert _texts(document)[:3] == list(FINDINGS)
    assert {p.section_grade for p in document.paragraphs} <= {None, "good"}


def numbers_as_printed(document: Document) -> None:
    """A number in the words leads nowhere; the printed one leads to its paragraph."""
    for number, words in enumerate(FINDINGS, 1):
        assert _numbered(document, str(number)).text.startswith(words)
    assert [p.number for p in document.paragraphs if p.number] == ["1", "2", "3"]
    assert any(PRAISE in p.text for p in document.paragraphs), "printed words are lost"


def spoken_as(number: str, words: str) -> Callable[[Document], None]:
    """The paragraph of that number says these words."""

    def check(document: Document) -> None:
        assert _numbered(document, number).text == words

    return check


def of_its_own_authority(document: Document) -> None:
    """The title block alone says whose report it is."""
    assert document.authority == "Textmere"
    assert document.overall == "inadequate"
    assert str(document.inspection_start) == "2024-05-06"
    assert document.lead_inspector == "Ada Quill"


def tells_of_the_other_report(document: Document) -> None:
    """Another report's title changes nothing and is told."""
    _graded(document)
    assert document.authority == "Plainmere"
    assert _texts(document)[:3] == list(FINDINGS)
    assert all(p.section_grade != "outstanding" for p in document.paragraphs)
    assert any(OTHER in warning for warning in document.warnings)
    for number, words in enumerate(FINDINGS, 1):
        assert _numbered(document, str(number)).text == words
