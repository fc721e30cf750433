"""Grades, dates and names are put in from the records of the paragraphs that are cited."""

from __future__ import annotations

from dataclasses import replace

import pytest

from qa.prose.placeholders import MarkUnknown, filled
from qa.prose.records import Source
from tests.qa.stand_ins import aldermoor_2024, aldermoor_own_words, make_paragraph


def sources() -> list[Source]:
    report, _ = aldermoor_2024()
    graded = make_paragraph(report, "9", "Leaders act.", section_grade="outstanding")
    own, (words,) = aldermoor_own_words()
    return [Source(1, report, graded), Source(2, replace(own, authority=None), words)]


def test_each_mark_is_what_the_record_has() -> None:
    text = "In {authority:1} ({date:1}) it was {grade: 1}, leaders {section grade:1}."
    assert filled(text, sources()) == "In Aldermoor (May 2024) it was good, leaders outstanding."


@pytest.mark.parametrize(
    "mark", ["{authority:2}", "{date:2}", "{grade:2}", "{grade:3}", "{link:1}", "{area:1}"]
)
def test_what_no_record_holds_is_refused(mark: str) -> None:
    with pytest.raises(MarkUnknown):
        filled(f"It is {mark}.", sources())


def test_other_braces_stay_for_the_check_of_plain_words() -> None:
    assert filled("It is {so}.", sources()) == "It is {so}."
