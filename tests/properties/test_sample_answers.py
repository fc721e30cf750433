"""Every answer over the invented reports keeps the rules, and the rules notice what breaks them."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy

import pytest

from qa.answering import Answerer
from qa.records import Question
from qa.showing.answer_json import answer_to_json
from tests.properties.answer_rules import Values, breaches
from tests.questions.sample import question_of, sample_cases


@pytest.mark.parametrize("case", sample_cases(), ids=lambda case: case["id"])
def test_every_answer_keeps_the_rules(case: Values, sample_answerer: Answerer) -> None:
    answer = answer_to_json(sample_answerer.answer(question_of(case)))
    assert not breaches(answer, sample_answerer.collection)
    assert case.get("history") or not answer["understood"]["from_history"]


@pytest.fixture
def change_answer(sample_answerer: Answerer) -> Values:
    """An answer with quotes."""
    text = "Has private fostering in Quillbridge improved between 2019 and 2024?"
    return answer_to_json(sample_answerer.answer(Question(text)))


@pytest.fixture
def grade_answer(sample_answerer: Answerer) -> Values:
    """An answer from the record."""
    text = "What grade did Thornmere get overall in 2024?"
    return answer_to_json(sample_answerer.answer(Question(text)))


@pytest.fixture
def count_answer(sample_answerer: Answerer) -> Values:
    """An answer with a count."""
    text = "How many authorities are good overall?"
    return answer_to_json(sample_answerer.answer(Question(text)))


def _altered(answer: Values, alter: Callable[[Values], object]) -> Values:
    copy = deepcopy(answer)
    alter(copy)
    return copy


@pytest.mark.parametrize(
    ("alter", "rule"),
    [
        (lambda a: a["citations"][0].update(quote="Other words."), "citations_are_found_again"),
        (lambda a: a["citations"][0].update(start=1), "citations_are_found_again"),
        (lambda a: a["citations"][0].update(published="2020-01-01"), "citations_are_found_again"),
        (lambda a: a["citations"][0].update(section_grade="good"), "citations_are_found_again"),
        (lambda a: a["citations"][0].update(paragraph_id="none"), "citations_are_found_again"),
        (lambda a: a["citations"][0].update(n=9), "sentences_are_proved"),
        (lambda a: a["answer"][0].update(text="Other words."), "sentences_are_proved"),
        (lambda a: a["answer"][0].update(citations=[]), "sentences_are_proved"),
        (lambda a: a["answer"].pop(), "sentences_are_proved"),
        (lambda a: a["citations"][0].update(kind="self-assessment"), "a_councils_own_words"),
        (lambda a: a.update(reason="Because."), "status_reason_and_choices_agree"),
        (lambda a: a.update(status="clarification"), "status_reason_and_choices_agree"),
        (lambda a: a["coverage"].update(reports_answering=7), "coverage_adds_up"),
        (lambda a: a["coverage"].update(reports_in_scope=0), "coverage_adds_up"),
        (lambda a: a["timing_ms"].update(total=-1.0), "it_is_plain_json"),
    ],
)
def test_an_altered_answer_breaks_a_rule(
    alter: Callable[[Values], object],
    rule: str,
    change_answer: Values,
    sample_answerer: Answerer,
) -> None:
    assert not breaches(change_answer, sample_answerer.collection)
    found = breaches(_altered(change_answer, alter), sample_answerer.collection)
    assert any(told.startswith(rule) for told in found), found


@pytest.mark.parametrize(
    ("printed", "altered", "rule"),
    [
        ("outstanding", "adequate", "records_say_what_the_reports_do"),
        ("outstanding", "good", "grades_are_printed_in_the_quote"),
        ("4 to 8 November 2024", "4 to 9 November 2024", "records_say_what_the_reports_do"),
        ("4 to 8 November 2024", "1 October to 8 November 2024", "records_say_what"),
    ],
)
def test_an_altered_record_breaks_a_rule(
    printed: str, altered: str, rule: str, grade_answer: Values, sample_answerer: Answerer
) -> None:
    (sentence,) = grade_answer["answer"]
    assert printed in sentence["text"]
    changed = _altered(
        grade_answer,
        lambda a: a["answer"][0].update(text=sentence["text"].replace(printed, altered)),
    )
    found = breaches(changed, sample_answerer.collection)
    assert any(told.startswith(rule) for told in found), found


def test_an_altered_count_breaks_a_rule(count_answer: Values, sample_answerer: Answerer) -> None:
    text = count_answer["answer"][0]["text"]
    changed = _altered(
        count_answer, lambda a: a["answer"][0].update(text=text.replace("1 of", "3 of"))
    )
    found = breaches(changed, sample_answerer.collection)
    assert any(told.startswith("counts_are_those_of_their_list") for told in found), found
