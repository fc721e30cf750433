"""Paragraphs with the section they stand in: its name, its grade, its area.

A graded heading opens a graded section, a larger one closes it, a sub-heading only names a part.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus.interpret.areas import whole_grade
from corpus.interpret.headings import Heading, read_heading, read_heading_table
from corpus.interpret.identity import ParagraphIds
from corpus.interpret.judgements import (
    Printed,
    is_judgement_table,
    judgement_of_sentence,
    judgements_of,
    judgements_of_rows,
)
from corpus.records import Paragraph
from corpus.structure.records import Block
from corpus.vocabulary import OVERALL

# Headings under which a graded section goes on after its summary.
_FINDINGS = re.compile(
    r"inspection findings\b|inspection judge?ments? about|key strengths and weaknesses",
    re.IGNORECASE,
)
# Headings that name what was judged; some reports print the grade on the first page alone.
_JUDGED = re.compile(
    r"(?:section \d:? )?the (?:effectiveness|experiences and progress|impact) of"
    r"|leadership, management and governance$",
    re.IGNORECASE,
)
# Sections of their own in whatever size their heading is set.
_SECTIONS = re.compile(
    r"recommendations?$|executive summary$|what .{0,40}needs? to improve\??$"
    r"|summary of (?:key )?findings$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Place:
    """The section that paragraphs now stand in."""

    section: str | None = None
    subsection: str | None = None
    grade: str | None = None
    area: str | None = None
    size: float = 0.0  # of the heading that set the area, in points


class SectionWalk:
    """Paragraphs and judgements gathered on the way through a report's blocks."""

    def __init__(self, identity: str, blocks: Sequence[Block]) -> None:
        self.paragraphs: list[Paragraph] = []
        self.judgements: list[tuple[Printed, int | None, str]] = []
        self._ids = ParagraphIds(identity)
        self._place = _Place()
        self._graded: dict[str | None, _Place] = {}  # by area; the last one under None
        self._heading: Block | None = None  # one that no paragraph stands under yet
        self._heading_is_minor = False
        self._has_large_headings = any(
            block.is_large and block.role == "heading" and (block.page or 2) > 1 for block in blocks
        )

    def take_front(self, blocks: Sequence[Block]) -> None:
        """The title block is one paragraph, its footnotes apart."""
        body = [block for block in blocks if block.role != "footnote"]
        if not body:
            return
        lines = [line for block in body for line in (block.lines or (block.text,))]
        self._add(replace(_joined(body), text="\n".join(lines)), "front")
        self._take_notes(blocks)

    def _take_notes(self, blocks: Sequence[Block]) -> None:
        for block in blocks:
            if block.role == "footnote":
                self._add(block, "prose")

    def take_judgements(self, blocks: Sequence[Block]) -> None:
        """The judgement table with the sentences beside it is one paragraph."""
        body = [block for block in blocks if block.role != "footnote"]
        if not body:
            return
        paragraph = self._add(_joined(body), "table")
        for block in body:
            found = [printed for printed in judgements_of(block) if self._is_new(printed)]
            self._judge(found, block, paragraph.id)
        self._take_notes(blocks)

    def take(self, block: Block) -> None:
        """A heading moves the place; anything else is a paragraph there."""
        if block.role == "heading":
            self._take_heading(block)
        elif block.role == "table":
            self._take_table(block)
        elif block.role == "footnote":
            self._add(block, "prose")
        else:
            self._add(block, block.role)

    def _take_table(self, block: Block) -> None:
        heads = read_heading_table(block) if self.judgements else None
        if heads is not None:
            self._place = _Place(heads.name, None, heads.grade, heads.area)
            self._graded[heads.area] = self._graded[None] = self._place
        paragraph = self._add(block, "table")
        if is_judgement_table(block):
            found = [printed for printed in judgements_of_rows(block) if self._is_new(printed)]
            self._judge(found, block, paragraph.id)

    def end(self) -> None:
        """Keep the words of a last heading that nothing stands under."""
        if self._heading is not None:
            self._add(self._heading, "prose")

    def _take_heading(self, block: Block) -> None:
        grade = whole_grade(block.text)
        if grade is not None and self._place.section is not None:
            self._place = replace(self._place, grade=grade)  # "Grade 2 (Good)" under a heading
            return
        is_minor = self._is_minor(block)
        if self._heading is not None and (self._heading_is_minor or not is_minor):
            self._add(self._heading, "prose")  # a heading right above one of its own rank
        self._set_place(block)
        self._heading, self._heading_is_minor = block, is_minor

    def _set_place(self, block: Block) -> None:
        heading = read_heading(block)
        stated = judgement_of_sentence(block.text)
        if stated and self._is_new(stated):
            paragraph = self._add(block, "table")
            self._judge([stated], block, paragraph.id)
            if self._place.section is None and (block.page == 1 or stated.area == OVERALL):
                return  # it stands beside the judgement table and heads no section
        goes_on = self._graded_section(heading) if _FINDINGS.match(heading.name) else None
        if heading.grade is not None:
            self._place = _Place(heading.name, None, heading.grade, heading.area, block.size)
            self._graded[heading.area] = self._graded[None] = self._place
        elif goes_on is not None:
            self._place = goes_on
        elif self._is_minor(block):
            self._place = replace(self._place, subsection=heading.name)
        else:
            self._place = self._place_of(heading, block.size)

    def _place_of(self, heading: Heading, size: float) -> _Place:
        """A new section; inside a chapter about one area, set larger, it is about that area."""
        if heading.area is None and size < self._place.size:
            return _Place(heading.name, None, None, self._place.area, self._place.size)
        grade = self._grade_in_table(heading.area) if _JUDGED.match(heading.name) else None
        return _Place(heading.name, None, grade, heading.area, size)

    def _graded_section(self, heading: Heading) -> _Place | None:
        """The section that grades the heading's area, or the last one where it names none.

        Where no heading grades the area, the heading itself with the table's grade.
        """
        area = heading.area or self._place.area
        found = self._graded.get(area)
        if found is None and area is not None:
            grade = self._grade_in_table(area)
            found = _Place(heading.name, None, grade, area) if grade else None
        return found

    def _grade_in_table(self, area: str | None) -> str | None:
        grades = (printed.grade for printed, _, _ in self.judgements if area in printed.areas)
        return next(grades, None)

    def _is_new(self, stated: Printed) -> bool:
        """Whether a heading deep in the report grades an area that no table graded."""
        known = {area for printed, _, _ in self.judgements for area in printed.areas}
        return stated.area not in known

    def _is_minor(self, block: Block) -> bool:
        """A heading no larger than the body, in a report that has larger ones."""
        if block.is_large or not self._has_large_headings or self._place.section is None:
            return False
        return _SECTIONS.match(block.text.strip()) is None

    def _judge(self, found: Sequence[Printed], block: Block, paragraph_id: str) -> None:
        self.judgements.extend((printed, block.page, paragraph_id) for printed in found)

    def _add(self, block: Block, kind: str) -> Paragraph:
        place = self._place
        paragraph = Paragraph(
            id=self._ids.numbered(block.number)
            if block.number
            else self._ids.in_section(place.section, kind),
            number=block.number,
            section=place.section,
            section_grade=place.grade,
            area=place.area,
            page=block.page,
            page_end=block.page_end,
            kind=kind,
            text=block.text,
            boxes=block.boxes,
            subsection=place.subsection,
        )
        self.paragraphs.append(paragraph)
        self._heading = None
        return paragraph


def _joined(blocks: Sequence[Block]) -> Block:
    """Several blocks as one, a line for each."""
    return replace(
        blocks[0],
        text="\n".join(block.text for block in blocks),
        page_end=blocks[-1].page_end,
        boxes=tuple(box for block in blocks for box in block.boxes),
    )
