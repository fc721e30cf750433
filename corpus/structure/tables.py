"""Tables: lines that stand beside one another, into rows of cells.

A region is a table where lines overlap in height and not in width. Its columns are the strips that
no white corridor crosses; a cell of several lines goes to the row that it overlaps most, because
some reports set a short cell beside the first line of a long one and some beside its middle.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus.pages.records import Line, Span
from corpus.structure.rows import ROW_GAP, cell_spans

# Lines overlap where their letters share this part of the size; in running text no line has another
# to its side.
_OVERLAP = 0.05
# Lines of one cell stand at most so many sizes apart: they are set at 1.2 in all reports, and the
# nearest rows of one column at 1.47.
_LEADING = 1.35
# The widest step from line to line in a column over the least, from which white parts its rows.
_UNEVEN = 1.3
# A region is prose in columns if so many of its lines have words enough on both sides.
_PROSE_ROWS = 3
_PROSE_WORDS = 4
_CORRIDOR = 6.0  # points of white that part two columns


@dataclass(frozen=True, slots=True)
class _Piece:
    """One line of one cell."""

    text: str
    left: float
    right: float
    baseline: float
    size: float

    @property
    def top(self) -> float:
        return self.baseline - 0.8 * self.size

    @property
    def bottom(self) -> float:
        return self.baseline + 0.2 * self.size


@dataclass(slots=True)
class _Cell:
    column: int
    pieces: list[_Piece]

    @property
    def top(self) -> float:
        return self.pieces[0].top

    @property
    def bottom(self) -> float:
        return self.pieces[-1].bottom

    @property
    def text(self) -> str:
        return " ".join(piece.text for piece in self.pieces)


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
        regions.append(range(_start_of_region(lines, start, end), end))
        start = end
    return regions


def rows_of(lines: Sequence[Line], *, is_one_row: bool = False) -> tuple[tuple[str, ...], ...]:
    """The rows of a table, each with the texts of its cells; a cell may be empty.

    `is_one_row` tells that lines set solid are no rows of their own, as in a heading in cells.
    """
    pieces = [_piece(spans) for line in lines for spans in cell_spans(line)]
    columns = _columns(pieces)
    cells = [
        cell
        for index, column in enumerate(columns)
        for cell in _cells(index, column, pieces, is_one_row)
    ]
    if not cells:
        return ()
    rows = _match(cells, len(columns))
    return tuple(tuple(row) for row in rows)


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
    columns = _columns([_piece(cell) for row in rows for cell in row])
    return [
        [
            Line(line.page, tuple(cell))
            for line, row in zip(lines, rows, strict=True)
            for cell in row
            if left <= cell[0].left <= right
        ]
        for left, right in columns
    ]


def _is_beside_another(lines: Sequence[Line], index: int) -> bool:
    line = lines[index]
    if len(cell_spans(line)) > 1:
        return True
    neighbours = (*lines[max(0, index - 3) : index], *lines[index + 1 : index + 4])
    return any(_overlap(line, other) and _disjoint(line, other) for other in neighbours)


def _overlap(line: Line, other: Line) -> bool:
    size = min(line.size, other.size)
    top = max(line.baseline - 0.8 * line.size, other.baseline - 0.8 * other.size)
    bottom = min(line.baseline + 0.2 * line.size, other.baseline + 0.2 * other.size)
    return bottom - top > _OVERLAP * size


def _disjoint(line: Line, other: Line) -> bool:
    return line.left > other.right + _CORRIDOR or other.left > line.right + _CORRIDOR


def _end_of_region(lines: Sequence[Line], in_table: Sequence[bool], start: int) -> int:
    """One past the region's last line: wrapped cells between and after its rows belong to it."""
    end = start + 1
    while end < len(lines):
        near = lines[end].baseline - lines[end - 1].baseline <= ROW_GAP * lines[end].size
        if in_table[end] and near:
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
        if not (near and alike and line.right < last_column - _CORRIDOR):
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
    return line.right < last_column - _CORRIDOR or line.left > last_column - 2


def _closes_cell(lines: Sequence[Line], end: int) -> bool:
    """Whether white or the page's end follows the line: the last cell of a table is wrapped."""
    if end + 1 >= len(lines):
        return True
    return lines[end + 1].baseline - lines[end].baseline > _LEADING * lines[end].size


def _piece(spans: Sequence[Span]) -> _Piece:
    text = " ".join("".join(span.text for span in spans).split())
    main = max(spans, key=lambda span: len(span.text))
    return _Piece(text, spans[0].left, spans[-1].right, main.baseline, main.size)


def _columns(pieces: Sequence[_Piece]) -> list[tuple[float, float]]:
    """The strips, from left to right, that hold all pieces and no corridor."""
    strips: list[tuple[float, float]] = []
    for piece in sorted(pieces, key=lambda piece: piece.left):
        if strips and piece.left - strips[-1][1] < _CORRIDOR:
            strips[-1] = (strips[-1][0], max(strips[-1][1], piece.right))
        else:
            strips.append((piece.left, piece.right))
    return strips


def _cells(
    index: int, column: tuple[float, float], pieces: Sequence[_Piece], is_one_row: bool
) -> list[_Cell]:
    own = [piece for piece in pieces if column[0] <= piece.left <= column[1]]
    others = [piece for piece in pieces if not column[0] <= piece.left <= column[1]]
    own.sort(key=lambda piece: piece.baseline)
    is_solid = not is_one_row and _is_set_solid(own)
    cells: list[_Cell] = []
    for piece in own:
        if cells and not _begins_cell(cells[-1].pieces[-1], piece, others if is_solid else ()):
            cells[-1].pieces.append(piece)
        else:
            cells.append(_Cell(index, [piece]))
    return cells


def _begins_cell(above: _Piece, piece: _Piece, others: Sequence[_Piece]) -> bool:
    if piece.baseline - above.baseline > _LEADING * max(piece.size, above.size):
        return True
    # Two lines set solid are two rows where each has a cell of its own beside it.
    beside = [other for other in others if abs(other.baseline - piece.baseline) < 2]
    beside_above = [other for other in others if abs(other.baseline - above.baseline) < 2]
    # and where the lower words can begin one: "be good" goes on with "Requires improvement to".
    can_begin = any(not other.text[:1].islower() for other in (piece, *beside))
    return bool(beside and beside_above and can_begin)


def _is_set_solid(pieces: Sequence[_Piece]) -> bool:
    """Whether a column's lines are all equally far apart, so that white does not part its rows."""
    steps = [b.baseline - a.baseline for a, b in pairwise(pieces)]
    return not steps or max(steps) < _UNEVEN * max(min(steps), 1.0)


def _match(cells: Sequence[_Cell], column_count: int) -> list[list[str]]:
    """Cells of all columns into rows: by the first column's, unless others have twice as many."""
    by_column = [[cell for cell in cells if cell.column == c] for c in range(column_count)]
    most = max(len(column) for column in by_column)
    lead = next(c for c in range(column_count) if 2 * len(by_column[c]) >= most)
    rows: list[list[list[str]]] = [[[] for _ in range(column_count)] for _ in by_column[lead]]
    for column in by_column:
        for cell in column:
            overlaps = [
                min(cell.bottom, row.bottom) - max(cell.top, row.top) for row in by_column[lead]
            ]
            best = max(range(len(overlaps)), key=overlaps.__getitem__)
            rows[best][cell.column].append(cell.text)
    return [[" ".join(texts) for texts in row] for row in rows]
