"""Boxes are measured on the page as it is shown, however it is stored."""

from __future__ import annotations

import pytest

from corpus.pages import read_pdf
from corpus.pages.frame import Frame
from tests.corpus.page_variants import VARIANTS, WORDS, variant


@pytest.mark.parametrize(
    ("rotation", "place"), [(0, (10, 70)), (90, (130, 10)), (180, (90, 130)), (270, (70, 90))]
)
def test_a_point_is_placed_as_it_is_seen(rotation: int, place: tuple[float, float]) -> None:
    """A point 10 from the left and 70 from the top of a page of 100 by 200."""
    frame = Frame(left=20, bottom=30, right=120, top=230, rotation=rotation)
    assert frame.place(30, 160) == place
    assert 0 <= place[0] <= frame.width
    assert 0 <= place[1] <= frame.height


@pytest.mark.parametrize("name", VARIANTS)
def test_words_are_read_upright_in_every_guise(name: str) -> None:
    (page,) = read_pdf(variant(name), most_pages=1)
    (line,) = page.lines
    assert line.text == WORDS
    assert not page.hidden
    assert line.right - line.left > 8 * (line.bottom - line.top)
    assert 0 <= line.left < line.right <= page.width
    assert 0 <= line.top < line.baseline <= line.bottom + 3
    assert line.bottom <= page.height


@pytest.mark.parametrize(
    ("name", "left", "top"),
    [
        ("plain", 130, 842 - 620),
        ("turned by 90", 130, 842 - 620),
        ("turned by 180", 130, 842 - 620),
        ("turned by 270", 130, 842 - 620),
        ("cut", 130 - 50, 800 - 620),
        ("cut beyond the paper", 130, 842 - 620),
        ("shifted", 130 + 100, 900 - 620),
        ("inherited", 130, 842 - 620),
        ("on larger paper", 130, 2 * 842 - 620),
    ],
)
def test_boxes_begin_at_the_top_left_of_what_is_shown(name: str, left: float, top: float) -> None:
    (page,) = read_pdf(variant(name), most_pages=1)
    (line,) = page.lines
    assert line.left == pytest.approx(left, abs=1)
    assert line.baseline == pytest.approx(top, abs=1)
