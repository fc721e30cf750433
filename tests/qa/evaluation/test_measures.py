"""Questions, and the score of one answer."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from qa.errors import QuestionsUnreadable
from qa.evaluation.explaining import explanation_lines
from qa.evaluation.gold import GoldEntry, GoldQuestion, read_questions
from qa.evaluation.lines import line_of
from qa.evaluation.measures import fold_file, rank_of_first_hit, score
from qa.records import Question
from tests.qa.stand_ins import tiny_answerer


def gold(text: str, *entries: GoldEntry, answerable: bool = True) -> GoldQuestion:
    return GoldQuestion("q", Question(text), "fact", answerable, entries, True)


def test_a_hit_is_the_same_paragraph_or_holds_the_quote() -> None:
    text = "What is private fostering like in Aldermoor?"
    answer = line_of("q", tiny_answerer().answer(Question(text)))
    by_number = GoldEntry("x/Report 2024 05 13.pdf", "9", "other words", "1")
    same_file = replace(by_number, file="aldermoor/report-2024-05-13.pdf")
    by_quote = GoldEntry(
        "elsewhere.pdf", None, "Private fostering is well understood. Checks are made on time", "1"
    )
    short = GoldEntry("elsewhere.pdf", None, "Private fostering", "1")
    assert score(gold(text, by_number), answer).first == 0
    assert score(gold(text, same_file), answer).first == 1
    assert score(gold(text, by_quote), answer).first == 1
    assert score(gold(text, short), answer).first == 0
    assert rank_of_first_hit(gold(text, same_file), answer.retrieved[1:]) == 0


def test_files_are_compared_by_their_last_two_parts() -> None:
    assert fold_file("reports/80_X/A-report - 1.PDF".lower()) == fold_file("80_x/a report 1.pdf")


def test_questions_are_read(tmp_path: Path) -> None:
    path = tmp_path / "questions.jsonl"
    turn = {"role": "user", "content": "How is Leeds?"}
    values = {
        "id": 7,
        "question": "And Bury?",
        "history": [turn],
        "gold": [{"file": "a", "quote": "b"}],
    }
    path.write_text(json.dumps(values) + "\n\n", encoding="utf-8")
    (question,) = read_questions(path)
    assert (question.id, question.answerable, question.gold[0].group) == ("7", None, "entry 0")
    assert question.question.history[0].content == "How is Leeds?"


@pytest.mark.parametrize("content", ["", "not json", "{}", '{"id": 1}', "[1]"])
def test_what_is_no_question_is_told_with_its_line(tmp_path: Path, content: str) -> None:
    path = tmp_path / "questions.jsonl"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(QuestionsUnreadable, match=r"questions\.jsonl"):
        read_questions(path)
    with pytest.raises(QuestionsUnreadable):
        read_questions(tmp_path / "missing.jsonl")


def test_an_explanation_shows_scope_answer_gold_and_scores() -> None:
    entry = GoldEntry("aldermoor/report-2024-05-13.pdf", "9", "well understood", "1")
    question = gold("What is private fostering like in Aldermoor?", entry)
    text = "\n".join(explanation_lines(question, tiny_answerer()))
    for part in (
        "searched for:",
        "reports in scope: 3",
        "first hit: 1",
        "says [1]",
        "gold",
        "bm25",
    ):
        assert part in text
