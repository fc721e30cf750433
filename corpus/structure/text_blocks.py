"""Lines of a text or Markdown file into blocks.

Without positions, blank lines, marks and the shape of a line tell what it is: a short line that
stands alone and ends no sentence is a heading; a paragraph that a page break cut in two goes on
below a wider gap.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from corpus.pages.text import TextLine
from corpus.structure.joining import join_lines, strip_bullet
from corpus.structure.numbering import Candidate, choose_numbers, find_number, has_dot
from corpus.structure.records import Block, Role

_SHORT = 150  # characters: the longest printed heading of the founding documents has 96
_PAGE_BREAK = 2  # blank lines: one parts paragraphs, more stand where a page ended
_TERMINAL = '.!;,”’"'
_LEADERS = re.compile(r"(?:\.{4,}|…{2,})\s*\d*$")
_MARKS = {1: 20.0, 2: 16.0, 3: 14.0}  # sizes in points that stand for Markdown's levels
_PLAIN_HEADING = 14.0


@dataclass(slots=True)
class _Open:
    """The block that lines are added to."""

    role: Role
    number: str | None
    indent: int
    texts: list[str]
    lines: list[str]
    rows: list[tuple[str, ...]]
    size: float = 0.0
    bullet_indent: int | None = None  # of the bullets inside it


def read_text_blocks(lines: Sequence[TextLine]) -> list[Block]:
    """The blocks of a document without pages, in its order."""
    numbers = _numbers(lines)
    blocks = list(_walk(lines, numbers))
    return _join_broken(blocks, _breaks_before(blocks, lines))


def _numbers(lines: Sequence[TextLine]) -> dict[int, int]:
    candidates: list[Candidate] = []
    for index, line in enumerate(lines):
        match = find_number(line.text)
        if match is None or line.cells or _is_heading(lines, index):
            continue
        starts = line.blank_before > 0 or index == 0
        above = lines[index - 1].text if index else ""
        candidates.append(
            Candidate(
                line=index,
                value=int(match.group(1)),
                left=None,
                has_dot=has_dot(match),
                has_tab=False,
                after_sentence=starts or above[-1:] in ".!?:;”’)",
                below_white=starts,
            )
        )
    return choose_numbers(candidates)


def _walk(lines: Sequence[TextLine], numbers: dict[int, int]) -> Iterator[Block]:
    current: _Open | None = None
    for index, line in enumerate(lines):
        following = _continue(current, line, index, lines, numbers)
        if following is not None:
            current = following
            continue
        if current is not None:
            yield _close(current)
        current = _begin(line, index, lines, numbers)
    if current is not None:
        yield _close(current)


def _begin(line: TextLine, index: int, lines: Sequence[TextLine], numbers: dict[int, int]) -> _Open:
    if line.cells:
        return _Open("table", None, line.indent, [line.text], [line.text], [line.cells])
    if _LEADERS.search(line.text):
        return _Open("table", None, line.indent, [line.text], [line.text], [(line.text,)])
    if index in numbers:
        match = find_number(line.text)
        words = line.text[match.end() :] if match else line.text
        return _Open("numbered", str(numbers[index]), line.indent, [words], [line.text], [])
    if _is_heading(lines, index):
        size = _MARKS.get(line.level, _PLAIN_HEADING)
        return _Open("heading", None, line.indent, [line.text], [line.text], [], size)
    bullet = strip_bullet(line.text)
    role: Role = "prose" if bullet is None else "bullet"
    words = line.text if bullet is None else bullet
    return _Open(role, None, line.indent, [words], [line.text], [])


def _continue(
    current: _Open | None,
    line: TextLine,
    index: int,
    lines: Sequence[TextLine],
    numbers: dict[int, int],
) -> _Open | None:
    """The open block with the line added, or None where the line begins another."""
    if current is None or index in numbers:
        return None
    if current.role == "table":
        is_row = bool(line.cells or _LEADERS.search(line.text)) and line.blank_before <= 1
        if not is_row:
            return None
        current.rows.append(line.cells or (line.text,))
    elif line.cells or line.level or _LEADERS.search(line.text):
        return None
    elif (bullet := strip_bullet(line.text)) is not None:
        if not _holds_bullet(current, line):
            return None
        current.bullet_indent = line.indent
        current.texts.append("• " + bullet)
        current.lines.append(line.text)
        return current
    elif current.role == "heading" or line.blank_before or _is_heading(lines, index):
        return None
    current.texts.append(line.text)
    current.lines.append(line.text)
    return current


def _holds_bullet(current: _Open, line: TextLine) -> bool:
    if current.role not in ("numbered", "bullet") or line.blank_before > 1:
        return False
    if current.bullet_indent is not None and line.indent >= current.bullet_indent:
        return True
    return line.indent >= current.indent + 2 or (
        current.role == "numbered" and current.texts[-1].endswith(":")
    )


def _is_heading(lines: Sequence[TextLine], index: int) -> bool:
    """Marked as a heading, or short, alone and no sentence."""
    line = lines[index]
    if line.level:
        return True
    text = line.text
    if line.cells or len(text) > _SHORT or text[-1:] in _TERMINAL or not text[:1].isalnum():
        return False
    if text[:1].islower() or _LEADERS.search(text) or strip_bullet(text) is not None:
        return False
    alone_below = index + 1 == len(lines) or lines[index + 1].blank_before > 0
    alone = (index == 0 or line.blank_before > 0) and alone_below
    if line.bold:
        return alone
    # "Inspection dates: 2 to 6 May 2023" tells a fact; a heading's colon has a grade after it.
    return alone and any(c.isalpha() for c in text) and not re.search(r":\s+.*\d", text)


def _close(current: _Open) -> Block:
    text = (
        "\n".join("\t".join(cell for cell in row if cell) for row in current.rows)
        if current.rows
        else join_lines(current.texts)
    )
    return Block(
        role=current.role,
        text=text,
        page=None,
        page_end=None,
        number=current.number,
        size=current.size,
        is_large=current.role == "heading",
        lines=tuple(current.lines),
        rows=tuple(current.rows),
    )


def _breaks_before(blocks: Sequence[Block], lines: Sequence[TextLine]) -> list[int]:
    """For each block the blank lines above it."""
    breaks: list[int] = []
    at = 0
    for block in blocks:
        breaks.append(lines[at].blank_before)
        at += len(block.lines)
    return breaks


def _join_broken(blocks: Sequence[Block], breaks: Sequence[int]) -> list[Block]:
    """Numbered paragraphs and bullets joined with the prose that a page break parted from them."""
    joined: list[Block] = []
    for index, block in enumerate(blocks):
        following = blocks[index + 1] if index + 1 < len(blocks) else None
        if joined and _goes_on(joined[-1], block, breaks[index], following):
            last = joined[-1]
            joined[-1] = replace(
                last, text=join_lines([last.text, block.text]), lines=last.lines + block.lines
            )
        else:
            joined.append(block)
    return joined


def _goes_on(before: Block, block: Block, blank: int, following: Block | None) -> bool:
    if block.role != "prose" or before.role not in ("numbered", "bullet", "prose"):
        return False
    if block.text[:1].islower() and before.text[-1:] not in ".!?":
        return True
    if before.role == "prose" or blank < _PAGE_BREAK:
        return False
    return following is not None and following.role == before.role
