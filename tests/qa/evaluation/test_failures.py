"""What went wrong, and what was found instead."""

from __future__ import annotations

from dataclasses import replace

import pytest

from qa.evaluation.failures import Failure, failure_lines, failure_of, wrongs_of
from qa.evaluation.gold import GoldEntry, GoldQuestion
from qa.evaluation.lines import line_of
from qa.evaluation.measures import Score, score
from qa.records import Question
from tests.qa.evaluation.scores import ABSTAINED, MISSED, RIGHT
from tests.qa.stand_ins import ask

FULLY_RIGHT = replace(RIGHT, cited_right=2)


@pytest.mark.parametrize(
    ("scored", "wrongs"),
    [
        (FULLY_RIGHT, ()),
        (ABSTAINED, ()),
        (replace(ABSTAINED, answered=True), ("answered although there is no answer",)),
        (MISSED, ("not answered", "nothing right in the first ten")),
        (replace(FULLY_RIGHT, cited_right=0), ("no citation right",)),
        (RIGHT, ("some citations wrong",)),
        (replace(RIGHT, cited_right=0, counts_for_precision=False), ()),
        (replace(RIGHT, answerable=None, cited_right=0), ()),
    ],
)
def test_what_is_wrong(scored: Score, wrongs: tuple[str, ...]) -> None:
    assert wrongs_of(scored) == wrongs


def failure(text: str, entry: GoldEntry, *, answerable: bool = True) -> Failure | None:
    question = GoldQuestion("q-1", Question(text), "fact", answerable, (entry,), True)
    answer = ask(text)
    line = line_of("q-1", answer)
    return failure_of(question, answer, line, score(question, line))


def test_a_failure_shows_what_was_found_instead() -> None:
    found = failure(
        "What is private fostering like in Aldermoor?",
        GoldEntry("aldermoor/report-2024-05-13.pdf", "21", "", "1"),
    )
    assert found is not None
    assert found.first_gold != 1
    lines = list(failure_lines([found], 10))
    assert lines[0].startswith("answers with something wrong: 1. ")
    assert lines[0].endswith("no citation right: 1")
    assert lines[2] == "q-1 [fact] What is private fostering like in Aldermoor?"
    assert lines[4].startswith("  1. Aldermoor, 2024, 9: Private fostering is well understood.")


def test_a_right_answer_is_no_failure() -> None:
    entry = GoldEntry("aldermoor/report-2024-05-13.pdf", "9", "", "1")
    older = replace(entry, file="aldermoor/report-2019-03-04.pdf", paragraph="12")
    text = "What is private fostering like in Aldermoor?"
    question = GoldQuestion("q", Question(text), "fact", True, (entry, older), True)
    answer = ask(text)
    line = line_of("q", answer)
    assert failure_of(question, answer, line, score(question, line)) is None


def test_the_rank_of_the_first_right_one_is_told() -> None:
    found = failure("How is the weather?", GoldEntry("a.pdf", "1", "", "1"))
    assert found is not None
    lines = list(failure_lines([replace(found, first_gold=14)], 10))
    assert "the first right one is at 14" in lines[3]
    assert lines[4].startswith(f"  {found.status}: ")
    lines = list(failure_lines([replace(found, first_gold=0, ranked=20)], 10))
    assert "none right among the 20 ranked" in lines[3]


def test_the_worst_come_first_and_so_many_are_shown() -> None:
    made = failure("How is the weather?", GoldEntry("a.pdf", "1", "", "1"))
    assert made is not None
    mild = replace(made, id="mild", wrongs=("some citations wrong",))
    worst = replace(made, id="worst", wrongs=("answered although there is no answer",))
    lines = list(failure_lines([mild, worst], 1))
    assert lines[2].startswith("worst ")
    assert lines[-1] == "... and 1 more (--failures 2 shows all)"
    assert not any(line.startswith("mild") for line in lines)
    assert list(failure_lines([], 10)) == []


def test_long_lines_are_cut() -> None:
    made = failure("How is the weather " + "today " * 60 + "?", GoldEntry("a.pdf", "1", "", "1"))
    assert made is not None
    assert max(map(len, failure_lines([made], 1))) <= 120
