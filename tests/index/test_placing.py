"""A paragraph as the rankers see it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from index.placing import place_of, placed_parts, placed_words, split_words
from tests.index.stand_ins import make_document

DOCUMENT = make_document("Fernmouth", "2022-05-13", ["Leaders have acted on this."])


def test_place_is_authority_year_and_section() -> None:
    words = placed_words(DOCUMENT, DOCUMENT.paragraphs[0])
    assert words == "Fernmouth 2022. Practice. Leaders have acted on this."


def test_what_is_not_known_is_left_out() -> None:
    unknown = replace(DOCUMENT, authority=None, inspection_start=None, inspection_end=None)
    paragraph = replace(DOCUMENT.paragraphs[0], section=None)
    assert placed_words(unknown, paragraph) == "Leaders have acted on this."


def test_publication_gives_the_year_where_no_inspection_does() -> None:
    published = replace(
        DOCUMENT, inspection_start=None, inspection_end=None, published=date(2023, 1, 9)
    )
    assert place_of(published, published.paragraphs[0]).startswith("Fernmouth 2023.")


def test_a_long_paragraph_has_several_parts_each_with_its_place() -> None:
    text = " ".join(f"Sentence number {n} says little." for n in range(40))
    paragraph = replace(DOCUMENT.paragraphs[0], text=text)
    parts = placed_parts(DOCUMENT, paragraph, window_words=60)
    assert len(parts) == 4
    assert all(part.startswith("Fernmouth 2022. Practice. Sentence") for part in parts)
    assert all(len(part.split()) <= 60 for part in parts)


@given(st.lists(st.text(alphabet="ab. ;", min_size=1), min_size=1), st.integers(1, 12))
def test_splitting_loses_no_word_and_keeps_within_its_room(texts: list[str], room: int) -> None:
    text = " ".join(texts)
    parts = split_words(text, room)
    assert " ".join(parts).split() == text.split()
    assert all(len(part.split()) <= room for part in parts)
