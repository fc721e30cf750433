"""What stands around an answer's sentences, in words."""

from __future__ import annotations

from qa.records import Citation
from qa.showing.answer_words import citation_place, glance, understood_words
from tests.qa.stand_ins import ask, make_paragraph, make_report


def test_a_citation_says_where_its_words_stand() -> None:
    report = make_report("Aldermoor", "2024-05-13")
    paragraph = make_paragraph(
        report, "7", "Plans are clear.", section="Children in care", section_grade="good"
    )
    place = citation_place(Citation(1, report, paragraph, 0, 5))
    assert place == "Children in care (good), paragraph 7, page 3"


def test_how_a_question_was_understood_is_one_line() -> None:
    words = understood_words(ask("How is the LADO in Aldermoor since 2019?").understanding)
    assert words.startswith("Aldermoor · since 2019 · LADO: local authority designated")


def test_a_glance_is_short_and_names_who_and_when() -> None:
    report = make_report("Aldermoor", "2024-05-13")
    paragraph = make_paragraph(report, "7", "Plans are clear and kept up to date. " * 20)
    words = glance(Citation(1, report, paragraph, 0, len(paragraph.text)))
    assert words.startswith("Aldermoor, May 2024: Plans are clear")
    assert words.endswith(" ...")
    assert len(words) < 190


def test_a_question_for_improvements_is_not_said_to_be_narrowed() -> None:
    asked = ask("What needs to improve in Aldermoor?").understanding
    assert understood_words(asked) == "Aldermoor"
    criticised = ask("What is Aldermoor criticised for?").understanding
    assert "only criticism" in understood_words(criticised)
