"""One page in many guises: turned, cut, shifted, with bounds that it inherits.

The words are always upright on the page as it is shown, and the only ink there.
"""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    RectangleObject,
)
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

WORDS = "Thornmere is a good place"


def _turned(angle: int) -> Callable[[PageObject], None]:
    """Stored so that it must be turned clockwise by `angle` to be upright."""

    def change(page: PageObject) -> None:
        page.rotate(360 - angle)
        page.transfer_rotation_to_content()
        page.rotate(angle)

    return change


def _cut(page: PageObject) -> None:
    page.cropbox = RectangleObject((50, 300, 500, 800))


def _cut_beyond_the_paper(page: PageObject) -> None:
    page.cropbox = RectangleObject((-90, -70, 700, 1000))


def _shifted(page: PageObject) -> None:
    page.mediabox = RectangleObject((-120, 60, 475, 902))
    page.cropbox = RectangleObject((-100, 90, 460, 900))


def _cut_and_turned(page: PageObject) -> None:
    _turned(90)(page)
    left, bottom, right, top = (float(end) for end in page.mediabox)
    page.cropbox = RectangleObject((left + 10, bottom + 20, right - 30, top - 40))


def _inherited(page: PageObject) -> None:
    parent = page["/Parent"].get_object()
    assert isinstance(parent, DictionaryObject)
    parent[NameObject("/MediaBox")] = ArrayObject(FloatObject(end) for end in (0, 0, *A4))
    for name in ("/MediaBox", "/CropBox"):
        page.pop(NameObject(name), None)


def _on_larger_paper(page: PageObject) -> None:
    page.mediabox = RectangleObject((0, 0, 2 * A4[0], 2 * A4[1]))


VARIANTS: dict[str, Callable[[PageObject], None]] = {
    "plain": lambda page: None,
    "turned by 90": _turned(90),
    "turned by 180": _turned(180),
    "turned by 270": _turned(270),
    "cut": _cut,
    "cut beyond the paper": _cut_beyond_the_paper,
    "shifted": _shifted,
    "cut and turned": _cut_and_turned,
    "inherited": _inherited,
    "on larger paper": _on_larger_paper,
}


def variant(name: str) -> bytes:
    """A PDF of one page with WORDS, in the guise of that name."""
    plain = BytesIO()
    canvas = Canvas(plain, pagesize=A4, invariant=1)
    canvas.setFont("Helvetica", 12)
    canvas.drawString(130, 620, WORDS)
    canvas.save()
    writer = PdfWriter()
    page = writer.add_page(PdfReader(plain).pages[0])
    VARIANTS[name](page)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()
