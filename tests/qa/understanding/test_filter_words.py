"""Filters as they are written: what they become, and what is refused."""

from __future__ import annotations

import pytest

from qa.errors import FilterUnknown
from qa.understanding.filter_words import FilterWords, filters_from_words
from tests.qa.stand_ins import tiny_gazetteer


def test_a_group_stands_for_its_members_and_keeps_its_name() -> None:
    filters = filters_from_words(FilterWords(groups=("London boroughs",)), tiny_gazetteer())
    assert [group.name for group in filters.groups] == ["London boroughs"]
    assert filters.authorities == filters.groups[0].authorities
    assert "Camden" in filters.authorities


def test_groups_and_authorities_widen_one_another() -> None:
    words = FilterWords(authorities=("Leeds", "Camden"), groups=("London boroughs",))
    authorities = filters_from_words(words, tiny_gazetteer()).authorities
    assert authorities[0] == "Leeds"
    assert len(set(authorities)) == len(authorities)


@pytest.mark.parametrize(
    "words",
    [
        FilterWords(groups=("nowhere in particular",)),
        FilterWords(authorities=("Atlantis",)),
        FilterWords(grades=("splendid",)),
        FilterWords(since="yesterday"),
        FilterWords(since="2024", until="2020"),
    ],
)
def test_what_means_nothing_is_refused(words: FilterWords) -> None:
    with pytest.raises(FilterUnknown):
        filters_from_words(words, tiny_gazetteer())


def test_a_phrase_and_a_polarity_pass_as_they_are() -> None:
    words = FilterWords(phrase="front door", polarity="criticism")
    filters = filters_from_words(words, tiny_gazetteer())
    assert (filters.phrase, filters.polarity) == ("front door", "criticism")
