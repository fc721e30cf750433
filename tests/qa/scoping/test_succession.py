"""Whose reports are searched where one authority took over from another."""

from __future__ import annotations

from corpus import OVERALL, Judgement
from qa.answering import Answerer
from qa.records import Answer, Filters, Question
from qa.understanding import make_gazetteer
from tests.qa.stand_ins import (
    TODAY,
    ListedCollection,
    aldermoor_2024,
    fennick_2022,
    make_paragraph,
    make_report,
)
from tests.qa.test_answering_groups import invented_register

OLDFEN = make_report(
    "Oldfen",
    "2017-03-06",
    overall="good",
    judgements=(
        Judgement(OVERALL, "Overall effectiveness", "good", "judged", (OVERALL,), 1, None),
    ),
)
LANTERN = make_paragraph(OLDFEN, "8", "The Lantern house in Oldfen shelters homeless young people.")


def asked(text: str, *, old: bool = True, new: bool = True, **more: object) -> Answer:
    """Fennick took over from Oldfen on 1 April 2021."""
    contents = [aldermoor_2024()]
    contents += [(OLDFEN, [LANTERN])] if old else []
    contents += [fennick_2022()] if new else []
    gazetteer = make_gazetteer(invented_register())
    answerer = Answerer(ListedCollection(contents), gazetteer, today=TODAY)
    return answerer.answer(Question(text, **more))  # type: ignore[arg-type]


def test_times_before_the_change_are_those_of_the_former_authority() -> None:
    answer = asked("What did the 2017 report on Fennick say about homeless young people?")
    assert answer.status == "answered"
    assert answer.understanding.scope.authorities == ("Oldfen",)
    assert answer.notes[0] == (
        "Fennick took over from Oldfen on 1 April 2021: for the time asked about, "
        "reports on Oldfen were searched."
    )


def test_a_successor_without_reports_leaves_the_former_ones() -> None:
    answer = asked("Are homeless young people sheltered in Fennick?", new=False)
    assert answer.status == "partial"
    assert answer.reason == "No report on Fennick is in scope."
    assert [c.report.authority for c in answer.citations] == ["Oldfen"]
    assert "reports on Oldfen were searched too" in answer.notes[0]


def test_where_the_successors_reports_are_silent_the_former_ones_are_asked() -> None:
    answer = asked("Are homeless young people sheltered in Fennick?")
    assert answer.status == "partial"
    assert [c.report.authority for c in answer.citations] == ["Oldfen"]


def test_the_former_authoritys_later_times_are_its_successors() -> None:
    answer = asked("How did inspectors find supervision in Oldfen in 2022?")
    assert answer.understanding.scope.authorities == ("Fennick",)
    assert "Oldfen was replaced by Fennick on 1 April 2021" in answer.notes[0]


def test_the_inspection_before_a_successors_first_is_the_former_ones_last() -> None:
    answer = asked("When was the inspection of Fennick before that?", new=False)
    assert [c.report.id for c in answer.citations] == [OLDFEN.id]


def test_own_reports_that_answer_stay_alone_and_filters_mean_what_they_say() -> None:
    answer = asked("Is supervision regular in Fennick?")
    assert answer.understanding.scope.authorities == ("Fennick",)
    assert "ask about that for earlier reports" in answer.notes[0]
    filtered = asked("homeless young people?", new=False, filters=Filters(("Fennick",)))
    assert filtered.status == "no_evidence"


def test_an_authority_that_is_gone_is_not_counted_among_those_that_are() -> None:
    now = asked("Which councils are good?")
    assert now.sentences[0].text.startswith("1 of 2 authorities")
    assert now.notes == ("Not counted, because others have taken over: Oldfen.",)
    then = asked("Which councils were graded good before 2020?")
    assert then.sentences[0].text.startswith("1 of 1 authority")
