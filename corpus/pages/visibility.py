"""Which characters of a PDF page a reader can see: size, colour, render mode and place of a run."""

from __future__ import annotations

import ctypes
import re
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pypdfium2.raw as raw

from corpus.pages.frame import Frame

# Smaller letters cannot be read on paper; the smallest print of the reports is 6 points.
_SMALLEST_READABLE = 2.0
_BOLD_WEIGHT = 600
_BOLD_NAME = re.compile(rb"bold|black|heavy|demi", re.IGNORECASE)
_NAMELESS = re.compile(rb"(?:[a-z]{0,2}\d+)?|[a-z]{1,2}", re.IGNORECASE)  # "F1", "TT0"
# Every channel at least this light, of 255, counts as white: the palest grey of the reports is 217.
_WHITE = 250
# Less opaque than this, of 255, no letter can be told from the paper.
_TRANSPARENT = 13
_INVISIBLE_MODES = (3, 7)  # neither filled nor stroked; only a clipping path (ISO 32000-1, 9.3.6)


@dataclass(frozen=True, slots=True)
class Run:
    """Characters of one text object. PDF coordinates: points from the bottom left."""

    text: str
    owner: int  # the address of the text object
    left: float
    right: float
    bottom: float
    top: float


@dataclass(frozen=True, slots=True)
class Ink:
    """How a text object is drawn."""

    size: float
    bold: bool
    mode: int
    colour: tuple[int, int, int, int]  # red, green, blue, opacity
    origin: tuple[float, float]  # where its first letter stands on the baseline


class InkReader:
    """Reads the drawing of a page's text objects, each once."""

    def __init__(self, page: Any, frame: Frame) -> None:
        self._page = page
        self._frame = frame
        self._ink_by_owner: dict[int, Ink] = {}
        self._bold_by_font: dict[int, bool] = {}

    def of(self, run: Run) -> Ink:
        """How the run's text object is drawn."""
        ink = self._ink_by_owner.get(run.owner)
        if ink is None:
            ink = self._ink_by_owner[run.owner] = self._read(run)
        return ink

    def why_hidden(self, run: Run) -> str | None:
        """Why a reader of the page cannot see the run, or None where they can."""
        ink = self.of(run)
        if ink.mode in _INVISIBLE_MODES:
            return "drawn without ink"
        if ink.size < _SMALLEST_READABLE:
            return f"smaller than {_SMALLEST_READABLE:g} points"
        seen = self._frame
        beside = run.right < seen.left or run.left > seen.right
        if beside or run.top < seen.bottom or run.bottom > seen.top:
            return "off the page"
        if ink.colour[3] < _TRANSPARENT:
            return "transparent"
        if ink.mode == 0 and min(ink.colour[:3]) >= _WHITE and self._stands_on_white(run):
            return "white on white"
        return None

    def _read(self, run: Run) -> Ink:
        text_object = ctypes.cast(run.owner, raw.FPDF_PAGEOBJECT)
        size, matrix = ctypes.c_float(), raw.FS_MATRIX()
        raw.FPDFTextObj_GetFontSize(text_object, size)
        raw.FPDFPageObj_GetMatrix(text_object, matrix)
        scale = (matrix.c**2 + matrix.d**2) ** 0.5
        red, green, blue, alpha = (ctypes.c_uint(0) for _ in range(4))
        if not raw.FPDFPageObj_GetFillColor(text_object, red, green, blue, alpha):
            alpha.value = 255
        return Ink(
            size=round(size.value * scale, 1),
            bold=self._is_bold(raw.FPDFTextObj_GetFont(text_object)),
            mode=raw.FPDFTextObj_GetTextRenderMode(text_object),
            colour=(red.value, green.value, blue.value, alpha.value),
            origin=(matrix.e, matrix.f),
        )

    def _is_bold(self, font: Any) -> bool:
        address = ctypes.cast(font, ctypes.c_void_p).value or 0
        if address not in self._bold_by_font:
            name = ctypes.create_string_buffer(128)
            raw.FPDFFont_GetBaseFontName(font, name, len(name))
            self._bold_by_font[address] = is_bold_font(name.value, raw.FPDFFont_GetWeight(font))
        return self._bold_by_font[address]

    def _stands_on_white(self, run: Run) -> bool:
        """Whether the last shape or picture under the run's middle is white, or there is none."""
        x, y = (run.left + run.right) / 2, (run.bottom + run.top) / 2
        white = True
        for backdrop in self._backdrops:
            if backdrop.owner == run.owner:
                break  # what comes later lies above the words
            if backdrop.left <= x <= backdrop.right and backdrop.bottom <= y <= backdrop.top:
                white = backdrop.white
        return white

    @cached_property
    def _backdrops(self) -> list[_Backdrop]:
        """The page's objects in the order in which they are drawn."""
        count = raw.FPDFPage_CountObjects(self._page)
        objects = (raw.FPDFPage_GetObject(self._page, index) for index in range(count))
        return [_backdrop(drawn) for drawn in objects]


def is_bold_font(name: bytes, weight: int) -> bool:
    """Whether a font is bold, by its name where that tells a family, else by its weight.

    The weight is computed from the width of stems, which some programs write too large for every
    font of a file.
    """
    family = name.split(b"+")[-1]
    if _NAMELESS.fullmatch(family):
        return weight >= _BOLD_WEIGHT
    return _BOLD_NAME.search(family) is not None


@dataclass(frozen=True, slots=True)
class _Backdrop:
    """A drawn object: `white` tells whether white words on it would be lost."""

    owner: int
    left: float
    bottom: float
    right: float
    top: float
    white: bool


def _backdrop(drawn: Any) -> _Backdrop:
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    raw.FPDFPageObj_GetBounds(drawn, left, bottom, right, top)
    owner = ctypes.cast(drawn, ctypes.c_void_p).value or 0
    kind = raw.FPDFPageObj_GetType(drawn)
    if kind == raw.FPDF_PAGEOBJ_TEXT:  # letters are no ground to stand on
        return _Backdrop(owner, 0, 0, -1, -1, True)
    white = kind == raw.FPDF_PAGEOBJ_PATH and _is_white_path(drawn)
    if kind == raw.FPDF_PAGEOBJ_PATH and not _is_filled(drawn):
        return _Backdrop(owner, 0, 0, -1, -1, True)
    return _Backdrop(owner, left.value, bottom.value, right.value, top.value, white)


def _is_filled(path: Any) -> bool:
    mode, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(path, mode, stroke)
    return bool(mode.value != raw.FPDF_FILLMODE_NONE)


def _is_white_path(path: Any) -> bool:
    red, green, blue, alpha = (ctypes.c_uint(0) for _ in range(4))
    raw.FPDFPageObj_GetFillColor(path, red, green, blue, alpha)
    return bool(alpha.value < _TRANSPARENT or min(red.value, green.value, blue.value) >= _WHITE)
