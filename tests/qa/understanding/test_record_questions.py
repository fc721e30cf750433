"""Which questions the records answer, and which only sound like it."""

from __future__ import annotations

import pytest

from qa.understanding.parts import read_parts
from tests.qa.stand_ins import TODAY, tiny_gazetteer

GAZETTEER = tiny_gazetteer()


def wanted(text: str) -> str | None:
    record = read_parts(text, GAZETTEER, today=TODAY).record
    return record.wanted if record else None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("What grade did Leeds get for children in care in November 2024?", "grade"),
        ("What's Leeds rated overall?", "grade"),
        ("How did Ofsted rate Leeds's work with care leavers in 2016?", "grade"),
        ("leeds 2023 - grade for help and protection?", "grade"),
        ("What was Leeds rated when it was inspected at the start of 2017?", "grade"),
        ("How has Leeds' overall grade moved over its last three inspections?", "grade"),
        ("Was Leeds rated inadequate in 2017?", "grade"),
        ("Who was the lead inspector for the Leeds ILACS in November 2024?", "inspector"),
        ("who led the last inspection of Leeds?", "inspector"),
        ("When was Leeds last inspected?", "inspected"),
        ("When was the 2019 report on Leeds published?", "published"),
        ("How many times has Leeds been inspected?", "reports"),
        ("Which reports are there on Leeds?", "reports"),
        ("Which councils are outstanding overall?", "authorities"),
        ("How many authorities are rated inadequate for leadership?", "authorities"),
    ],
)
def test_questions_of_record_are_known(text: str, expected: str) -> None:
    assert wanted(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Was Leeds fined after being found inadequate?",
        "Why was Leeds rated inadequate?",
        "In authorities judged inadequate, what did inspectors say about caseloads?",
        "What do reports say about young carers in Leeds?",
        "How are care leavers in Leeds helped to find homes?",
        "Which reports say children in care wait too long for CAMHS?",
        "Who looks after children in Leeds when parents cannot?",
        "What happened in Leeds when inspectors visited homes?",
        "What needs to improve in Leeds?",
    ],
)
def test_questions_for_the_paragraphs_are_left_to_them(text: str) -> None:
    assert wanted(text) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("When was Leeds last inspected and what was the overall grade?", ["inspected", "grade"]),
        ("What is Leeds rated, and when was that published?", ["grade", "published"]),
        (
            "Who led the last inspection of Leeds, when was it published and was it rated good?",
            ["inspector", "published", "grade"],
        ),
        ("What is the grade of Leeds overall and for care leavers?", ["grade"]),
        ("When was the inspection of Leeds in May and June 2024 published?", ["published"]),
    ],
)
def test_each_clause_may_ask_for_its_own_fact(text: str, expected: list[str]) -> None:
    record = read_parts(text, GAZETTEER, today=TODAY).record
    assert record is not None
    assert [asked.wanted for asked in (record, *record.also)] == expected


@pytest.mark.parametrize(
    "question",
    [
        "How did Aldermoor's adoption work come out in 2019?",
        "What did the LSCB in Aldermoor get in 2019?",
        "How did Ofsted judge care leavers in Aldermoor?",
        "Aldermoor overall these days?",
        "Trace Aldermoor's overall grade through the last three inspections",
    ],
)
def test_plain_wordings_ask_for_a_grade(question: str) -> None:
    record = read_parts(question, GAZETTEER, today=TODAY).record
    assert record is not None
    assert record.wanted == "grade"
    assert not record.and_findings


def test_how_good_an_area_is_wants_the_grade_and_what_reports_say() -> None:
    record = read_parts("How good is leadership in Aldermoor?", GAZETTEER, today=TODAY).record
    assert record is not None
    assert (record.areas, record.and_findings) == (("impact of leaders",), True)
