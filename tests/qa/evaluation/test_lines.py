"""Answers as lines: written and read back they are the same, and score the same."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from qa.errors import AnswersUnreadable
from qa.evaluation.gold import GoldEntry, GoldQuestion
from qa.evaluation.lines import Item, line_of, line_to_json, read_lines
from qa.evaluation.measures import score
from qa.records import Question
from tests.qa.stand_ins import ask

TEXT = "What is private fostering like in Aldermoor?"


def test_a_line_written_and_read_is_the_same_line(tmp_path: Path) -> None:
    line = line_of("q", ask(TEXT))
    copied = replace(line, citations=(Item(("a/b.pdf", "a/c.txt"), None, "Words."),))
    path = tmp_path / "answers.jsonl"
    path.write_text(json.dumps(line_to_json(copied)) + "\n\n", encoding="utf-8")
    assert read_lines(path) == {"q": copied}


def test_a_line_has_the_shape_that_scorers_read() -> None:
    values = line_to_json(line_of("q", ask(TEXT)))
    assert set(values) == {
        *("id", "answered", "status", "answer", "citations", "retrieved", "timing_ms")
    }
    assert values["answered"] is True
    assert set(values["retrieved"][0]) == {"source", "paragraph", "text", "rank"}
    assert [item["rank"] for item in values["citations"]] == [1, 2][: len(values["citations"])]


def test_a_line_without_an_answer_says_why() -> None:
    line = line_of("q", ask("What is the weather like?"))
    assert not line.answered
    assert line.answer


def test_a_copy_of_the_report_counts_as_the_report() -> None:
    entry = GoldEntry("a/c.pdf", "9", "", "1")
    question = GoldQuestion("q", Question(TEXT), "fact", True, (entry,), True)
    item = Item(("a/b.pdf", "a/c.pdf"), "9", "Words.")
    line = replace(line_of("q", ask(TEXT)), retrieved=(item,))
    assert score(question, line).first == 1


def test_what_a_reader_sees_is_compared() -> None:
    line = line_of("q", ask(TEXT))
    assert line.says_the_same(replace(line, timing_ms={}, retrieved=()))
    assert not line.says_the_same(replace(line, answer="Other words."))
    assert not line.says_the_same(replace(line, citations=()))


@pytest.mark.parametrize("content", ["", "not json", '{"id": "a"}', "[1]", '{"answered": true}'])
def test_what_is_no_answer_is_told_with_its_line(tmp_path: Path, content: str) -> None:
    path = tmp_path / "answers.jsonl"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(AnswersUnreadable, match=r"answers\.jsonl"):
        read_lines(path)
    with pytest.raises(AnswersUnreadable):
        read_lines(tmp_path / "missing.jsonl")
