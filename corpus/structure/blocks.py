"""Pages of positioned lines into blocks: headings, paragraphs, bullets, prose, tables, notes.

START READING HERE for how a PDF is understood. Knows typography and nothing of inspections. The
steps: furniture away, lines into reading order, footnotes and tables apart, numbers chosen over the
whole document, and then one walk over the lines that opens and closes blocks.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.pages.records import Line, Page
from corpus.structure.building import LARGER, SECTION_SIZE, Builder
from corpus.structure.footnotes import split_footnotes
from corpus.structure.furniture import without_furniture
from corpus.structure.joining import boxes_of, join_lines, strip_bullet
from corpus.structure.measures import body_size, leading
from corpus.structure.numbering import Candidate, choose_numbers, find_number, has_dot
from corpus.structure.records import Block
from corpus.structure.regions import prose_columns, table_regions
from corpus.structure.rows import in_reading_order
from corpus.structure.tables import rows_of

# Points: a line that stops here has room for the next word, and so was ended on purpose. Lines of
# the reports are 420 to 455 points long.
_SHORT_LINE = 250.0
_CONTENTS = ("contents", "table of contents")
_SENTENCE_ENDS = '.!?:;”’")'


@dataclass(frozen=True, slots=True)
class _Item:
    """A line or a table, in reading order."""

    lines: tuple[Line, ...]
    is_table: bool


@dataclass(frozen=True, slots=True)
class _PageItems:
    items: tuple[_Item, ...]
    notes: tuple[tuple[Line, ...], ...]


def read_blocks(pages: Sequence[Page]) -> list[Block]:
    """The blocks of a document in reading order; footnotes follow the block their page ends in."""
    content = without_furniture(pages)
    body = body_size(content)
    parts = [_split_page(lines, body) for lines in content]
    numbers = _numbers([item for part in parts for item in part.items])
    return list(_walk(parts, numbers, Builder(body, leading(content)), body))


def _split_page(lines: Sequence[Line], body: float) -> _PageItems:
    ordered, notes = split_footnotes(in_reading_order(lines), body)
    items: list[_Item] = []
    start = 0
    for region in _contents_region(ordered) or table_regions(ordered):
        items.extend(_Item((line,), False) for line in ordered[start : region.start])
        items.extend(_region_items(ordered[region.start : region.stop]))
        start = region.stop
    items.extend(_Item((line,), False) for line in ordered[start:])
    return _PageItems(tuple(items), tuple(tuple(note) for note in notes))


def _region_items(lines: Sequence[Line]) -> list[_Item]:
    """A table, or the columns of prose one after the other."""
    columns = prose_columns(lines)
    if not columns:
        return [_Item(tuple(lines), True)]
    return [_Item((line,), False) for column in columns for line in column]


def _contents_region(lines: Sequence[Line]) -> list[range]:
    """The entries of a page that is headed as a table of contents: each line is a row."""
    for index, line in enumerate(lines[:4]):
        if line.text.lower() in _CONTENTS and index + 1 < len(lines):
            return [range(index + 1, len(lines))]
    return []


def _numbers(items: Sequence[_Item]) -> dict[int, int]:
    """The accepted numbers by the place of their line among the items."""
    candidates: list[Candidate] = []
    for index, item in enumerate(items):
        match = None if item.is_table else find_number(item.lines[0].text)
        if match is None:
            continue
        line = item.lines[0]
        above = items[index - 1] if index else None
        candidates.append(
            Candidate(
                line=index,
                value=int(match.group(1)),
                left=line.left,
                has_dot=has_dot(match),
                has_tab=_has_tab(line),
                after_sentence=above is None
                or above.is_table
                or _ends_sentence(above.lines[0], body_left=line.left),
            )
        )
    return choose_numbers(candidates)


def _has_tab(line: Line) -> bool:
    """Whether white of more than a space follows the number."""
    first = line.spans[0]
    if len(line.spans) < 2 or any(c.isalpha() for c in first.text):
        return False
    return line.spans[1].left - first.right > 0.4 * first.size


def _ends_sentence(line: Line, body_left: float) -> bool:
    """Whether nothing goes on below the line: a heading, a finished sentence, or a short line."""
    is_short = line.right < body_left + _SHORT_LINE
    return line.bold or line.text[-1:] in _SENTENCE_ENDS or is_short


def _walk(
    parts: Sequence[_PageItems], numbers: dict[int, int], builder: Builder, body: float
) -> Iterator[Block]:
    index = 0
    for part in parts:
        builder.begin_page()
        for item in part.items:
            number = numbers.get(index)
            index += 1
            if item.is_table:
                yield from builder.close()
                yield _table(item.lines, body)
                builder.after_break()
                continue
            yield from _take_line(builder, item.lines[0], number, body)
        builder.end_page([_note(note) for note in part.notes])
    yield from builder.close()


def _take_line(builder: Builder, line: Line, number: int | None, body: float) -> Iterator[Block]:
    if number is not None:
        match = find_number(line.text)
        words = line.text[match.end() :] if match else line.text
        yield from builder.open("numbered", line, words, number=str(number))
    elif (bullet := strip_bullet(line.text)) is not None:
        yield from builder.take_bullet(line, bullet)
    elif is_heading_line(line, body) and builder.may_be_heading(line):
        yield from builder.take_heading(line)
    else:
        yield from builder.take_text(line)


def is_heading_line(line: Line, body: float) -> bool:
    """Whether a line is set as headings are: bold, or larger than the body."""
    has_letters = any(c.isalpha() for c in line.text)
    return has_letters and (line.bold or line.size > LARGER * body)


def _table(lines: Sequence[Line], body: float) -> Block:
    set_as_heading = all(is_heading_line(line, body) for line in lines)
    rows = rows_of(lines, is_one_row=set_as_heading and lines[0].size > LARGER * body)
    is_heading = len(rows) == 1 and set_as_heading
    texts = ["\t".join(cell for cell in row if cell) for row in rows]
    return Block(
        role="heading" if is_heading else "table",
        text=" ".join(rows[0]) if is_heading else "\n".join(text for text in texts if text),
        page=lines[0].page,
        page_end=lines[-1].page,
        boxes=boxes_of(lines),
        lines=tuple(line.text for line in lines),
        size=max(line.size for line in lines) if is_heading else 0.0,
        is_large=is_heading and lines[0].size > SECTION_SIZE * body,
        rows=rows,
    )


def _note(lines: Sequence[Line]) -> Block:
    return Block(
        role="footnote",
        text=join_lines([line.text for line in lines]),
        page=lines[0].page,
        page_end=lines[-1].page,
        boxes=boxes_of(lines),
        lines=tuple(line.text for line in lines),
    )
