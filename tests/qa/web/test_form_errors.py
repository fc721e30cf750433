"""Faults of a form: which field, and what to enter there."""

from __future__ import annotations

import pytest

from corpus import load_authorities
from qa.errors import FilterUnknown, QuestionEmpty, QuestionTooLong
from qa.understanding import make_gazetteer
from qa.understanding.filter_words import FilterWords, filters_from_words
from qa.web.form_errors import form_error


@pytest.mark.parametrize(
    ("words", "field", "told"),
    [
        (FilterWords(authorities=("Quilbridge",)), "authority", "Did you mean Quillbridge?"),
        (FilterWords(authorities=("Xxxx",)), "authority", "an authority that is in the list."),
        (FilterWords(authorities=("Sussex",)), "authority", "East Sussex or West Sussex"),
        (FilterWords(since="soon"), "since", "such as 2024, 2024-03 or 2024-03-31"),
        (FilterWords(until="soon"), "until", "such as 2024"),
        (FilterWords(since="2024", until="2020"), "until", "not before the first"),
        (FilterWords(kinds=("letter",)), "filters", "A filter names no kind of report."),
    ],
)
def test_filter_that_means_nothing_leads_to_its_field(
    words: FilterWords, field: str, told: str
) -> None:
    with pytest.raises(FilterUnknown) as raised:
        filters_from_words(words, make_gazetteer(load_authorities(), ["Quillbridge"]))
    error = form_error(raised.value)
    assert error.field == field
    assert told in error.words
    assert error.is_in_filters


def test_question_leads_to_its_field() -> None:
    assert form_error(QuestionEmpty()).words == "Enter a question"
    error = form_error(QuestionTooLong(2_001, 2_000))
    assert (error.field, error.is_in_filters) == ("question", False)
    assert "2,000" in error.words
