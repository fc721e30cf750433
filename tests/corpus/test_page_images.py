"""A page is drawn as it is shown, and the marks are where the words are."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image
from reportlab.lib.pdfencrypt import StandardEncryption

from corpus import Box
from corpus.pages import PdfEncrypted, PdfUnreadable, read_pdf
from corpus.pages.images import PdfPageMissing, render_page, scale_of
from tests.corpus.invented import InventedPdf, pdf_of_objects
from tests.corpus.page_variants import VARIANTS, variant
from tests.corpus.readers import read

SAMPLE = Path(__file__).parents[2] / "corpus" / "sample"
REPORT = SAMPLE / "99101_thornmere" / "children's-services-inspection---02-september-2022.pdf"
MOST_PIXELS = 4_600_000  # sides are rounded up
DARK = 100  # of 255: ink, and no tint

Colours = NDArray[np.int16]  # shape (height, width, 3)


def image(png: bytes) -> Colours:
    return np.asarray(Image.open(BytesIO(png)).convert("RGB")).astype(np.int16)


def extent(mask: NDArray[np.bool_]) -> tuple[int, int, int, int]:
    """Left, top, right and bottom of what is set."""
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    return int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1


def tinted(marked: Colours, plain: Colours) -> NDArray[np.bool_]:
    """Paper that the tint covers, without the bar, which is far darker."""
    lost = (plain - marked)[:, :, 2]
    return np.asarray((plain.min(axis=2) > 240) & (lost > 30) & (lost < 100))


def ink(plain: Colours) -> NDArray[np.bool_]:
    return np.asarray(plain.max(axis=2) < DARK)


@pytest.mark.parametrize("name", VARIANTS)
def test_a_mark_covers_the_words_and_little_else_in_every_guise(name: str) -> None:
    data = variant(name)
    (page,) = read_pdf(data, most_pages=1)
    (line,) = page.lines
    box = Box(1, line.left, line.top, line.right, line.bottom)
    plain, marked = image(render_page(data, 1)), image(render_page(data, 1, [box]))
    assert plain.shape == marked.shape
    words, mark = extent(ink(plain)), extent(tinted(marked, plain))
    room = [word - end for word, end in zip(words[:2], mark[:2], strict=True)]
    room += [end - word for word, end in zip(words[2:], mark[2:], strict=True)]
    assert all(0 <= pixels <= 14 for pixels in room), room


def test_every_paragraph_of_a_report_is_marked_where_its_words_are() -> None:
    document, data = read(REPORT), REPORT.read_bytes()
    assert document.pages
    for number in range(1, document.pages + 1):
        plain = ink(image(render_page(data, number)))
        for box in (box for part in document.paragraphs for box in part.boxes):
            if box.page == number:
                left, top, right, bottom = (
                    round(2 * end) for end in (box.left, box.top, box.right, box.bottom)
                )
                words = extent(plain[top:bottom, left:right])
                assert words[0] <= 4
                assert words[1] <= 6
                assert words[2] >= right - left - 4
                assert words[3] >= bottom - top - 6


def test_a_paragraph_across_pages_is_marked_on_each_with_its_part() -> None:
    document, data = read(REPORT), REPORT.read_bytes()
    crossing = next(p for p in document.paragraphs if p.page != p.page_end)
    assert crossing.page is not None
    for number in (crossing.page, crossing.page + 1):
        plain, marked = (
            image(render_page(data, number)),
            image(render_page(data, number, crossing.boxes)),
        )
        mark = extent(tinted(marked, plain))
        (box,) = (box for box in crossing.boxes if box.page == number)
        assert mark == pytest.approx([2 * e for e in _ends(box)], abs=8)


def test_boxes_of_other_pages_and_beside_the_page_are_passed_over() -> None:
    data = variant("plain")
    elsewhere = [Box(2, 100, 100, 300, 200), Box(1, 600, 100, 900, 200), Box(1, 0, -90, 500, -40)]
    assert render_page(data, 1, elsewhere) == render_page(data, 1)


def test_a_box_larger_than_the_page_marks_the_page() -> None:
    plain = image(render_page(variant("plain"), 1))
    marked = image(render_page(variant("plain"), 1, [Box(1, -1e30, -1e30, 1e30, 1e30)]))
    assert tinted(marked, plain).mean() > 0.9


def test_an_image_has_two_pixels_a_point_and_few_bytes() -> None:
    png = render_page(REPORT.read_bytes(), 1)
    assert Image.open(BytesIO(png)).size == (1191, 1684)
    assert len(png) < 200_000


@pytest.mark.parametrize("number", [-1, 0, 2])
def test_a_page_that_is_not_there(number: int) -> None:
    with pytest.raises(PdfPageMissing) as caught:
        render_page(variant("plain"), number)
    assert caught.value.pages == 1


def test_a_damaged_pdf() -> None:
    with pytest.raises(PdfUnreadable):
        render_page(b"%PDF-1.7\n" + b"\x00\xff" * 400, 1)


def test_a_locked_pdf(tmp_path: Path) -> None:
    locked = StandardEncryption("open sesame", ownerPassword="owner", strength=128)
    path = InventedPdf(tmp_path / "report.pdf", encryption=locked).save()
    with pytest.raises(PdfEncrypted):
        render_page(path.read_bytes(), 1)


@pytest.mark.parametrize(
    "bounds", ["0 0 5000000 5000000", "0 0 1 9000000", "0 0 9000000 1", "0 0 1e38 1e38", "0 0 0 0"]
)
def test_a_huge_page_is_drawn_small(tmp_path: Path, bounds: str) -> None:
    path = _blank(tmp_path / "report.pdf", bounds)
    png = render_page(path.read_bytes(), 1, [Box(1, 0, 0, 100, 100)])
    width, height = Image.open(BytesIO(png)).size
    assert width * height <= MOST_PIXELS
    assert max(width, height) <= 6_001


def test_a_page_of_a3_is_drawn_at_full_size() -> None:
    assert scale_of(1191, 842) == 2
    assert scale_of(595, 842) == 2
    assert scale_of(2384, 1684) < 2


def test_marks_of_a_page_that_is_drawn_small_are_small_too(tmp_path: Path) -> None:
    data = _blank(tmp_path / "report.pdf", "0 0 3000 4000").read_bytes()
    box = Box(1, 1000, 2000, 1500, 3500)
    plain, marked = image(render_page(data, 1)), image(render_page(data, 1, [box]))
    scale = scale_of(3000, 4000)
    assert scale < 1
    assert extent(tinted(marked, plain)) == pytest.approx(
        [scale * end for end in _ends(box)], abs=4
    )


def _blank(path: Path, bounds: str) -> Path:
    return pdf_of_objects(
        path,
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [%s] >>" % bounds.encode(),
        ],
    )


def _ends(box: Box) -> tuple[float, float, float, float]:
    return box.left, box.top, box.right, box.bottom
