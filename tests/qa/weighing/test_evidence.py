"""From hits to a verdict: what a paragraph has to carry before it may answer."""

from __future__ import annotations

import pytest

from index import Hit
from qa.records import Question, Understanding
from qa.understanding import understand
from qa.weighing.evidence import (
    Evidence,
    decide,
    names_no_matter,
    weigh,
)
from qa.weighing.scaffolding import is_scaffolding
from tests.qa.stand_ins import TODAY, make_paragraph, make_report, tiny_gazetteer

REPORT = make_report("Aldermoor", "2024-05-13")
GAZETTEER = tiny_gazetteer()


def understood(question: str) -> Understanding:
    return understand(Question(question), GAZETTEER, today=TODAY)


def weighed(question: str, text: str, dense: float = 0.0, **fields: object) -> Evidence:
    understanding = understood(question)
    hit = Hit(make_paragraph(REPORT, "4", text, **fields), REPORT, 1.0, {"dense": dense})
    facts = [period for period in understanding.periods if period.of == "fact"]
    (item,) = weigh([hit], understanding, facts)
    return item


def test_words_or_meaning_let_a_paragraph_answer() -> None:
    question = "How timely are strategy discussions in Aldermoor?"
    assert weighed(question, "Strategy discussions are timely.").may_answer
    assert weighed(question, "Meetings are held on the day.", dense=0.5).may_answer
    assert not weighed(question, "Meetings are held on the day.", dense=0.3).may_answer


def test_the_best_of_a_search_may_be_far_from_the_question() -> None:
    understanding = understood("What do reports on Aldermoor say about keeping bees and goats?")
    text = "Meetings are timely. Plans address what keeps children safe."

    def weighed_at(tokens: float) -> Evidence:
        hit = Hit(make_paragraph(REPORT, "4", text), REPORT, 1.0, {"tokens": tokens})
        (item,) = weigh([hit], understanding, ())
        return item

    assert weighed_at(0.4).is_far
    assert not weighed_at(0.4).may_answer
    assert not weighed_at(0.6).is_far


def test_a_proper_name_has_to_be_there() -> None:
    question = "What does the Lantern panel do in Aldermoor?"
    assert weighed(question, "Another panel does much.", dense=0.9).missing == "“Lantern”"
    assert weighed(question, "The lantern panel meets.").missing is None


def test_a_number_has_to_stand_beside_the_topic() -> None:
    question = "How many complaints were there in Aldermoor?"
    missing = "a number of “complaints”"
    assert weighed(question, "Complaints rose. There were 31 visits.").missing == missing
    assert weighed(question, "There were 31 complaints.").missing is None


def test_a_number_has_to_count_what_is_asked_for() -> None:
    question = "How many foster carers does Aldermoor have?"
    missing = "a number of “foster carers”"
    assert weighed(question, "Foster carers get a letter in 12 weeks.").missing == missing
    assert weighed(question, "An 18-month plan for foster carers is new.").missing == missing
    assert weighed(question, "There are 210 foster carers.").missing is None
    assert weighed(question, "The number of foster carers has risen to 210.").missing is None


def test_a_facts_date_has_to_stand_with_the_number() -> None:
    question = "How many plans were there in Aldermoor at 31 March 2023?"
    assert weighed(question, "At 31st March 23 there were 42 plans.").missing is None
    assert weighed(question, "In March 2022 there were 42 plans.").missing is not None
    assert (
        weighed(question, "Plans of March 2023. There are 42 plans.").missing
        == "a number of “plans”"
    )


def test_a_phrase_has_to_stand_word_for_word() -> None:
    question = 'Who says "no wrong door" in Aldermoor?'
    assert weighed(question, "The door was wrong, no doubt.").missing is not None
    assert weighed(question, "It follows the ‘No wrong door’ model.").missing is None


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"kind": "front"}, True),
        ({"section": "Information about this inspection"}, True),
        ({"section": "What the inspection judgements mean: the local authority"}, True),
        ({"text": "Summary ..... 3"}, True),
        ({"text": "Inspectors considered the local authority’s arrangements for X."}, True),
        ({"text": "This letter summarises the findings of a visit to Fennick."}, True),
        ({"text": "The Local Board is inadequate.", "kind": "table"}, True),
        ({"text": "The Local Board is inadequate.", "kind": "prose"}, False),
        ({"section": "The experiences of children in care"}, False),
    ],
)
def test_what_every_report_says_is_no_finding(fields: dict[str, object], expected: bool) -> None:
    text = str(fields.get("text", "Inspectors looked at files."))
    paragraph = make_paragraph(REPORT, "4", **{**fields, "text": text})  # type: ignore[arg-type]
    assert is_scaffolding(paragraph) is expected


def test_the_verdict_says_what_was_not_found() -> None:
    understanding = understood("Is swimming taught in Aldermoor?")
    verdict = decide(
        [weighed("Is swimming taught in Aldermoor?", "Plans are clear.")], understanding
    )
    assert verdict.status == "no_evidence"
    assert verdict.reason == "No paragraph in scope is about “swimming”, “taught”."
    assert decide([], understanding).reason == "No paragraph in scope has any of these words."


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("How is Aldermoor doing?", True),
        ("Which authorities got better?", True),
        ("How is the MARAC in Aldermoor doing?", False),
        ("How is supervision in Aldermoor?", False),
        ("What is said about young carers?", False),
        ("How are children in care in Aldermoor?", False),
    ],
)
def test_a_question_may_name_no_matter(question: str, expected: bool) -> None:
    assert names_no_matter(understood(question)) is expected


def test_without_a_matter_nearness_of_meaning_answers_nothing() -> None:
    question = "Which authorities got better?"
    verdict = decide([weighed(question, "Things got better.", dense=0.9)], understood(question))
    assert verdict.status == "no_evidence"
    assert "names no matter" in (verdict.reason or "")


def test_words_that_name_a_matter_together_have_to_stand_together() -> None:
    question = "How does Aldermoor support young carers?"
    apart = weighed(question, "Foster carers support young people well.", dense=0.9)
    together = weighed(question, "Young carers are supported well.", dense=0.9)
    assert not apart.may_answer
    assert apart.missing == "“young carers”"
    assert together.may_answer


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Judgement\tGrade\nCare leavers\tGood\nOverall\tRequires improvement to be good", True),
        ("Measure\tNumber\nCare leavers\t210\nFoster carers\t84", False),
        ("Team\tState\nEast\tGood and getting better\nWest\tNew", False),
    ],
)
def test_a_judgement_table_is_no_finding(text: str, expected: bool) -> None:
    assert is_scaffolding(make_paragraph(REPORT, "table.1", text, kind="table")) is expected
