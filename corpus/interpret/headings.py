"""What a heading says: the name of its section and the grade that it gives."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.interpret.areas import area_of_words, find_grade, whole_grade
from corpus.structure.records import Block

_GRADE = r"(?:outstanding|good|requires?\s+improvement(?:\s+to\s+be\s+good)?|inadequate|adequate)"
_AFTER_MARK = re.compile(
    rf"(?P<name>.+?)\s*[:–—-]\s*(?P<grade>{_GRADE})\W*", re.IGNORECASE | re.DOTALL
)
_SENTENCE = re.compile(
    rf".+\b(?:is|are|as)\b.*?{_GRADE}[\s.]*"
    r"|.+\brequires?\s+improvement(?:\s+to\s+be\s+good)?[\s.]*",
    re.IGNORECASE | re.DOTALL,
)
_HEADER_WORDS = {"key", "judgement", "judgment", "inspection", "grade", "area"}
_NUMBERED_GRADE = re.compile(
    rf"(?P<name>.+?)\s+grade\s+\d\s*\((?P<grade>{_GRADE})\)\W*", re.IGNORECASE | re.DOTALL
)
_BARE_GRADE_HEADING = re.compile(
    rf"(?P<name>.+?)\s+(?P<grade>{_GRADE})\W*", re.IGNORECASE | re.DOTALL
)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading understood. `grade` is None where it gives none."""

    name: str  # as printed, without the grade where that stands after a mark or in a cell
    grade: str | None
    area: str | None


def read_heading(block: Block) -> Heading:
    """What a heading block says.

    Grades stand after a colon or dash, in a cell of their own, or at the end of a sentence; a
    sentence is kept whole as the section's name.
    """
    if len(block.rows) == 1:
        in_cells = _in_cells(block.rows[0])
        if in_cells is not None:
            return in_cells
    text = _without_note_mark(block.text)
    match = _NUMBERED_GRADE.fullmatch(text)
    if match:
        return Heading(match["name"], find_grade(match["grade"]), area_of_words(match["name"]))
    match = _AFTER_MARK.fullmatch(text)
    if match and area_of_words(match["name"]):
        name = re.sub(r"\s+(?:is|are)$", "", match["name"])
        return Heading(name, find_grade(match["grade"]), area_of_words(name))
    area = area_of_words(text)
    if area and _SENTENCE.fullmatch(text):
        return Heading(text, find_grade(text), area)
    match = _BARE_GRADE_HEADING.fullmatch(text)
    if area and match and len(text) < 120:
        return Heading(match["name"], find_grade(match["grade"]), area)
    return Heading(text, None, area)


def read_heading_table(block: Block) -> Heading | None:
    """What a small table says that heads a section: one graded area under a header of its own."""
    rows = [tuple(cell for cell in row if cell) for row in block.rows]
    rows = [row for row in rows if not _is_header(row)]
    heading = _in_cells(rows[0]) if len(rows) == 1 else None
    return heading if heading and heading.area else None


def _is_header(row: tuple[str, ...]) -> bool:
    words = {word for cell in row for word in cell.lower().split()}
    return words <= _HEADER_WORDS


def _in_cells(cells: tuple[str, ...]) -> Heading | None:
    if len(cells) < 2:
        return None
    grade = whole_grade(cells[-1])
    name = " ".join(cell for cell in cells[:-1] if cell)
    return Heading(name, grade, area_of_words(name)) if grade else None


def _without_note_mark(text: str) -> str:
    """A heading without the number of a footnote that is glued to its last word."""
    return re.sub(r"(?<=[a-z:])\d{1,2}$", "", text).strip().rstrip(":").strip()
