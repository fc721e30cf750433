"""Answers made from the records: right grades, right words, proofs for each."""

from __future__ import annotations

import pytest

from corpus import Judgement
from qa.answering import Answerer
from qa.record_answers.grades import find_judgement
from qa.record_answers.proofs import judgement_span
from qa.records import Answer, Question
from tests.qa.stand_ins import (
    TODAY,
    ListedCollection,
    ask,
    make_paragraph,
    make_report,
    tiny_gazetteer,
)


def texts(answer: Answer) -> list[str]:
    return [sentence.text for sentence in answer.sentences]


def merged_answerer() -> Answerer:
    """An older report with one grade for two areas, and one area not judged."""
    report = make_report("Aldermoor", "2019-03-04")
    areas = ("children in care", "care leavers")
    table = f"{report.id}.table.1"
    merged = Judgement(
        areas[0], "Children in care and care leavers", "good", "merged", areas, 1, table
    )
    unjudged = Judgement("adoption", "Adoption", None, "not judged", ("adoption",), 1, table)
    report = make_report("Aldermoor", "2019-03-04", judgements=(merged, unjudged))
    rows = "Children in care and care leavers\tGood\nAdoption\tNot judged"
    paragraph = make_paragraph(report, "table.1", rows, kind="table")
    collection = ListedCollection([(report, [paragraph])])
    return Answerer(collection, tiny_gazetteer(), today=TODAY)


def test_a_grade_cites_its_row() -> None:
    answer = ask("What grade did Aldermoor get for children in care in 2024?")
    assert texts(answer) == [
        "Aldermoor was graded outstanding for children in care in the ILACS inspection of "
        "13 to 17 May 2024."
    ]
    assert answer.citations[0].quote == "Children in care\tOutstanding"


def test_without_a_year_the_newest_grade_answers_and_older_ones_are_mentioned() -> None:
    answer = ask("What is Aldermoor rated overall?")
    assert texts(answer)[0].startswith("Aldermoor was graded good overall")
    assert len(answer.sentences) == 1
    assert any("1 earlier inspection" in note for note in answer.notes)


@pytest.mark.parametrize(
    ("question", "start"),
    [
        ("Was Aldermoor rated inadequate in 2019?", "Yes: Aldermoor was graded inadequate"),
        ("Was Aldermoor rated inadequate in 2024?", "No: Aldermoor was graded good"),
    ],
)
def test_a_supposed_grade_is_confirmed_or_denied(question: str, start: str) -> None:
    assert texts(ask(question))[0].startswith(start)


def test_a_change_shows_each_inspection_newest_first() -> None:
    grades = [
        text.split(" overall")[0] for text in texts(ask("How has Aldermoor's grade changed?"))
    ]
    assert grades == ["Aldermoor was graded good", "Aldermoor was graded inadequate"]


def test_all_grades_are_given_where_all_are_asked_for() -> None:
    answer = ask("What grades did Aldermoor get in 2024?")
    assert len(answer.sentences) == 5


def test_ever_looks_at_every_inspection() -> None:
    grades = [
        text.split(" overall")[0] for text in texts(ask("Has Aldermoor ever been inadequate?"))
    ]
    assert grades == ["Aldermoor was graded good", "Aldermoor was graded inadequate"]


def test_an_area_without_a_grade_is_said_to_have_none() -> None:
    answer = ask("What grade did Aldermoor get for adoption in 2024?")
    assert answer.status == "no_evidence"
    assert answer.reason is not None
    assert "gives no grade for adoption" in answer.reason


def test_a_merged_grade_is_said_to_be_one() -> None:
    answer = merged_answerer().answer(Question("What grade did Aldermoor get for care leavers?"))
    assert texts(answer)[0].startswith("Aldermoor was graded good for care leavers")
    assert any("children in care and care leavers together" in note for note in answer.notes)


def test_not_judged_is_said() -> None:
    answer = merged_answerer().answer(Question("What grade did Aldermoor get for adoption?"))
    assert "it was not judged" in texts(answer)[0]


def test_the_overall_grade_of_a_part_is_found() -> None:
    area = "services for looked after children: overall effectiveness"
    judgement = Judgement(area, "Overall effectiveness", "good", "judged", (area,), 1, None)
    report = make_report("Aldermoor", "2012-03-05", kind="slac", judgements=(judgement,))
    assert find_judgement(report, "children in care") == judgement
    assert find_judgement(report, "care leavers") is None


def test_lead_inspector_and_dates_come_from_the_title_block() -> None:
    who = ask("Who led the 2024 inspection of Aldermoor?")
    assert texts(who) == ["Bram Oke led the ILACS inspection of 13 to 17 May 2024 in Aldermoor."]
    assert who.citations[0].quote == "Lead inspector: Bram Oke"
    when = ask("When was Aldermoor last inspected?")
    assert texts(when) == ["Aldermoor was inspected from 13 to 17 May 2024."]
    published = ask("When was the 2019 report on Aldermoor published?")
    assert texts(published)[0].endswith("was published on 3 May 2019.")


def test_a_list_counts_over_what_and_proves_it() -> None:
    answer = ask("Which councils are outstanding overall?")
    count, *each = answer.sentences
    assert count.text.startswith("1 of 2 authorities in the collection")
    graded, report = (count.proof or "").split("&")
    assert graded == "/api/judgements?grade=overall+effectiveness%3Doutstanding"
    assert report.startswith("report=fennick-")
    assert [sentence.text.split(":")[0] for sentence in each] == ["Fennick"]


def test_which_are_means_now() -> None:
    answer = ask("Which councils are inadequate overall?")
    assert answer.status == "no_evidence"
    past = ask("Which councils were inadequate overall in 2019?")
    assert "Aldermoor" in texts(past)[1]


def test_a_list_by_an_area() -> None:
    answer = ask("How many authorities are rated outstanding for leadership?")
    assert texts(answer)[0].startswith("1 of 2 authorities")
    assert "outstanding for the impact of leaders" in texts(answer)[1]


def test_reports_are_counted_and_listed() -> None:
    answer = ask("How many times has Aldermoor been inspected?")
    assert texts(answer)[0] == "2 reports are in the collection."
    assert all(sentence.citations or sentence.proof for sentence in answer.sentences)


@pytest.mark.parametrize(
    ("text", "printed", "quote"),
    [
        ("Children in care\tGood\nAdoption\tPoor", "Children in care", "Children in care\tGood"),
        ("Overall effectiveness: not judged.", "Overall effectiveness", None),
        ("The overall judgement is good. More.", "The overall judgement is good.", None),
        ("No such row.", "Adoption", "No such row."),
    ],
)
def test_the_words_that_print_a_judgement_are_found(
    text: str, printed: str, quote: str | None
) -> None:
    span = judgement_span(text, printed)
    found = text[span.start : span.end]
    assert found == quote if quote else printed.rstrip(".") in found


def test_two_facts_asked_for_at_once_are_both_given() -> None:
    answer = ask("When was Aldermoor last inspected and was it inadequate overall?")
    assert answer.status == "answered"
    assert len(answer.sentences) == 2
    assert texts(answer)[0].startswith("Aldermoor was inspected from")
    assert texts(answer)[1].startswith("No: Aldermoor was graded good overall")
    assert all(sentence.citations for sentence in answer.sentences)
    assert len({sentence.group for sentence in answer.sentences}) == 1
