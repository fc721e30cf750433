"""What is drawn on a PDF page below, above and around its words: shapes, pictures, clipping paths.

Bounds are PDF coordinates: points from the bottom left.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from ctypes import c_int, c_void_p
from dataclasses import dataclass
from typing import Any

import pypdfium2.raw as raw

from corpus.pages.text_objects import by_address

# Every channel at least this light, of 255, counts as white: the palest grey of the reports is 217.
WHITE = 250
# Less opaque than this, of 255, nothing can be told from the paper.
TRANSPARENT = 13
_OPAQUE = 255
# Points by which the bounds of letters stand out of what covers or cuts them and are still gone.
_SLACK = 1.0
_THINNEST = 3.0  # points
_CORNERS = 6  # of a rectangle's path at most: five, and one that closes it

_object_of = by_address(raw.FPDFPage_GetObject, c_void_p, c_void_p, c_int)
_kind_of = by_address(raw.FPDFPageObj_GetType, c_int, c_void_p)
_clip_path_of = by_address(raw.FPDFPageObj_GetClipPath, c_void_p, c_void_p)
_count_paths = by_address(raw.FPDFClipPath_CountPaths, c_int, c_void_p)
_count_path_segments = by_address(raw.FPDFClipPath_CountPathSegments, c_int, c_void_p, c_int)
_path_segment = by_address(raw.FPDFClipPath_GetPathSegment, c_void_p, c_void_p, c_int, c_int)
_point_of = by_address(raw.FPDFPathSegment_GetPoint, c_int, c_void_p, c_void_p, c_void_p)


@dataclass(frozen=True, slots=True)
class Bounds:
    """A rectangle."""

    left: float
    bottom: float
    right: float
    top: float

    def holds(self, x: float, y: float) -> bool:
        return self.left <= x <= self.right and self.bottom <= y <= self.top

    def covers(self, other: Bounds) -> bool:
        """Whether the other lies inside, but for a little."""
        return (
            self.left <= other.left + _SLACK
            and self.right >= other.right - _SLACK
            and self.bottom <= other.bottom + _SLACK
            and self.top >= other.top - _SLACK
        )

    def misses(self, other: Bounds) -> bool:
        """Whether the other lies outside, but for a little."""
        return (
            other.right < self.left + _SLACK
            or other.left > self.right - _SLACK
            or other.top < self.bottom + _SLACK
            or other.bottom > self.top - _SLACK
        )


@dataclass(frozen=True, slots=True)
class Backdrop:
    """A drawn object: `white` tells whether white words on it would be lost."""

    owner: int
    kind: int
    bounds: Bounds | None  # None for letters and outlines: no ground to stand on
    white: bool


def backdrops_of(page: Any) -> list[Backdrop]:
    """The objects of a page in the order in which they are drawn."""
    count = raw.FPDFPage_CountObjects(page)
    return [_backdrop(_object_of(page, index)) for index in range(count)]


def may_hide(backdrop: Backdrop) -> bool:
    """Whether an object is of a kind and a size to hide words. Rules are too thin."""
    bounds = backdrop.bounds
    return (
        bounds is not None
        and backdrop.kind in (raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_IMAGE)
        and min(bounds.right - bounds.left, bounds.top - bounds.bottom) >= _THINNEST
    )


def hides(backdrop: Backdrop, page: Any, document: Any) -> bool:
    """Whether nothing shows through an object: a filled rectangle, a picture without holes."""
    drawn = ctypes.cast(backdrop.owner, raw.FPDF_PAGEOBJECT)
    if raw.FPDFPageObj_HasTransparency(drawn) or _is_clipped_to_a_shape(drawn):
        return False
    if backdrop.kind == raw.FPDF_PAGEOBJ_PATH:
        return _fill(drawn)[3] == _OPAQUE and _is_rectangle(drawn)
    return backdrop.kind == raw.FPDF_PAGEOBJ_IMAGE and _is_opaque_picture(drawn, page, document)


def clip_of(owner: int) -> Bounds | None:
    """Outside these bounds nothing of an object is drawn; None where it may be drawn anywhere."""
    path = _clip_path_of(owner)
    found: Bounds | None = None
    for index in range(_count_paths(path)):  # -1 where there is none
        points = list(_points(path, index))
        if not points:
            continue
        across, down = zip(*points, strict=True)
        own = Bounds(min(across), min(down), max(across), max(down))
        found = own if found is None else _shared(found, own)
    return found


def _points(path: Any, index: int) -> Iterator[tuple[float, float]]:
    x, y = ctypes.c_float(), ctypes.c_float()
    places = ctypes.byref(x), ctypes.byref(y)
    for step in range(_count_path_segments(path, index)):
        _point_of(_path_segment(path, index, step), *places)
        yield x.value, y.value


def _shared(one: Bounds, other: Bounds) -> Bounds:
    return Bounds(
        max(one.left, other.left),
        max(one.bottom, other.bottom),
        min(one.right, other.right),
        min(one.top, other.top),
    )


def _backdrop(owner: int) -> Backdrop:
    kind = _kind_of(owner)
    if kind == raw.FPDF_PAGEOBJ_TEXT:
        return Backdrop(owner, kind, None, True)
    drawn = ctypes.cast(owner, raw.FPDF_PAGEOBJECT)
    is_path = kind == raw.FPDF_PAGEOBJ_PATH
    if is_path and not _is_filled(drawn):
        return Backdrop(owner, kind, None, True)
    bounds, clip = _bounds(drawn), clip_of(owner)
    return Backdrop(
        owner,
        kind,
        bounds if clip is None else _shared(bounds, clip),
        white=is_path and _is_white_path(drawn),
    )


def _bounds(drawn: Any) -> Bounds:
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    raw.FPDFPageObj_GetBounds(drawn, left, bottom, right, top)
    return Bounds(left.value, bottom.value, right.value, top.value)


def _is_clipped_to_a_shape(drawn: Any) -> bool:
    path = raw.FPDFPageObj_GetClipPath(drawn)
    counts = range(raw.FPDFClipPath_CountPaths(path))
    return any(raw.FPDFClipPath_CountPathSegments(path, index) > _CORNERS for index in counts)


def _is_rectangle(path: Any) -> bool:
    """Whether every corner of a path lies on two sides of its bounds."""
    count = raw.FPDFPath_CountSegments(path)
    if not 4 <= count <= _CORNERS:
        return False
    x, y = ctypes.c_float(), ctypes.c_float()
    points = []
    for index in range(count):
        segment = raw.FPDFPath_GetPathSegment(path, index)
        if raw.FPDFPathSegment_GetType(segment) == raw.FPDF_SEGMENT_BEZIERTO:
            return False
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        points.append((x.value, y.value))
    across, down = {x for x, _ in points}, {y for _, y in points}
    return len(across) == 2 and len(down) == 2 and len(set(points)) == 4


def _is_opaque_picture(picture: Any, page: Any, document: Any) -> bool:
    bitmap = raw.FPDFImageObj_GetRenderedBitmap(document, page, picture)
    if not bitmap:
        return False
    try:
        if raw.FPDFBitmap_GetFormat(bitmap) != raw.FPDFBitmap_BGRA:
            return True
        size = raw.FPDFBitmap_GetStride(bitmap) * raw.FPDFBitmap_GetHeight(bitmap)
        content = ctypes.string_at(raw.FPDFBitmap_GetBuffer(bitmap), size)
        return min(content[3::4], default=0) == _OPAQUE
    finally:
        raw.FPDFBitmap_Destroy(bitmap)


def _fill(drawn: Any) -> tuple[int, int, int, int]:
    red, green, blue, alpha = (ctypes.c_uint(0) for _ in range(4))
    raw.FPDFPageObj_GetFillColor(drawn, red, green, blue, alpha)
    return red.value, green.value, blue.value, alpha.value


def _is_filled(path: Any) -> bool:
    mode, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(path, mode, stroke)
    return bool(mode.value != raw.FPDF_FILLMODE_NONE)


def _is_white_path(path: Any) -> bool:
    *colour, alpha = _fill(path)
    return alpha < TRANSPARENT or min(colour) >= WHITE
