"""Which characters of a PDF page a reader can see: size, colour, render mode and place of a run."""

from __future__ import annotations

import ctypes
import math
import re
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pypdfium2.raw as raw

from corpus.pages.backdrops import (
    TRANSPARENT,
    WHITE,
    Backdrop,
    Bounds,
    backdrops_of,
    clip_of,
    hides,
    may_hide,
)
from corpus.pages.frame import Frame
from corpus.pages.picture import Picture
from corpus.pages.text_objects import TextObjects

# Smaller letters cannot be read on paper; the smallest print of the reports is 6 points.
_SMALLEST_READABLE = 2.0
_BOLD_WEIGHT = 600
_BOLD_NAME = re.compile(rb"bold|black|heavy|demi", re.IGNORECASE)
_NAMELESS = re.compile(rb"(?:[a-z]{0,2}\d+)?|[a-z]{1,2}", re.IGNORECASE)  # "F1", "TT0"
_INVISIBLE_MODES = (3, 7)  # neither filled nor stroked; only a clipping path (ISO 32000-1, 9.3.6)


@dataclass(frozen=True, slots=True)
class Run:
    """Characters of one text object. PDF coordinates: points from the bottom left."""

    text: str
    index: int  # of its first character among the page's
    owner: int  # the address of the text object
    bounds: Bounds


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

    def __init__(self, page: Any, objects: TextObjects, frame: Frame) -> None:
        self._page = page.raw
        self._document = page.pdf.raw
        self._objects = objects
        self._frame = frame
        self._picture = Picture(page, frame)
        self._ink_by_owner: dict[int, Ink] = {}
        self._bold_by_font: dict[int, bool] = {}
        self._hides_by_place: dict[int, bool] = {}

    def of(self, run: Run) -> Ink:
        """How the run's text object is drawn."""
        ink = self._ink_by_owner.get(run.owner)
        if ink is None:
            ink = self._ink_by_owner[run.owner] = self._read(run)
        return ink

    def why_hidden(self, run: Run) -> str | None:
        """Why a reader of the page cannot see the run, or None where they can."""
        ink, place = self.of(run), run.bounds
        # No sum with what is not finite is.
        if not math.isfinite(
            place.left + place.right + place.bottom + place.top + sum(ink.origin) + ink.size
        ):
            return "at no place"
        if ink.mode in _INVISIBLE_MODES:
            return "drawn without ink"
        if ink.size < _SMALLEST_READABLE:
            return f"smaller than {_SMALLEST_READABLE:g} points"
        seen = self._frame
        beside = place.right < seen.left or place.left > seen.right
        if beside or place.top < seen.bottom or place.bottom > seen.top:
            return "off the page"
        if ink.colour[3] < TRANSPARENT:
            return "transparent"
        if ink.mode == 0 and min(ink.colour[:3]) >= WHITE and self._stands_on_white(run):
            return "white on white"
        if self._is_cut_away(run):
            return "cut away"
        if self._is_covered(run):
            return "covered"
        if self._objects.is_in_a_layer(run.owner) and not self._picture.has_ink(place):
            return "in a layer that is not shown"
        return None

    def _read(self, run: Run) -> Ink:
        objects = self._objects
        matrix = objects.matrix(run.index, run.owner)
        scale = (matrix.c**2 + matrix.d**2) ** 0.5
        return Ink(
            size=round(objects.size(run.owner) * scale, 1),
            bold=self._is_bold(objects.font(run.owner)),
            mode=objects.mode(run.owner),
            colour=objects.colour(run.owner),
            origin=(matrix.e, matrix.f),
        )

    def _is_bold(self, address: int) -> bool:
        if address not in self._bold_by_font:
            font = ctypes.cast(address, raw.FPDF_FONT)
            name = ctypes.create_string_buffer(128)
            raw.FPDFFont_GetBaseFontName(font, name, len(name))
            self._bold_by_font[address] = is_bold_font(name.value, raw.FPDFFont_GetWeight(font))
        return self._bold_by_font[address]

    def _stands_on_white(self, run: Run) -> bool:
        """Whether the last shape or picture under the run's middle is white, or there is none."""
        place = run.bounds
        x, y = (place.left + place.right) / 2, (place.bottom + place.top) / 2
        white = True
        for backdrop in self._backdrops:
            if backdrop.owner == run.owner:
                break  # what comes later lies above the words
            if backdrop.bounds is not None and backdrop.bounds.holds(x, y):
                white = backdrop.white
        return white

    def _is_covered(self, run: Run) -> bool:
        """Whether something that is drawn later hides the whole run."""
        place = run.bounds
        for at, backdrop in self._hiding:
            if backdrop.bounds and backdrop.bounds.covers(place):
                is_later = at > self._order.get(run.owner, at)
                if is_later and self._hides(at):
                    return True
        return False

    def _hides(self, at: int) -> bool:
        if at not in self._hides_by_place:
            self._hides_by_place[at] = hides(self._backdrops[at], self._page, self._document)
        return self._hides_by_place[at]

    def _is_cut_away(self, run: Run) -> bool:
        """Whether the run lies outside its clipping path. In a form that stands elsewhere."""
        clip = clip_of(run.owner)
        return clip is not None and clip.misses(run.bounds) and run.owner in self._order

    @cached_property
    def _backdrops(self) -> list[Backdrop]:
        """The page's objects in the order in which they are drawn."""
        return backdrops_of(self._page)

    @cached_property
    def _order(self) -> dict[int, int]:
        """When each of the page's objects is drawn."""
        return {backdrop.owner: at for at, backdrop in enumerate(self._backdrops)}

    @cached_property
    def _hiding(self) -> list[tuple[int, Backdrop]]:
        return [(at, backdrop) for at, backdrop in enumerate(self._backdrops) if may_hide(backdrop)]


def is_bold_font(name: bytes, weight: int) -> bool:
    """Whether a font is bold, by its name where that tells a family, else by its weight.

    The weight is computed from the width of stems, which some programs write too large for every
    font of a file.
    """
    family = name.split(b"+")[-1]
    if _NAMELESS.fullmatch(family):
        return weight >= _BOLD_WEIGHT
    return _BOLD_NAME.search(family) is not None
