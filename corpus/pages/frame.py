"""Where a point of a PDF page is seen: within the page's bounds, turned as the page is shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Frame:
    """The part of the paper that is shown, in PDF coordinates: points from the bottom left."""

    left: float
    bottom: float
    right: float
    top: float
    rotation: int = 0  # degrees clockwise: 0, 90, 180 or 270

    @property
    def width(self) -> float:
        """Points across the page as it is shown."""
        return self.top - self.bottom if self.rotation in (90, 270) else self.right - self.left

    @property
    def height(self) -> float:
        """Points down the page as it is shown."""
        return self.right - self.left if self.rotation in (90, 270) else self.top - self.bottom

    def place(self, x: float, y: float) -> tuple[float, float]:
        """Points from the left and from the top of the page as it is shown."""
        if not self.rotation:
            return x - self.left, self.top - y
        if self.rotation == 90:
            return y - self.bottom, x - self.left
        if self.rotation == 180:
            return self.right - x, y - self.bottom
        return self.top - y, self.right - x


def frame_of(page: Any) -> Frame:
    """The frame of a pypdfium2 page.

    pdfium's crop box and media box of a page leave out what a page inherits, and a crop box may be
    larger than the paper; its bounds are what it draws.
    """
    left, bottom, right, top = page.get_bbox()
    return Frame(left, bottom, right, top, page.get_rotation())
