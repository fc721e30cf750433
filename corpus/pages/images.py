"""One page of a PDF as a PNG image, with boxes marked. pdfium draws, Pillow marks and packs.

Nothing here stops a hostile file but the cap on pixels: `corpus/rendering.py` runs it in a child
process with limits.
"""

from __future__ import annotations

import io
import math
from collections.abc import Iterable, Iterator

import pypdfium2 as pdfium
from PIL import Image

from corpus.pages.frame import Frame, frame_of
from corpus.pages.marks import Place, draw_marks
from corpus.pages.pdf import PdfEncrypted, PdfUnreadable, needs_password
from corpus.records import Box

# Two pixels a point. 30 pages of 15 reports, on a core of 2 (median / most): 144 dpi takes 12 /
# 20 ms to draw and 34 / 42 ms to pack, 95 / 137 KB; 110 dpi 8 / 11 ms, 20 / 23 ms, 62 / 84 KB. The
# small print of 6 points is clear at 144 and blurred at 110.
_PIXELS_PER_POINT = 2.0
# Room for an A3 page at full size (4.0 million); a larger one is drawn smaller. A page may claim to
# be kilometres wide.
_MOST_PIXELS = 4_500_000
_LONGEST_SIDE = 6_000
# A palette takes 95 KB where full colour takes 341 KB; the octree needs a third of the median cut's
# time. On 24 pages no shade moved by more than 14 of 255.
_COLOURS = 256
_COMPRESSION = 6  # level 4 saves 7 ms and costs 3 % in bytes


class PdfPageMissing(Exception):
    """The PDF has no page of that number."""

    def __init__(self, pages: int) -> None:
        self.pages = pages
        super().__init__(f"the PDF has {pages} pages")


def render_page(data: bytes, page_number: int, boxes: Iterable[Box] = ()) -> bytes:
    """A page (counted from 1) of a PDF's bytes as PNG; those of the boxes that lie on it marked.

    Raises: PdfPageMissing, PdfEncrypted, PdfUnreadable.
    """
    image, frame = _draw(data, page_number)
    on_page = [box for box in boxes if box.page == page_number]
    marked = draw_marks(
        image,
        list(_places(on_page, frame, image.size)),
        pixels_per_point=image.width / frame.width,
    )
    return _packed(marked)


def _draw(data: bytes, page_number: int) -> tuple[Image.Image, Frame]:
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if needs_password(error, data):
            raise PdfEncrypted from error
        raise PdfUnreadable(str(error)) from error
    try:
        if not 1 <= page_number <= len(document):
            raise PdfPageMissing(len(document))
        page = document[page_number - 1]
        frame = frame_of(page)
        bitmap = page.render(scale=scale_of(frame.width, frame.height), rev_byteorder=True)
        return bitmap.to_pil().convert("RGB"), frame
    except pdfium.PdfiumError as error:
        raise PdfUnreadable(str(error)) from error
    finally:
        document.close()


def scale_of(width: float, height: float) -> float:
    """Pixels for each point of a page of so many points, such that both caps are kept."""
    return min(
        _PIXELS_PER_POINT,
        math.sqrt(_MOST_PIXELS / width / height),
        _LONGEST_SIDE / max(width, height),
    )


def _places(boxes: Iterable[Box], frame: Frame, size: tuple[int, int]) -> Iterator[Place]:
    """The boxes in pixels, cut off at the page's edges; what lies outside is left out."""
    across, down = size[0] / frame.width, size[1] / frame.height
    for box in boxes:
        left, right = max(0.0, box.left), min(frame.width, box.right)
        top, bottom = max(0.0, box.top), min(frame.height, box.bottom)
        if left < right and top < bottom:
            yield Place(
                math.floor(left * across),
                math.floor(top * down),
                math.ceil(right * across),
                math.ceil(bottom * down),
            )


def _packed(image: Image.Image) -> bytes:
    reduced = image.quantize(_COLOURS, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    png = io.BytesIO()
    reduced.save(png, "PNG", compress_level=_COMPRESSION)
    return png.getvalue()
