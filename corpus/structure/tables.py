"""A table's lines into rows of cells.

Its columns are the strips that no white corridor crosses; a cell of several lines goes to the row
that it overlaps most, because some reports set a short cell beside the first line of a long one and
some beside its middle.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus.pages.records import Line, Span
from corpus.structure.rows import cell_spans, column_strips

# Lines of one cell stand at most so many sizes apart, and hardly farther than the nearest two lines
# of their column: cells are set at 1.2 to 1.4, the nearest rows of one column at 1.47.
_LEADING = 1.5
_EVEN = 1.12
# The widest step from line to line in a column over the least, from which white parts its rows.
_UNEVEN = 1.3


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


def rows_of(lines: Sequence[Line], *, is_one_row: bool = False) -> tuple[tuple[str, ...], ...]:
    """The rows of a table, each with the texts of its cells; a cell may be empty.

    `is_one_row` tells that lines set solid are no rows of their own, as in a heading in cells.
    """
    pieces = [_piece(spans) for line in lines for spans in cell_spans(line)]
    columns = column_strips(lines)
    cells = [
        cell
        for index, column in enumerate(columns)
        for cell in _cells(index, column, pieces, is_one_row)
    ]
    if not cells:
        return ()
    rows = _match(cells, len(columns))
    return tuple(tuple(row) for row in rows)


def _piece(spans: Sequence[Span]) -> _Piece:
    text = " ".join("".join(span.text for span in spans).split())
    main = max(spans, key=lambda span: len(span.text))
    return _Piece(text, spans[0].left, spans[-1].right, main.baseline, main.size)


def _cells(
    index: int, column: tuple[float, float], pieces: Sequence[_Piece], is_one_row: bool
) -> list[_Cell]:
    own = [piece for piece in pieces if column[0] <= piece.left <= column[1]]
    others = [piece for piece in pieces if not column[0] <= piece.left <= column[1]]
    own.sort(key=lambda piece: piece.baseline)
    is_solid = not is_one_row and _is_set_solid(own)
    steps = [below.baseline - above.baseline for above, below in pairwise(own)]
    widest = min([_LEADING * own[0].size, *(_EVEN * step for step in steps)]) if own else 0.0
    cells: list[_Cell] = []
    for piece in own:
        if cells and not _begins_cell(
            cells[-1].pieces[-1], piece, others if is_solid else (), widest
        ):
            cells[-1].pieces.append(piece)
        else:
            cells.append(_Cell(index, [piece]))
    return cells


def _begins_cell(
    above: _Piece, piece: _Piece, others: Sequence[_Piece], widest_step: float
) -> bool:
    if piece.baseline - above.baseline > widest_step:
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
