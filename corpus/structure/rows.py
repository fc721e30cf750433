"""Lines into the order in which a page is read: pieces on one baseline joined, top to bottom."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.pages.records import Line, Span

# Pieces of one size stand on one line where their baselines differ by less than this share of it;
# cells that are centred on their row differ by 0.4. Superscripts, which are smaller, are raised by
# a third to two fifths of the larger size.
_SAME_BASELINE = 0.25
_SUPERSCRIPT = 0.45
# A gap of this many sizes is one between cells, unless a number or a bullet stands before it: the
# widest gap between words of justified text in the reports is 1.1 sizes.
_CELL_GAP = 1.5
_MARK = re.compile(r"[\d.()]{1,5}|\W")


def in_reading_order(lines: Sequence[Line]) -> list[Line]:
    """The page's lines from top to bottom, those on one baseline joined into one."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: (line.baseline, line.left)):
        if rows and _beside(rows[-1], line):
            rows[-1].append(line)
        else:
            rows.append([line])
    return [_join(row) for row in rows]


def cell_spans(line: Line) -> list[list[Span]]:
    """The line's spans, parted where a gap is too wide for words or for a number's tab."""
    cells: list[list[Span]] = [[line.spans[0]]]
    for before, span in zip(line.spans, line.spans[1:], strict=False):
        is_wide = span.left - before.right > _CELL_GAP * max(before.size, span.size)
        if is_wide and not (len(cells[-1]) == 1 and _MARK.fullmatch(before.text.strip())):
            cells.append([])
        cells[-1].append(span)
    return [cell for cell in cells if any(span.text.strip() for span in cell)]


def _beside(row: Sequence[Line], line: Line) -> bool:
    last = row[-1]
    share = _SAME_BASELINE if abs(last.size - line.size) < 1 else _SUPERSCRIPT
    if abs(last.baseline - line.baseline) > share * max(last.size, line.size):
        return False
    return all(line.left >= other.right - 1 or line.right <= other.left + 1 for other in row)


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
