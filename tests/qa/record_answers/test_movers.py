"""Which authorities' grades have moved from one inspection to the next."""

from __future__ import annotations

import pytest

from qa.understanding.record_questions import find_record_question
from tests.qa.stand_ins import ask


@pytest.mark.parametrize(
    "question",
    [
        "Which councils went from inadequate to good?",
        "Which authorities improved from inadequate to good since 2020?",
        "Which councils got better at their last inspection?",
    ],
)
def test_an_authority_that_moved_is_shown_with_both_judgements(question: str) -> None:
    answer = ask(question)
    assert answer.status == "answered"
    count, moved = answer.sentences
    assert count.text.startswith("1 of 1 authorities")
    assert moved.text.startswith("Aldermoor: from inadequate overall")
    assert [answer.citations[n - 1].report.inspection_start.year for n in moved.citations] == [  # type: ignore[union-attr]
        2019,
        2024,
    ]


@pytest.mark.parametrize(
    "question",
    ["Which councils got worse?", "Which councils went from good to outstanding?"],
)
def test_where_none_moved_so_the_answer_says_it(question: str) -> None:
    answer = ask(question)
    assert answer.status == "no_evidence"
    assert answer.reason is not None
    assert answer.reason.startswith("None of 1 authorities")


def test_an_area_can_be_named() -> None:
    answer = ask("Which councils improved from inadequate to good for leadership?")
    assert "for the impact of leaders" in answer.sentences[1].text


@pytest.mark.parametrize(
    "text",
    ["Which councils improved supervision?", "How has Aldermoor improved?", "from Leeds to York"],
)
def test_other_changes_are_no_question_of_grades(text: str) -> None:
    asked = find_record_question(text, text, areas=(), grades=(), names_authority=False)
    assert asked is None or asked.wanted != "movers"
