"""The questions to real reports can be read, and hold numbers of paragraphs, never their words."""

from __future__ import annotations

from pathlib import Path

import pytest

from qa.evaluation.gold import GoldQuestion, read_questions

QUESTIONS = read_questions(Path(__file__).with_name("second-set.jsonl"))


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.id)
def test_a_question_says_what_answers_it(question: GoldQuestion) -> None:
    assert bool(question.gold) == question.answerable
    for entry in question.gold:
        assert entry.paragraph
        assert entry.file
        assert not entry.quote


def test_no_question_stands_twice() -> None:
    assert len({question.id for question in QUESTIONS}) == len(QUESTIONS)
