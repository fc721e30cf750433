"""A PDF into pages of lines with pypdf: the second reading, for what pdfium cannot open.

pypdf tells where a piece of text begins but not where it ends; the ends are estimated. It is 15 to
19 times slower and forgives more.
"""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pypdf

from corpus.pages.characters import tell_unseen, visible_text
from corpus.pages.records import Line, Page, Span

# pypdf tells of every flaw it forgives; what matters of them comes back as an error.
logging.getLogger("pypdf").setLevel(logging.CRITICAL)

# Letters of the reports' typeface are half as wide as they are high, on average.
_LETTER_WIDTH = 0.5
_SAME_LINE = 0.25  # share of the size by which baselines on one line differ at most
# The ends of long words are estimated wrong by this many sizes at most; wider gaps part cells.
_UNCERTAIN = 2.5
_SMALLEST_READABLE = 2.0
_INVISIBLE_MODES = (3, 7)


def read_pypdf_pages(data: bytes) -> Iterator[Page]:
    """The pages of a PDF, in order.

    Raises: PyPdfError, or whatever a broken file makes pypdf raise.
    """
    reader = pypdf.PdfReader(io.BytesIO(data), strict=False)
    for number, page in enumerate(reader.pages, start=1):
        yield _PageReader(page, number).read()


def is_encrypted(data: bytes) -> bool:
    """Whether a PDF asks for a password, and the empty one does not open it."""
    try:
        reader = pypdf.PdfReader(io.BytesIO(data), strict=False)
        return reader.is_encrypted and not reader.decrypt("")
    except NotImplementedError:
        return True  # a lock that nobody here has heard of
    except Exception:  # a broken file makes pypdf raise what it happens to hit
        return False


class _PageReader:
    """Gathers the pieces of text that pypdf reports while it goes through a page."""

    def __init__(self, page: Any, number: int) -> None:
        self._page = page
        self._number = number
        self._height = float(page.mediabox.height)
        self._width = float(page.mediabox.width)
        self._mode = 0
        self._pieces: list[Span] = []
        self._hidden: list[str] = []

    def read(self) -> Page:
        text = self._page.extract_text(
            visitor_operand_before=self._take_operation, visitor_text=self._take_text
        )
        rows: list[list[Span]] = []
        for span in _spaced(self._pieces, text):
            if rows and abs(rows[-1][0].baseline - span.baseline) < _SAME_LINE * span.size:
                rows[-1].append(span)
            else:
                rows.append([span])
        lines = (Line(self._number, tuple(_closed_up(row))) for row in rows)
        return Page(self._number, self._width, self._height, tuple(lines), tuple(self._hidden))

    def _take_operation(self, operator: bytes, operands: Any, *_: Any) -> None:
        if operator == b"Tr" and operands:
            self._mode = int(operands[0])

    def _take_text(self, text: str, _cm: Any, matrix: Any, font: Any, font_size: float) -> None:
        if not text.strip():
            return
        size = round(abs(font_size * (matrix[3] or 1)), 1)
        left, baseline = float(matrix[4]), self._height - float(matrix[5])
        off_page = not (0 <= left <= self._width and 0 <= baseline <= self._height)
        if self._mode in _INVISIBLE_MODES or size < _SMALLEST_READABLE or off_page:
            self._hidden.append(text.strip())
            return
        told = tell_unseen(text)
        if told:
            self._hidden.append(f"not drawn: {told}")
        bold = "bold" in str((font or {}).get("/BaseFont", "")).lower()
        for step, words in enumerate(text.strip("\n").split("\n")):
            if words.strip():
                below = baseline + step * 1.2 * size
                right = left + _LETTER_WIDTH * size * len(words.strip())
                self._pieces.append(
                    Span(words.strip(), left, right, below - size, below, below, size, bold)
                )


def _closed_up(row: list[Span]) -> list[Span]:
    """A line's pieces from left to right, with ends moved to the next piece over narrow gaps."""
    spans = sorted(row, key=lambda span: span.left)
    for index, (span, following) in enumerate(pairwise(spans)):
        if following.left - span.right < _UNCERTAIN * span.size:
            spans[index] = replace(span, right=max(span.left, following.left - 1))
    return spans


def _spaced(pieces: list[Span], text: str) -> Iterator[Span]:
    """The pieces, each with the space that follows it in the page's whole text.

    pypdf knows where words part only when it has the whole text together.
    """
    at = 0
    for piece in pieces:
        found = text.find(piece.text, at)
        at = found + len(piece.text) if found >= 0 else at
        space = " " if found < 0 or text[at : at + 1].isspace() else ""
        yield replace(piece, text=visible_text(piece.text) + space)
