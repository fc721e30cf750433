"""The title block: what the report says of itself before its first finding.

Title, authority, kind, dates of inspection and publication, lead inspector. What is not printed
stays None; only the publication date may come from the file's name.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from corpus.interpret.areas import whole_grade
from corpus.interpret.front_dates import (
    find_inspected,
    find_published,
    published_in_name,
    tells_date,
)
from corpus.interpret.inspectors import begins_with_lead, find_lead_inspector
from corpus.interpret.judgements import is_judgement_table, judgement_of_sentence
from corpus.interpret.kinds import LETTER_KINDS, kind_of, kind_of_opening, subjects
from corpus.interpret.printed_authority import find_authority
from corpus.structure.records import Block

_LONG_PROSE = 200  # characters: a title block has no paragraph of this length
_SENTENCE_WORDS = 8  # nor a sentence of so many words
_LAST_PAGE = 2  # a title block ends on it at the latest
_SUMMARY_HEADINGS = re.compile(
    r"(?:executive )?summary|overview|contents|findings|what needs to improve\??|introduction"
    r"|about this inspection|headline findings|summary of .*",
    re.IGNORECASE,
)
_IMPRINT = re.compile(r"©|www\.|https?:|@", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Front:
    """What the title block says; `block_count` blocks from the report's start make it."""

    block_count: int
    title: str | None
    authority: str | None
    kind: str
    inspection_start: date | None
    inspection_end: date | None
    published: date | None
    lead_inspector: str | None


def read_front(blocks: Sequence[Block], source: str) -> Front:
    """The facts of a report's title block, and of the page about the inspection team."""
    count = _front_length(blocks)
    lines = [line for block in blocks[:count] for line in _lines(block)]
    kind = kind_of(lines)
    # Some title blocks end in a table that begins with the dates and the inspector.
    if count < len(blocks) and blocks[count].role == "table":
        lines.extend(_lines(blocks[count]))
    if kind == "other" and count < len(blocks):
        kind = kind_of_opening(blocks[count : count + 4]) or kind
    opening = [*lines, *(line for block in blocks[count : count + 3] for line in _lines(block))]
    team = [line for block in blocks[count:] for line in _lines(block) if begins_with_lead(line)]
    days = find_inspected(lines, opening, kind)
    return Front(
        block_count=count,
        title=_title(blocks[:count], lines, kind),
        authority=find_authority(blocks[:count], lines, opening, kind),
        kind=kind,
        inspection_start=days[0] if days else None,
        inspection_end=days[1] if days else None,
        published=find_published(lines, kind) or published_in_name(source),
        lead_inspector=find_lead_inspector(lines) or find_lead_inspector(team),
    )


def _front_length(blocks: Sequence[Block]) -> int:
    """How many blocks stand before the judgements, the first heading of contents, or prose."""
    for index, block in enumerate(blocks):
        if block.page is not None and block.page > _LAST_PAGE:
            return index
        if block.role == "table" and not _tells_facts(block):
            return index
        if block.role in ("numbered", "bullet"):
            return index
        if block.role == "heading" and index and _begins_report(block):
            return index
        if block.role == "prose" and (_is_running_text(block.text) or _begins_report(block)):
            return index
    return len(blocks)


def _is_running_text(text: str) -> bool:
    is_sentence = text[-1:] in ".!?" and len(text.split()) >= _SENTENCE_WORDS
    return len(text) > _LONG_PROSE or is_sentence


def _tells_facts(block: Block) -> bool:
    """Whether a table holds the dates or the inspector, and no judgement."""
    return any(_is_fact(line) for line in _lines(block)) and not is_judgement_table(block)


def _begins_report(block: Block) -> bool:
    text = block.text.strip()
    if _SUMMARY_HEADINGS.fullmatch(text):
        return True
    return judgement_of_sentence(text) is not None


def _lines(block: Block) -> tuple[str, ...]:
    return block.lines or (block.text,)


def _title(blocks: Sequence[Block], lines: Sequence[str], kind: str) -> str | None:
    """The printed title: a letter's subject, else the headings of the title block."""
    named = subjects(blocks) if kind in LETTER_KINDS else []
    if named:
        return named[0]
    headings = [b.text for b in blocks if b.role == "heading" and not _is_fact(b.text)]
    headings = [_without_facts(text) for text in headings if not _IMPRINT.search(text)]
    title = " ".join(headings).strip()
    return title or next((line for line in lines if len(line) > 3 and not _is_fact(line)), None)


def _without_facts(text: str) -> str:
    """A title without the dates that stand right under it, and without a footnote's mark."""
    facts = re.search(r"\s*(?:inspection dates?|report published|published)\s*:", text, re.I)
    return re.sub(r"(?<=[a-z])\d{1,2}$", "", text[: facts.start()] if facts else text)


def _is_fact(line: str) -> bool:
    return tells_date(line) or begins_with_lead(line) or whole_grade(line) is not None
