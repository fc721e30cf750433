"""A PDF into pages of positioned lines with pdfium, the reader of first choice.

Characters come in runs, one for each text object of the page. A run carries size, weight, colour
and render mode, so words that no reader of the page can see are told apart here.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from corpus.pages.backdrops import Bounds
from corpus.pages.characters import tell_unseen, visible_text
from corpus.pages.frame import Frame, frame_of
from corpus.pages.records import Line, Page, Span
from corpus.pages.text_objects import TextObjects
from corpus.pages.visibility import Ink, InkReader, Run

# pdfium writes a hyphen at a line's end as U+0002 (or U+FFFE in some calls) and joins the lines.
_LINE_END_HYPHENS = "\x02\ufffe"
_BREAKS = "\r\n" + _LINE_END_HYPHENS
_SECOND_HALF = "\ufdd0"  # no character; holds the place of one that pdfium counts as two
_NO_BREAKS = dict.fromkeys(map(ord, _BREAKS))
_ANY_BREAK = re.compile(f"[{_BREAKS}]")
_AT_BREAK = -1  # the address of no object

# Runs closer than this share of their size stand on one line. Superscripts are raised by a third
# of the size, the closest lines of the reports stand 1.15 sizes apart.
_SAME_LINE = 0.5


def read_pdfium_pages(data: bytes) -> Iterator[Page]:
    """The pages of a PDF, one at a time, in order.

    Raises: pypdfium2.PdfiumError where the bytes are no PDF, damaged or encrypted.
    """
    document = pdfium.PdfDocument(data)
    try:
        for index in range(len(document)):
            page = document[index]
            try:
                yield _read_page(page, index + 1)
            finally:
                page.close()
    finally:
        document.close()


def _read_page(page: pdfium.PdfPage, number: int) -> Page:
    frame = frame_of(page)
    text_page = raw.FPDFText_LoadPage(page.raw)
    try:
        objects = TextObjects(text_page)
        ink = InkReader(page, objects, frame)
        spans: list[Span | None] = []  # None stands for a line break
        hidden: list[str] = []
        text = _characters(text_page, raw.FPDFText_CountChars(text_page))
        for run in _runs(objects, text):
            if run is None:
                spans.append(None)
            elif (why := ink.why_hidden(run)) is not None:
                if run.text.strip():
                    hidden.append(f"{why}: {run.text.strip()}")
            else:
                spans.append(_span(run, ink.of(run), frame))
    finally:
        raw.FPDFText_ClosePage(text_page)
    told = tell_unseen(_without_breaks(text))
    if told:
        hidden.append(f"not drawn: {told}")
    return Page(number, frame.width, frame.height, tuple(_lines(spans, number)), tuple(hidden))


def _runs(objects: TextObjects, text: str) -> Iterator[Run | None]:
    """Characters of one text object at a time, None at each line break."""
    owners = objects.owners(len(text))
    for found in _ANY_BREAK.finditer(text):
        owners[found.start()] = _AT_BREAK
    index, start, current = 0, 0, None
    for owner, alike in groupby(owners):
        if current is not None and owner not in (current, None):
            yield _run(objects, text, start, index, current)
            current = None
        end = index + len(list(alike))
        if owner == _AT_BREAK:
            yield from _break(objects, text, index, end)
        # A generated space has no object of its own: it ends the run that it follows.
        elif owner is not None and current is None:
            start, current = index, owner
        index = end
    if current is not None:
        yield _run(objects, text, start, index, current)


def _break(objects: TextObjects, text: str, start: int, end: int) -> Iterator[Run | None]:
    """None for each character that breaks a line, after the hyphen that some stand for."""
    for index in range(start, end):
        owner = objects.owner(index) if text[index] in _LINE_END_HYPHENS else None
        if owner is not None:
            yield _run(objects, text, index, index + 1, owner)
        yield None


def _characters(text_page: Any, count: int) -> str:
    """The page's text, one character for each of pdfium's `count` characters."""
    buffer = (ctypes.c_ushort * (count + 1))()
    written = raw.FPDFText_GetText(text_page, 0, count, buffer)
    text = bytes(buffer)[: 2 * max(written - 1, 0)].decode("utf-16-le", "replace")
    if len(text) == count:
        return text
    # Characters beyond U+FFFF take two places, each with half of a surrogate pair.
    codes = [raw.FPDFText_GetUnicode(text_page, index) for index in range(count)]
    return "".join(_character(codes, index) for index in range(count))


def _character(codes: Sequence[int], index: int) -> str:
    code = codes[index]
    if 0xD800 <= code < 0xDC00 and 0xDC00 <= codes[min(index + 1, len(codes) - 1)] < 0xE000:
        return chr(0x10000 + (code - 0xD800 << 10) + codes[index + 1] - 0xDC00)
    if 0xDC00 <= code < 0xE000 and 0xD800 <= codes[index - 1] < 0xDC00:
        return _SECOND_HALF
    return chr(code) if code and not 0xD800 <= code < 0xE000 else " "


def _without_breaks(text: str) -> str:
    return text.translate(_NO_BREAKS)


def _run(objects: TextObjects, text: str, start: int, end: int, owner: int) -> Run:
    words = text[start:end]
    for mark in _LINE_END_HYPHENS:
        words = words.replace(mark, "-")
    words = words.replace(_SECOND_HALF, "")
    last = start + max(len(words.rstrip()), 1) - 1
    left, right, bottom, top = objects.box(start)
    if last != start:
        last_left, last_right, last_bottom, last_top = objects.box(last)
        left, right = min(left, last_left), max(right, last_right)
        bottom, top = min(bottom, last_bottom), max(top, last_top)
    return Run(words, start, owner, Bounds(left, bottom, right, top))


def _span(run: Run, ink: Ink, frame: Frame) -> Span:
    place = run.bounds
    x, y = frame.place(place.left, place.top)
    other_x, other_y = frame.place(place.right, place.bottom)
    return Span(
        text=visible_text(run.text),
        left=round(min(x, other_x), 1),
        right=round(max(x, other_x), 1),
        top=round(min(y, other_y), 1),
        bottom=round(max(y, other_y), 1),
        baseline=round(frame.place(*ink.origin)[1], 1),
        size=ink.size,
        bold=ink.bold,
    )


def _lines(spans: list[Span | None], page_number: int) -> Iterator[Line]:
    """Spans joined into lines: at pdfium's breaks, and where the baseline jumps."""
    line: list[Span] = []
    for span in spans:
        if span is None or (line and not _continues(line[-1], span)):
            yield from _finish(line, page_number)
            line = []
        if span is not None:
            line.append(span)
    yield from _finish(line, page_number)


def _finish(line: list[Span], page_number: int) -> Iterator[Line]:
    if any(span.text.strip() for span in line):
        yield Line(page_number, tuple(_merge(line)))


def _continues(before: Span, span: Span) -> bool:
    limit = _SAME_LINE * max(before.size, span.size)
    return abs(before.baseline - span.baseline) <= limit and span.left >= before.left - 1


def _merge(spans: list[Span]) -> Iterator[Span]:
    """Neighbours of one style become one span; a gap wider than the letters keeps them apart."""
    current = spans[0]
    for span in spans[1:]:
        same = (span.size, span.bold, span.baseline) == (
            current.size,
            current.bold,
            current.baseline,
        )
        if same and span.left - current.right < current.size:
            current = Span(
                text=current.text + span.text,
                left=min(current.left, span.left),
                right=max(current.right, span.right),
                top=min(current.top, span.top),
                bottom=max(current.bottom, span.bottom),
                baseline=current.baseline,
                size=current.size,
                bold=current.bold,
            )
        else:
            yield current
            current = span
    yield current
