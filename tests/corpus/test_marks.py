"""Marks darken what they cover, and nothing else."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from corpus.pages.marks import MARK_COLOUR, Place, draw_marks, places_of_marks

WIDTH, HEIGHT = 160, 120
PAPER, BLACK = (255, 255, 255), (0, 0, 0)


@st.composite
def places(draw: st.DrawFn) -> Place:
    left, top = draw(st.integers(0, WIDTH - 1)), draw(st.integers(0, HEIGHT - 1))
    return Place(left, top, draw(st.integers(left + 1, WIDTH)), draw(st.integers(top + 1, HEIGHT)))


@given(st.lists(places(), min_size=1, max_size=5), st.floats(0.01, 3), st.integers(0, 2**32 - 1))
def test_marks_darken_their_places_and_nothing_else(
    marked: list[Place], pixels_per_point: float, seed: int
) -> None:
    before = np.random.default_rng(seed).integers(0, 256, (HEIGHT, WIDTH, 3), dtype=np.uint8)
    image = draw_marks(Image.fromarray(before), marked, pixels_per_point=pixels_per_point)
    after = np.asarray(image)
    covered = np.zeros((HEIGHT, WIDTH), dtype=bool)
    for group in places_of_marks(marked, pixels_per_point):
        for place in group:
            covered[max(0, place.top) : place.bottom, max(0, place.left) : place.right] = True
    assert (after[~covered] == before[~covered]).all()
    assert (after <= before).all()
    for place in marked:
        assert covered[place.top : place.bottom, place.left : place.right].all()


def test_what_is_black_stays_black_and_paper_is_tinted() -> None:
    image = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    image.paste(BLACK, (80, 40, 90, 50))
    marked = draw_marks(image, [Place(60, 30, 120, 60)], pixels_per_point=2)
    assert marked.getpixel((85, 45)) == BLACK
    assert marked.getpixel((70, 45)) not in (PAPER, BLACK)
    assert marked.getpixel((10, 10)) == PAPER


def test_a_bar_stands_left_of_the_leftmost_words_beside_each_place() -> None:
    image = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    upper, lower = Place(60, 10, 120, 30), Place(80, 70, 120, 100)
    (_, _), (bar, other) = places_of_marks([upper, lower], 2)
    marked = draw_marks(image, [upper, lower], pixels_per_point=2)
    assert bar.right < upper.left
    assert (bar.left, bar.right) == (other.left, other.right)
    assert marked.getpixel((bar.left, 20)) == MARK_COLOUR
    assert marked.getpixel((bar.left, 85)) == MARK_COLOUR
    assert marked.getpixel((bar.left, 50)) == PAPER


def test_overlapping_places_are_tinted_once() -> None:
    image = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    both = [Place(60, 30, 120, 60), Place(80, 40, 140, 80)]
    marked = draw_marks(image, both, pixels_per_point=2)
    assert marked.getpixel((90, 50)) == marked.getpixel((130, 70))


def test_words_at_the_edge_keep_a_bar_on_the_page() -> None:
    _, (bar,) = places_of_marks([Place(2, 10, 50, 30)], 2)
    assert bar.left == 0


def _luminance(colour: tuple[int, ...]) -> float:
    """Relative luminance, from 0 to 1. Source: WCAG 2.2."""
    channels = np.array(colour) / 255
    linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    return float(linear @ np.array([0.2126, 0.7152, 0.0722]))


def _contrast(first: tuple[int, ...], second: tuple[int, ...]) -> float:
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize(
    ("words", "least"), [(BLACK, 15.0), ((31, 56, 100), 9.0), ((89, 89, 89), 6.0)]
)
def test_words_keep_their_contrast_under_the_tint(words: tuple[int, ...], least: float) -> None:
    image = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    image.paste(words, (80, 40, 90, 50))
    marked = draw_marks(image, [Place(60, 30, 120, 60)], pixels_per_point=2)
    tinted, paper = marked.getpixel((85, 45)), marked.getpixel((70, 45))
    assert isinstance(tinted, tuple)
    assert isinstance(paper, tuple)
    assert _contrast(tinted, paper) >= least


def test_the_bar_stands_out_from_paper() -> None:
    assert _contrast(MARK_COLOUR, PAPER) >= 3
