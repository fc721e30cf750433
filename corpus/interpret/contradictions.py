"""Where a report contradicts itself: what somebody else's words, joined or planted, would do.

Of 209 documents none does. The title block and the judgement table stand; what contradicts them is
told and kept, and counts for nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from corpus.interpret.printed_authority import titled_place
from corpus.records import Judgement, Paragraph
from corpus.structure.records import Block


def without_false_grades(
    paragraphs: Iterable[Paragraph], judgements: Sequence[Judgement]
) -> Iterator[Paragraph]:
    """The paragraphs, those in a section graded otherwise than its area was judged ungraded."""
    judged = _judged(judgements)
    for paragraph in paragraphs:
        is_false = _contradicts(paragraph, judged)
        yield replace(paragraph, section_grade=None) if is_false else paragraph


def tell_false_grades(
    paragraphs: Iterable[Paragraph], judgements: Sequence[Judgement]
) -> Iterator[str]:
    """A warning for each section that is graded otherwise than its area was judged."""
    judged = _judged(judgements)
    false = [paragraph for paragraph in paragraphs if _contradicts(paragraph, judged)]
    for section in dict.fromkeys(paragraph.section for paragraph in false):
        first = next(paragraph for paragraph in false if paragraph.section == section)
        grade = judged[first.area]
        yield (
            f"{_place(first.page)}a heading says {first.section_grade} of {first.area},"
            f" the judgements say {grade}: the heading's grade is left out"
        )


def tell_other_titles(blocks: Sequence[Block], authority: str | None) -> Iterator[str]:
    """A warning for each heading after the title block that is the title of another's report."""
    for block in blocks:
        other = titled_place(block.text) if block.role == "heading" else None
        if other is not None and authority is not None and other != authority:
            yield (
                f"{_place(block.page)}a heading is the title of a report on {other}:"
                f" what follows is kept as {authority}'s"
            )


def _judged(judgements: Sequence[Judgement]) -> dict[str | None, str | None]:
    found: dict[str | None, str | None] = {}
    for judgement in judgements:
        for area in judgement.areas:
            found.setdefault(area, judgement.grade)
    return found


def _contradicts(paragraph: Paragraph, judged: dict[str | None, str | None]) -> bool:
    grade = judged.get(paragraph.area)
    return None not in (grade, paragraph.section_grade) and grade != paragraph.section_grade


def _place(page: int | None) -> str:
    return "" if page is None else f"page {page}: "
