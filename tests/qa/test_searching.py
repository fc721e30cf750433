"""A search without an answer: as a question where one is searched for, else as words."""

from __future__ import annotations

import pytest

from qa.errors import QuestionEmpty
from qa.records import Filters, Question
from qa.searching import search
from tests.qa.stand_ins import tiny_answerer


def test_a_question_is_searched_for_where_it_says() -> None:
    found = search(tiny_answerer(), Question("How is private fostering in Fennick?"))
    assert found.is_question
    assert found.understanding.scope.authorities == ("Fennick",)
    assert {hit.report.authority for hit in found.hits} == {"Fennick"}
    assert found.coverage.reports_in_scope == 1


def test_a_question_of_record_is_searched_for_by_its_words() -> None:
    question = Question("Which councils are outstanding?")
    found = search(tiny_answerer(), question)
    assert not found.is_question
    assert found.understanding.scope == Filters().scope()
    assert found.coverage.reports_in_scope == found.coverage.reports_in_collection


def test_a_filter_holds_for_words_too() -> None:
    filters = Filters(authorities=("Fennick",))
    found = search(tiny_answerer(), Question("caseloads of the mayor of Paris", filters=filters))
    assert {hit.report.authority for hit in found.hits} == {"Fennick"}


def test_a_filter_that_no_report_meets_finds_nothing() -> None:
    filters = Filters(kinds=("jtai",))
    found = search(tiny_answerer(), Question("caseloads", filters=filters))
    assert found.hits == ()
    assert found.coverage.reports_in_scope == 0


def test_nothing_is_no_search() -> None:
    with pytest.raises(QuestionEmpty):
        search(tiny_answerer(), Question("?!"))
