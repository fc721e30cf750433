"""Images of pages: drawn once, kept within their bytes, from files that are what they were."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import pytest

from corpus import Box, FileDamaged, PageRenderer
from qa.page_images import PageImages, PageWanted

MARK = Box(1, 10, 10, 20, 20)
CONTENT = b"a file of pages"
SHA256 = hashlib.sha256(CONTENT).hexdigest()


class CountingRenderer(PageRenderer):
    """Draws nothing and counts how often it was asked."""

    def __init__(self) -> None:
        self.asked = 0

    def render(self, path: Path, page_number: int, boxes: Sequence[Box] = ()) -> bytes:
        self.asked += 1
        return bytes(100)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    made = tmp_path / "file.pdf"
    made.write_bytes(CONTENT)
    return made


def wanted(number: int, *boxes: Box) -> PageWanted:
    return PageWanted(SHA256, number, boxes)


def test_a_page_is_drawn_once(file: Path) -> None:
    renderer = CountingRenderer()
    images = PageImages(renderer)
    assert images.kept(wanted(1)) is None
    assert images.image(file, wanted(1)) == images.image(file, wanted(1))
    assert images.kept(wanted(1)) == bytes(100)
    assert renderer.asked == 1


def test_pages_used_last_are_kept_within_their_bytes(file: Path) -> None:
    renderer = CountingRenderer()
    images = PageImages(renderer, most_bytes=250)
    for number in (1, 2, 1, 3):  # the second was used longest ago
        images.image(file, wanted(number))
    assert [images.kept(wanted(n)) is not None for n in (1, 2, 3)] == [True, False, True]
    assert renderer.asked == 3


def test_an_image_larger_than_all_room_is_given_and_not_kept(file: Path) -> None:
    images = PageImages(CountingRenderer(), most_bytes=99)
    assert len(images.image(file, wanted(1))) == 100
    assert images.kept(wanted(1)) is None
    assert len(images.image(file, wanted(2))) == 100


def test_marks_make_another_image_and_those_of_other_pages_do_not() -> None:
    assert wanted(1).key != wanted(1, MARK).key
    assert wanted(1).key != wanted(2).key
    assert wanted(2).key == wanted(2, MARK).key
    assert wanted(1).key != PageWanted("0" * 64, 1, ()).key


def test_a_file_that_was_altered_is_not_shown(file: Path) -> None:
    renderer = CountingRenderer()
    images = PageImages(renderer)
    file.write_bytes(CONTENT + b", and more")
    with pytest.raises(FileDamaged):
        images.image(file, wanted(1))
    file.unlink()
    with pytest.raises(FileDamaged):
        images.image(file, wanted(1))
    assert renderer.asked == 0
