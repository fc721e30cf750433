"""Regions of a page that are set in columns: tables, and prose side by side.

A region is where lines overlap in height and not in width. It ends where a line would close the
white corridor between its columns.
"""

from __future__ import annotations

from collections.abc import Sequence

from corpus.pages.records import Line
from corpus.structure.rows import CORRIDOR, ROW_GAP, cell_spans, column_strips

# Lines overlap where their letters share this part of the size; in running text no line has another
# to its side.
_OVERLAP = 0.05
# Lines of one cell stand at most so many sizes apart; they are set at 1.2 to 1.4 in the reports.
_LEADING = 1.5
_LABELLED_GAP = 2.0  # sizes between facts with labels and what wraps below them, at most
# A region is prose in columns if so many of its lines have words enough on both sides.
_PROSE_ROWS = 3
_PROSE_WORDS = 4


def table_regions(lines: Sequence[Line]) -> list[range]:
    """Runs of lines of one page, in reading order, that are tables."""
    in_table = [_is_beside_another(lines, index) for index in range(len(lines))]
    regions: list[range] = []
    start = 0
    while start < len(lines):
        if not in_table[start]:
            start += 1
            continue
        end = _end_of_region(lines, in_table, start)
        region = range(_start_of_region(lines, start, end), end)
        if regions and _goes_on(lines, regions[-1], region):
            region = range(regions.pop().start, end)
        regions.append(region)
        start = end
    return regions


def _goes_on(lines: Sequence[Line], above: range, below: range) -> bool:
    """Whether one region is the rest of another: near, and with room for the same columns."""
    if above.stop != below.start:
        return False
    first, last = lines[below.start], lines[above.stop - 1]
    near = first.baseline - last.baseline <= ROW_GAP * first.size
    return near and all(_fits(lines, above.start, index) for index in below)


def _fits(lines: Sequence[Line], start: int, end: int) -> bool:
    """Whether a line leaves the columns of the region above open, and is of the same make.

    Facts with labels ("Lead inspector:") and the table below them are two regions.
    """
    line, above = lines[end], lines[end - 1]
    if _has_label(lines[start]) and not _has_label(line):
        return line.baseline - above.baseline <= _LABELLED_GAP * line.size
    return len(column_strips(lines[start : end + 1])) > 1


def _has_label(line: Line) -> bool:
    return "".join(span.text for span in cell_spans(line)[0]).rstrip().endswith(":")


def prose_columns(lines: Sequence[Line]) -> list[list[Line]]:
    """The lines of each column where a region is prose set in columns; none where it is a table."""
    rows = [cell_spans(line) for line in lines]
    wordy = [
        row
        for row in rows
        if len(row) > 1
        and all(len("".join(s.text for s in cell).split()) >= _PROSE_WORDS for cell in row)
    ]
    if len(wordy) < _PROSE_ROWS or 2 * len(wordy) < len(rows):
        return []
    return [
        [
            Line(line.page, tuple(cell))
            for line, row in zip(lines, rows, strict=True)
            for cell in row
            if left <= cell[0].left <= right
        ]
        for left, right in column_strips(lines)
    ]


def _is_beside_another(lines: Sequence[Line], index: int) -> bool:
    line = lines[index]
    if len(cell_spans(line)) > 1:
        return True
    neighbours = (*lines[max(0, index - 3) : index], *lines[index + 1 : index + 4])
    return any(_disjoint(line, other) and _overlap(line, other) for other in neighbours)


def _overlap(line: Line, other: Line) -> bool:
    size = min(line.size, other.size)
    top = max(line.baseline - 0.8 * line.size, other.baseline - 0.8 * other.size)
    bottom = min(line.baseline + 0.2 * line.size, other.baseline + 0.2 * other.size)
    return bottom - top > _OVERLAP * size


def _disjoint(line: Line, other: Line) -> bool:
    return line.left > other.right + CORRIDOR or other.left > line.right + CORRIDOR


def _end_of_region(lines: Sequence[Line], in_table: Sequence[bool], start: int) -> int:
    """One past the region's last line: wrapped cells between and after its rows belong to it."""
    end = start + 1
    while end < len(lines):
        near = lines[end].baseline - lines[end - 1].baseline <= ROW_GAP * lines[end].size
        if in_table[end] and near:
            if not _fits(lines, start, end):
                return end
            end += 1
            continue
        wrapped = _wrapped_lines(lines, start, end)
        meets_row = wrapped < len(lines) and in_table[wrapped]
        if wrapped == end or not (meets_row or _closes_cell(lines, wrapped - 1)):
            return end
        end = wrapped
    return end


def _wrapped_lines(lines: Sequence[Line], start: int, end: int) -> int:
    """One past the lines, from `end` on, that go on with cells of the row above."""
    while end < len(lines) and _wraps(lines, start, end):
        end += 1
    return end


def _start_of_region(lines: Sequence[Line], start: int, end: int) -> int:
    """The first line of a cell whose later lines alone stand beside another cell."""
    last_column = max(spans[0].left for row in lines[start:end] for spans in cell_spans(row))
    while start > 0:
        line, below = lines[start - 1], lines[start]
        near = below.baseline - line.baseline <= _LEADING * line.size
        alike = line.size == below.size and line.bold == below.bold
        if not (near and alike and line.right < last_column - CORRIDOR):
            break
        start -= 1
    return start


def _wraps(lines: Sequence[Line], start: int, end: int) -> bool:
    """Whether a line goes on with a cell of the row above: near, and clear of the last column."""
    line, above = lines[end], lines[end - 1]
    if not 0 < line.baseline - above.baseline <= _LEADING * line.size:
        return False
    if len(cell_spans(line)) > 1:
        return False
    last_column = max(spans[0].left for row in lines[start:end] for spans in cell_spans(row))
    return line.right < last_column - CORRIDOR or line.left > last_column - 2


def _closes_cell(lines: Sequence[Line], end: int) -> bool:
    """Whether white or the page's end follows the line: the last cell of a table is wrapped."""
    if end + 1 >= len(lines):
        return True
    return lines[end + 1].baseline - lines[end].baseline > _LEADING * lines[end].size
