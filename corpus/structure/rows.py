"""Lines into the order in which a page is read: pieces on one baseline joined, top to bottom."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from corpus.pages.records import Line, Span

# Rows of one table stand at most so many sizes apart, from baseline to baseline: 3.4 is the widest
# in the reports.
ROW_GAP = 4.0
CORRIDOR = 6.0  # points of white that part two columns
# Lines above in which a line's columns are looked for: a cell of the reports has three at most.
_LINES_ABOVE = 6
# Pieces of one size stand on one line where their baselines differ by less than this share of it;
# cells that are centred on their row differ by 0.4. Superscripts, which are smaller, are raised by
# a third to nearly half of the larger size.
_SAME_BASELINE = 0.25
_SUPERSCRIPT = 0.5
_NOTE_MARK = 0.65  # before a footnote the mark is raised higher still
_MARK_LENGTH = 2  # characters
# A gap of this many sizes is one between cells, unless a number or a bullet stands before it: the
# widest gap between words of justified text in the reports is 1.1 sizes.
_CELL_GAP = 1.5
_NARROW_GAP = 0.5  # a space is a third of the size wide
_ALIGNED = 3.0  # points
_MARK = re.compile(r"[\d.()]{1,5}|\(?[a-z\d]{1,4}[.)]|\W", re.IGNORECASE)


def in_reading_order(lines: Sequence[Line]) -> list[Line]:
    """The page's lines from top to bottom, those on one baseline joined into one."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: (line.baseline, line.left)):
        if rows and _beside(rows[-1], line):
            rows[-1].append(line)
        else:
            rows.append([line])
    return _with_aligned_cells([_join(row) for row in rows])


def _with_aligned_cells(lines: Sequence[Line]) -> list[Line]:
    """The lines, cells marked where a line's words begin at a column of the lines above.

    A long cell can come so near to the next one that the white between them looks like a space.
    """
    marked: list[Line] = []
    for line in lines:
        columns = _columns_above(marked, line)
        starts = frozenset(
            index
            for index, (before, span) in enumerate(pairwise(line.spans), start=1)
            if span.left - before.right > _NARROW_GAP * span.size
            and any(abs(span.left - column) < _ALIGNED for column in columns)
        )
        marked.append(replace(line, cell_starts=starts) if starts else line)
    return marked


def column_strips(lines: Sequence[Line]) -> list[tuple[float, float]]:
    """The strips, from left to right, that hold the cells of all lines and no white corridor."""
    cells = [(spans[0].left, spans[-1].right) for line in lines for spans in cell_spans(line)]
    strips: list[tuple[float, float]] = []
    for left, right in sorted(cells):
        if strips and left - strips[-1][1] < CORRIDOR:
            strips[-1] = (strips[-1][0], max(strips[-1][1], right))
        else:
            strips.append((left, right))
    return strips


def _columns_above(lines: Sequence[Line], line: Line) -> list[float]:
    """Where the cells after the first begin in the nearest line above that has cells."""
    below = line
    for above in reversed(lines[-_LINES_ABOVE:]):
        if below.baseline - above.baseline > ROW_GAP * line.size:
            break
        cells = cell_spans(above)
        if len(cells) > 1:
            return [spans[0].left for spans in cells[1:]]
        below = above
    return []


def cell_spans(line: Line) -> list[list[Span]]:
    """The line's spans, parted where a gap is too wide for words or for a number's tab."""
    if len(line.spans) == 1:  # most lines, and each is asked several times
        return [[line.spans[0]]] if line.spans[0].text.strip() else []
    cells: list[list[Span]] = [[line.spans[0]]]
    for index, (before, span) in enumerate(pairwise(line.spans), start=1):
        is_wide = span.left - before.right > _CELL_GAP * max(before.size, span.size)
        after_mark = len(cells[-1]) == 1 and _MARK.fullmatch(before.text.strip())
        if index in line.cell_starts or (is_wide and not after_mark):
            cells.append([])
        cells[-1].append(span)
    return [cell for cell in cells if any(span.text.strip() for span in cell)]


def _beside(row: Sequence[Line], line: Line) -> bool:
    last = row[-1]
    if abs(last.baseline - line.baseline) > _tolerance(last, line) * max(last.size, line.size):
        return False
    return all(line.left >= other.right - 1 or line.right <= other.left + 1 for other in row)


def _tolerance(last: Line, line: Line) -> float:
    """How far apart two baselines on one line may be, as a share of the larger size."""
    mark, words = sorted((last, line), key=lambda piece: len(piece.text))
    apart = max(words.left - mark.right, mark.left - words.right)
    if len(mark.text) <= _MARK_LENGTH and apart < words.size:
        return _NOTE_MARK
    return _SAME_BASELINE if abs(last.size - line.size) < 1 else _SUPERSCRIPT


def _join(row: list[Line]) -> Line:
    if len(row) == 1:
        return row[0]
    spans: list[Span] = []
    for line in sorted(row, key=lambda line: line.left):
        if spans and not spans[-1].text.endswith(" ") and _has_gap(spans[-1], line.spans[0]):
            spans[-1] = _with_space(spans[-1])
        spans.extend(line.spans)
    return Line(row[0].page, tuple(spans))


def _has_gap(before: Span, span: Span) -> bool:
    return span.left - before.right > 0.15 * max(before.size, span.size)


def _with_space(span: Span) -> Span:
    return Span(
        span.text + " ",
        span.left,
        span.right,
        span.top,
        span.bottom,
        span.baseline,
        span.size,
        span.bold,
    )
