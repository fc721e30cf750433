"""Measures and the scorecard, on answers whose figures can be counted by hand."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from qa.errors import QuestionsUnreadable
from qa.evaluation.explaining import explanation_lines
from qa.evaluation.gold import GoldEntry, GoldQuestion, read_questions
from qa.evaluation.measures import Score, abstention, figures, fold_file, score
from qa.evaluation.scorecard import scorecard_lines
from qa.records import Question
from tests.qa.stand_ins import tiny_answerer

RIGHT = Score("a", "fact", True, True, 1, 1.0, 1.0, 2, 1, True, 10.0)


def gold(text: str, *entries: GoldEntry, answerable: bool = True) -> GoldQuestion:
    return GoldQuestion("q", Question(text), "fact", answerable, entries, True)


def test_a_hit_is_the_same_paragraph_or_holds_the_quote() -> None:
    text = "What is private fostering like in Aldermoor?"
    answer = tiny_answerer().answer(Question(text))
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


def test_files_are_compared_by_their_last_two_parts() -> None:
    assert fold_file("reports/80_X/A-report - 1.PDF".lower()) == fold_file("80_x/a report 1.pdf")


def test_means_over_the_answerable() -> None:
    worse = replace(RIGHT, first=6, parts=0.5, cited=2, cited_right=0)
    missed = replace(RIGHT, first=0, parts=0.0, answered=False)
    due = replace(RIGHT, answerable=False, answered=True)
    found = figures([RIGHT, worse, missed, due])
    assert found is not None
    assert found.questions == 3
    assert (found.recall_1, found.recall_5, found.recall_10) == pytest.approx((1 / 3, 1 / 3, 2 / 3))
    assert found.mrr_10 == pytest.approx((1 + 1 / 6) / 3)
    assert found.precision == pytest.approx(1 / 4)
    assert figures([due]) is None


def test_abstention_counts_both_ways() -> None:
    wrong = replace(RIGHT, answered=False)
    rightly = replace(RIGHT, answerable=False, answered=False)
    found = abstention([RIGHT, RIGHT, wrong, rightly])
    assert found is not None
    assert (found.abstained, found.answered) == pytest.approx((1.0, 2 / 3))
    assert found.balanced_f1 == pytest.approx((2 / 3 + 4 / 5) / 2)
    assert abstention([RIGHT]) is None


def test_the_scorecard_has_a_row_per_type_and_one_for_all() -> None:
    lines = scorecard_lines([RIGHT, replace(RIGHT, type="change", first=0, id="b")])
    assert [line.split()[0] for line in lines[1:4]] == ["fact", "change", "overall"]
    assert "no hit in the first ten: b" in lines
    assert max(map(len, lines)) <= 100


def test_questions_without_gold_still_have_times() -> None:
    (line,) = scorecard_lines([replace(RIGHT, answerable=None)])
    assert line.startswith("1 questions, 10 ms")


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
