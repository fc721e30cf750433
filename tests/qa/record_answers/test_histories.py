"""Never, always, not since, most often, best and worst: questions of record across authorities."""

from __future__ import annotations

import pytest

from qa.records import Answer
from tests.qa.stand_ins import ask


def names(answer: Answer) -> list[str]:
    """The authorities listed behind the count."""
    return [sentence.text.split(":")[0].split(" overall")[0] for sentence in answer.sentences[1:]]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Which councils have never been inadequate?", ["Fennick"]),
        ("Which councils have ever been inadequate?", ["Aldermoor"]),
        ("Which councils have always been good or better?", ["Fennick"]),
        ("Which councils are not outstanding?", ["Aldermoor"]),
        ("Which councils aren't outstanding overall?", ["Aldermoor"]),
        ("Which councils are neither inadequate nor outstanding?", ["Aldermoor"]),
        ("Which councils are at least good?", ["Aldermoor", "Fennick"]),
        ("Which council has the best grade?", ["Fennick"]),
        ("Which council is rated worst for leadership?", ["Aldermoor"]),
        ("Which councils are good or outstanding?", ["Aldermoor", "Fennick"]),
        ("Which council has been inspected most often?", ["Aldermoor"]),
        ("Which councils have had the fewest inspections?", ["Fennick"]),
        ("Which councils have not been inspected since 2022?", ["Fennick"]),
        ("Which councils had no inspection in 2022?", ["Aldermoor"]),
    ],
)
def test_who_fits_is_listed(question: str, expected: list[str]) -> None:
    answer = ask(question)
    assert answer.status == "answered", answer.reason
    assert names(answer) == expected


def test_never_shows_every_grade_and_counts_over_all_inspections() -> None:
    answer = ask("Which councils have never been outstanding?")
    count, aldermoor = answer.sentences
    assert "over all 3 of their inspections, was never graded outstanding" in count.text
    assert aldermoor.text == "Aldermoor overall: good (May 2024), inadequate (March 2019)."
    assert len(aldermoor.citations) == 2


def test_never_of_one_council_shows_all_its_grades() -> None:
    answer = ask("Has Aldermoor never been inadequate?")
    assert [s.text.split()[3] for s in answer.sentences] == ["good", "inadequate"]


def test_why_is_not_in_the_records_and_that_is_said() -> None:
    answer = ask("Which councils got better and why?")
    assert answer.status == "partial"
    assert answer.reason is not None
    assert "not why" in answer.reason


@pytest.mark.parametrize(
    ("question", "number"),
    [
        ("Which councils did not get better?", 0),
        ("Which councils are no longer inadequate?", 1),
        ("Which councils became good?", 1),
        ("Which councils became outstanding?", 0),
        ("Which councils have stayed the same?", 0),
    ],
)
def test_moves_may_be_denied_or_name_one_grade(question: str, number: int) -> None:
    answer = ask(question)
    assert max(0, len(answer.sentences) - 1) == number
    said = answer.reason or answer.sentences[0].text
    assert said.startswith(f"{number or 'None'} of 1 authorities")


def test_the_first_and_the_newest_inspection() -> None:
    assert "Aldermoor" in ask("Which council was inspected first?").sentences[0].text
    newest = ask("Which council was inspected most recently?").sentences[0].text
    assert newest.startswith("The newest inspection in scope is Aldermoor's")


def test_who_led_the_most() -> None:
    assert (
        ask("Which inspector led the most inspections?").sentences[0].text.startswith("Ada Quill")
    )


def test_a_not_that_makes_no_condition_is_said() -> None:
    answer = ask("Which councils do not check private fostering?")
    assert "“not” could not be made a condition" in answer.notes[0]
    assert not any("could not" in note for note in ask("Which check private fostering?").notes)


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("how many got better since 2018", "movers"),
        ("Which councils were inspected in 2022?", "reports"),
        ("Which council has the worst leadership?", "authorities"),
        ("Which of Aldermoor and Fennick is outstanding?", "authorities"),
        ("What share of councils are good?", "authorities"),
        ("How has leadership changed in Aldermoor?", "grade"),
        ("What was Aldermoor's overall effectiveness in 2019 and what is it now?", "grade"),
        ("Which is better for leadership, Aldermoor or Fennick?", "grade"),
        ("Has Aldermoor been inspected since 2020?", "inspected"),
    ],
)
def test_more_questions_go_to_the_records(question: str, wanted: str) -> None:
    answer = ask(question)
    assert answer.status == "answered", answer.reason
    assert answer.understanding.record is not None
    assert answer.understanding.record.wanted == wanted


def test_a_change_in_an_area_gives_its_grades_and_what_reports_say() -> None:
    answer = ask("How has leadership changed in Aldermoor?")
    assert [s.text.split()[3] for s in answer.sentences[:2]] == ["good", "inadequate"]


def test_one_area_but_not_another() -> None:
    answer = ask("Which councils are outstanding for leadership but not for help and protection?")
    assert names(answer) == ["Fennick", "Fennick"]
    assert ask("Which councils are outstanding overall but not for leadership?").status == (
        "no_evidence"
    )


def test_of_those_named_who_has_no_report_is_said() -> None:
    answer = ask("Which of Aldermoor, Fennick and Leeds is outstanding?")
    assert answer.status == "partial"
    assert answer.reason == "The collection holds no report on Leeds."


def test_inspections_to_come_are_not_known() -> None:
    answer = ask("When will Aldermoor be inspected next?")
    assert answer.status == "no_evidence"
    assert answer.reason is not None
    assert "not of those to come" in answer.reason


def test_what_reports_say_is_not_ranked() -> None:
    notes = ask("Which council has the highest caseloads?").notes
    assert any("“highest” could not be worked out" in note for note in notes)


def test_which_areas_have_a_grade_is_told_by_all_of_them() -> None:
    answer = ask("In which areas is Aldermoor outstanding?")
    assert answer.status == "answered"
    assert len(answer.sentences) == 5
