"""Marks on the image of a page: a tint over the words and a bar in the margin left of them.

Marks are multiplied with the image, so they only ever darken it: what is black stays black, and
words are read through a mark. Places are pixels from the image's top left, `right` and `bottom`
one past the last.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PIL import Image, ImageChops, ImageDraw

# Vermillion of the palette for colour-blind readers (Okabe and Ito; Wong, Nature Methods 8:441,
# 2011). Against white the bar has a contrast of 3.9:1; 3:1 is asked for (WCAG 2.2, 1.4.11), the
# palette's orange has 2.3:1 and its yellow 1.3:1.
MARK_COLOUR = (213, 94, 0)
# The tint's share of that colour. At 0.25 tint and paper differ by 20 to 21 in CIELAB for
# trichromats, protanopes, deuteranopes and tritanopes alike (Machado et al. 2009; yellow: 6 for
# tritanopes), and black words keep a contrast of 15:1, the reports' dark blue 9.8:1.
_TINT_SHARE = 0.25
_WHITE = (255, 255, 255)

# In points.
_PADDING = (
    2.5  # around a box: as deep as g and y, which a line's box may leave out, go at 12 points
)
_BAR_WIDTH = 3.0
_BAR_GAP = 5.0  # between bar and tint


@dataclass(frozen=True, slots=True)
class Place:
    """A rectangle of an image."""

    left: int
    top: int
    right: int
    bottom: int


def draw_marks(
    image: Image.Image, places: Sequence[Place], *, pixels_per_point: float
) -> Image.Image:
    """The image (mode RGB) with words at these places marked."""
    if not places:
        return image
    tints, bars = places_of_marks(places, pixels_per_point)
    ink = Image.new("RGB", image.size, _WHITE)
    _fill(ink, tints, _tint())
    _fill(ink, bars, MARK_COLOUR)
    return ImageChops.multiply(image, ink)


def places_of_marks(
    places: Sequence[Place], pixels_per_point: float
) -> tuple[list[Place], list[Place]]:
    """Where tints and bars are drawn for words at `places`: a tint and a bar for each.

    All bars stand in one column left of the leftmost words, or at the image's edge where there
    is no room. They may end outside the image.
    """
    padding, width, gap = (
        max(1, round(points * pixels_per_point)) for points in (_PADDING, _BAR_WIDTH, _BAR_GAP)
    )
    tints = [
        Place(
            place.left - padding,
            place.top - padding,
            place.right + padding,
            place.bottom + padding,
        )
        for place in places
    ]
    left = max(0, min(tint.left for tint in tints) - gap - width)
    bars = [Place(left, tint.top, left + width, tint.bottom) for tint in tints]
    return tints, bars


def _tint() -> tuple[int, int, int]:
    red, green, blue = (round(255 + (shade - 255) * _TINT_SHARE) for shade in MARK_COLOUR)
    return red, green, blue


def _fill(image: Image.Image, places: Sequence[Place], colour: tuple[int, int, int]) -> None:
    pen = ImageDraw.Draw(image)
    for place in places:  # Pillow counts the last pixel in
        pen.rectangle((place.left, place.top, place.right - 1, place.bottom - 1), fill=colour)
