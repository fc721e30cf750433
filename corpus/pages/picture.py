"""A PDF page drawn small and grey, to see whether there is ink where its words should stand."""

from __future__ import annotations

import math
from functools import cached_property
from typing import Any

from corpus.pages.backdrops import Bounds
from corpus.pages.frame import Frame

_MOST_PIXELS = 2_000_000  # four times an A4 page at one pixel a point
# Shades of 255 by which ink differs from its ground: letters of 6 points, drawn so small, by 40.
_INK = 16


class Picture:
    """A page as it is shown, drawn once and only if it is asked for."""

    def __init__(self, page: Any, frame: Frame) -> None:
        self._page = page
        self._frame = frame

    def has_ink(self, place: Bounds) -> bool:
        """Whether anything stands out from its ground at a place in PDF coordinates."""
        corners = (
            self._frame.place(place.left, place.bottom),
            self._frame.place(place.right, place.top),
        )
        (left, right), (top, bottom) = (sorted(ends) for ends in zip(*corners, strict=True))
        shades, width, height, scale = self._drawn
        first, last = max(0, int(left * scale)), min(width, math.ceil(right * scale))
        rows = range(max(0, int(top * scale)), min(height, math.ceil(bottom * scale)))
        seen = b"".join(shades[row * width + first : row * width + last] for row in rows)
        return not seen or max(seen) - min(seen) >= _INK

    @cached_property
    def _drawn(self) -> tuple[bytes, int, int, float]:
        """A byte for each pixel, row after row; pixels across and down, and pixels a point."""
        scale = min(1.0, math.sqrt(_MOST_PIXELS / self._frame.width / self._frame.height))
        bitmap = self._page.render(scale=scale, grayscale=True, may_draw_forms=False)
        content, stride = bytes(bitmap.buffer), bitmap.stride
        rows = (content[row * stride : row * stride + bitmap.width] for row in range(bitmap.height))
        return b"".join(rows), bitmap.width, bitmap.height, scale
