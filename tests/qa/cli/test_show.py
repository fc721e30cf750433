"""Answers as text for people."""

from __future__ import annotations

from dataclasses import replace

import pytest

from qa.cli.show import answer_lines
from qa.cli.terminal import Paper
from qa.records import Answer
from tests.qa.stand_ins import ask, make_report

PAPER = Paper(80, colour=False)


def shown(answer: Answer) -> str:
    return "\n".join(answer_lines(answer, PAPER))


def test_an_answer_shows_sentences_sources_and_coverage() -> None:
    text = shown(ask("What was private fostering like in Aldermoor in 2019 and in 2024?"))
    assert "Understood as: Aldermoor" in text
    assert "Aldermoor: ILACS inspection, May 2024" in text
    assert "Private fostering is well understood." in text
    assert "inspected 13 to 17 May 2024" in text
    assert "paragraph 9, page 5" in text
    assert "superseded" in text
    assert "Searched 2 of the 4 reports in the collection" in text


@pytest.mark.parametrize(
    ("question", "heading"),
    [
        ("What did Ofsted say about Cardiff?", "Outside these reports"),
        ("How are care leavers in Sussex?", "Which one do you mean?"),
        ("Does Aldermoor teach sailing?", "No answer in these reports"),
    ],
)
def test_each_status_has_its_own_wording(question: str, heading: str) -> None:
    assert heading in shown(ask(question))


def test_sources_named_alike_are_named_once() -> None:
    text = shown(ask("What needs to improve in Aldermoor?"))
    assert "[1] [2] What needs to improve?, page 2" in text
    change = shown(ask("How has Aldermoor changed since its last inspection?"))
    assert "[1] to [5] judgement table" in change


@pytest.mark.parametrize(
    "question",
    [
        "What is private fostering like in Aldermoor?",
        "Which councils are outstanding overall?",
        "How many children went missing in Aldermoor?",
    ],
)
def test_lines_keep_to_eighty_columns(question: str) -> None:
    assert max(map(len, answer_lines(ask(question), PAPER))) <= 80


def test_words_of_a_report_cannot_drive_the_terminal() -> None:
    answer = ask("What needs to improve in Aldermoor?")
    hostile = make_report("Alder\x1b[31mmoor", "2024-05-13")
    first = replace(answer.citations[0], report=hostile)
    text = shown(replace(answer, citations=(first, *answer.citations[1:])))
    assert "\x1b" not in text
