"""Blocks into a Document: START READING HERE for how a report is understood.

The title block first, then the judgements beside it, then one walk over the rest in which headings
set the section, its grade and its area for the paragraphs below them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus.interpret.closing import without_closing
from corpus.interpret.contradictions import (
    tell_false_grades,
    tell_other_titles,
    without_false_grades,
)
from corpus.interpret.front import Front, read_front
from corpus.interpret.identity import report_id
from corpus.interpret.judgements import Printed, judgement_summary_length, overall_grade
from corpus.interpret.sections import SectionWalk
from corpus.records import Document, Judgement
from corpus.structure.records import Block


@dataclass(frozen=True, slots=True)
class Origin:
    """Where blocks come from: what of a Document is known without reading its words."""

    source: str
    sha256: str
    pages: int | None
    warnings: tuple[str, ...]


def interpret(blocks: Sequence[Block], origin: Origin) -> Document:
    """The document that blocks, in reading order, make up."""
    blocks = without_closing(blocks)
    front = read_front(blocks, origin.source)
    identity = report_id(
        front.authority,
        front.kind,
        front.inspection_start or front.published,
        title=front.title,
        sha256=origin.sha256,
    )
    rest = blocks[front.block_count :]
    summary = judgement_summary_length(rest)
    walk = SectionWalk(identity, blocks)
    walk.take_front(blocks[: front.block_count])
    walk.take_judgements(rest[:summary])
    for block in rest[summary:]:
        walk.take(block)
    walk.end()
    other_titles = tell_other_titles(blocks[front.block_count :], front.authority)
    return _document(
        identity, front, walk, replace(origin, warnings=(*origin.warnings, *other_titles))
    )


def _document(identity: str, front: Front, walk: SectionWalk, origin: Origin) -> Document:
    printed = [judgement for judgement, _, _ in walk.judgements]
    judgements = tuple(_judgement(*found) for found in walk.judgements)
    return Document(
        id=identity,
        source=origin.source,
        sha256=origin.sha256,
        title=front.title,
        authority=front.authority,
        kind=front.kind,
        inspection_start=front.inspection_start,
        inspection_end=front.inspection_end,
        published=front.published,
        lead_inspector=front.lead_inspector,
        pages=origin.pages,
        overall=overall_grade(printed),
        judgements=judgements,
        paragraphs=tuple(without_false_grades(walk.paragraphs, judgements)),
        warnings=(*origin.warnings, *tell_false_grades(walk.paragraphs, judgements)),
    )


def _judgement(printed: Printed, page: int | None, paragraph_id: str) -> Judgement:
    if printed.grade is None:
        status = "not judged"
    else:
        status = "merged" if len(printed.areas) > 1 else "judged"
    return Judgement(
        area=printed.area,
        printed=printed.printed,
        grade=printed.grade,
        status=status,
        areas=printed.areas,
        page=page,
        paragraph_id=paragraph_id,
    )
