"""Judgements: the grades that a report prints, each with the area it is about.

They stand in the rows of a table, in sentences beside it, or only in a heading deep in the report
(the safeguarding board's). An earlier inspection's grades, which re-inspections quote in prose and
bullets, are never read.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.interpret.areas import (
    area_of_words,
    areas_of_words,
    find_grade,
    is_not_judged,
    whole_grade,
)
from corpus.structure.records import Block
from corpus.vocabulary import OVERALL

_OVERALL_SENTENCE = re.compile(
    r"(?:the )?overall (?:judge?ment|effectiveness)\b.*"
    r"|(?:local authority )?children[’']?s[’']? services in .+",
    re.IGNORECASE | re.DOTALL,
)
_ENDS_IN_GRADE = re.compile(
    r".*\b(?:outstanding|good|requires?\s+improvement(?:\s+to\s+be\s+good)?|inadequate|adequate)[.\d]*",
    re.IGNORECASE | re.DOTALL,
)
_TRAILING_GRADE = re.compile(
    r"(?P<label>.{6,}?)[\s:–-]+(?P<grade>outstanding|good|requires?\s+improvement(?:\s+to\s+be\s+good)?"
    r"|inadequate|adequate|not judged)\W*",
    re.IGNORECASE | re.DOTALL,
)
# Judgements stated in a sentence beside the table are at most 110 characters long in the reports.
_LONGEST_SENTENCE = 160
_SENTENCE_WORDS = 8  # the shortest explanation beside a table has nine
_ROW_NUMBER = re.compile(r"^\d(?:\.\d)?\.?\s*")
_HEADER_CELLS = {"judgement", "judgment", "grade", "area", "judgement area"}


@dataclass(frozen=True, slots=True)
class Printed:
    """A judgement as found on a page, before its paragraph has an id."""

    area: str
    printed: str
    grade: str | None
    areas: tuple[str, ...]


def judgements_of_rows(block: Block) -> list[Printed]:
    """The judgements in a table's rows; a row that grades nothing gives none.

    A row without a grade that other rows follow names their group: "Safeguarding services" over
    "Overall effectiveness" gives the area "safeguarding services: overall effectiveness".
    """
    found: list[Printed] = []
    group: str | None = None
    groups = _has_groups(block.rows)
    for row in block.rows:
        cells = [cell for cell in row if cell]
        printed = _printed_row(cells)
        if printed is None:
            if len(cells) == 1 and groups:
                group = cells[0]
            continue
        found.append(_in_group(printed, group) if groups else printed)
    return found


def judgement_of_sentence(text: str) -> Printed | None:
    """The judgement that a heading or a line beside the table states in a sentence."""
    if not _ENDS_IN_GRADE.fullmatch(text.strip()):
        return None
    if _OVERALL_SENTENCE.fullmatch(text.strip()):
        return Printed(OVERALL, text, find_grade(text), (OVERALL,))
    area = area_of_words(text)
    return Printed(area, text, find_grade(text), (area,)) if area else None


def is_judgement_table(block: Block) -> bool:
    """Whether a table grades at least two areas, or one that the vocabulary knows."""
    found = judgements_of_rows(block)
    return len(found) >= 2 or any(area_of_words(judgement.printed) for judgement in found)


def judgements_of(block: Block) -> list[Printed]:
    """The judgements that a table's rows or a short sentence state."""
    if block.role == "table":
        return judgements_of_rows(block) if is_judgement_table(block) else []
    if block.role not in ("heading", "prose") or len(block.text) > _LONGEST_SENTENCE:
        return []
    stated = judgement_of_sentence(block.text)
    return [stated] if stated else []


def judgement_summary_length(blocks: Sequence[Block]) -> int:
    """How many blocks, from the first on, make up the judgements on a report's first page.

    Single inspections print the overall judgement in a sentence above the table and the
    safeguarding board's below it, with a line of explanation between them.
    """
    if not blocks or not judgements_of(blocks[0]):
        return 0
    known: set[str] = set()
    length = 0
    for index, block in enumerate(blocks):
        found = [judgement for judgement in judgements_of(block) if judgement.area not in known]
        same_page = block.page is not None and block.page == blocks[0].page
        if found and (same_page or index == length):
            known.update(judgement.area for judgement in found)
            length = index + 1
        elif not same_page or _begins_text(block):
            break
    return length


def _begins_text(block: Block) -> bool:
    """Whether the report's own text begins: a heading of few words, or its first paragraph."""
    if block.role in ("numbered", "bullet"):
        return True
    return block.role == "heading" and len(block.text.split()) < _SENTENCE_WORDS


def overall_grade(judgements: Sequence[Printed]) -> str | None:
    """The grade for overall effectiveness.

    Where a report grades it for several groups, the grade that all of them have; else None.
    """
    grades = {
        judgement.grade
        for judgement in judgements
        if judgement.area == OVERALL or judgement.area.endswith(f": {OVERALL}")
    }
    return grades.pop() if len(grades) == 1 else None


def _printed_row(cells: Sequence[str]) -> Printed | None:
    if len(cells) < 2:
        match = _TRAILING_GRADE.fullmatch(cells[0]) if cells else None
        if match is None or area_of_words(match["label"]) is None:
            return None
        cells = (match["label"], match["grade"])
    label, last = " ".join(cells[:-1]), cells[-1]
    grade = whole_grade(last)
    if grade is None and not is_not_judged(last):
        return None
    printed = _ROW_NUMBER.sub("", label).strip(" :*")
    if not printed or printed.lower() in _HEADER_CELLS:
        return None
    areas = areas_of_words(printed) or (_in_lower_case(printed),)
    return Printed(areas[0], printed, grade, areas)


def _in_group(printed: Printed, group: str | None) -> Printed:
    if group is None:
        return printed
    area = f"{_in_lower_case(group)}: {_in_lower_case(printed.printed)}"
    return Printed(area, printed.printed, printed.grade, (area,))


def _has_groups(rows: Sequence[Sequence[str]]) -> bool:
    """Whether one label is graded twice: only their groups tell the two apart."""
    labels = [row[0] for row in rows if len([cell for cell in row if cell]) >= 2]
    return len(labels) != len(set(labels))


def _in_lower_case(words: str) -> str:
    return " ".join(words.lower().split()).strip(" :?")
