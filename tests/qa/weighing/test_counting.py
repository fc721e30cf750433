"""What "how many" counts, and which numbers count it."""

from __future__ import annotations

import pytest

from qa.records import Question, Understanding
from qa.understanding import understand
from qa.weighing.counting import counts, what_is_counted
from tests.qa.stand_ins import TODAY, tiny_gazetteer

GAZETTEER = tiny_gazetteer()


def understood(question: str) -> Understanding:
    return understand(Question(question), GAZETTEER, today=TODAY)


@pytest.mark.parametrize(
    ("question", "noun"),
    [
        ("How many foster carers does Aldermoor have?", "foster carers"),
        ("how many looked after kids did Aldermoor have?", "looked after kids"),
        ("How many of Aldermoor's children in care go missing?", "children"),
        ("How many social workers quit in Aldermoor?", "social workers"),
        ("How many contacts and referrals did Aldermoor get?", "contacts and referrals"),
        ("Are there many in Aldermoor?", None),
    ],
)
def test_what_how_many_counts(question: str, noun: str | None) -> None:
    counted = what_is_counted(understood(question))
    assert (counted.noun if counted else None) == noun


CARERS = "How many foster carers does Aldermoor have?"
IN_CARE = "How many children are in care in Aldermoor?"
LEAVERS = "How many care leavers does Aldermoor have?"
LEFT = "How many social workers left Aldermoor?"
ADOPTED = "How many children were adopted in Aldermoor?"
HOMES = "How many children's homes does Aldermoor run?"
UASC = "How many UASC does Aldermoor have?"
CHILDREN = "How many children live in Aldermoor?"


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        (CARERS, "There are 210 foster carers."),
        (CARERS, "Aldermoor has 150 fostering households, most of them for short stays."),
        (CARERS, "The number of foster carers has risen from 190 to 210."),
        (CARERS, "Foster carers, currently 210, are paid by level."),
        (IN_CARE, "At 31 March 2017, 343 children were being looked after (a rate of 51)."),
        (IN_CARE, "In March there were 231 children and young people looked after."),
        (IN_CARE, "At that time there were 134 looked after children."),
        (IN_CARE, "The number of children in care has fallen to 96."),
        (LEAVERS, "The team works with 136 care leavers."),
        (LEAVERS, "Staff are in touch with 98% of their 169 current care leavers."),
        (LEFT, "In one year 14 social workers have left."),
        (LEFT, "A third of the social workers left within a year."),
        (ADOPTED, "Only five children have been adopted."),
        (ADOPTED, "No children have been adopted since spring."),
        (HOMES, "Thirty-one children’s homes are run by charities."),
        (CARERS, "The 23 foster carers in the city are visited."),
        (HOMES, "The local authority operates five children’s homes."),
        (UASC, "• 25 children are unaccompanied asylum-seeking children."),
        (CHILDREN, "About 59,000 children under the age of 18 years live in Aldermoor."),
    ],
)
def test_a_number_counts_what_is_asked_for(question: str, sentence: str) -> None:
    counted = what_is_counted(understood(question))
    assert counted is not None
    assert counts(sentence, counted)


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        (CARERS, "Inspectors met 12 foster carers."),
        (CARERS, "There are 10 private fostering arrangements."),
        (CARERS, "There are 78 children who live with foster carers."),
        (CARERS, "Young people may stay with foster carers after 18."),
        (CARERS, "It has recruited four additional foster carers."),
        (CARERS, "Of those asked, 27 carers responded to the fostering survey."),
        (CARERS, "Orders were made to foster carers and six to relatives."),
        (IN_CARE, "There were 192 episodes of 44 children who went missing."),
        (IN_CARE, "The three children in care whom we spoke to are happy."),
        (IN_CARE, "In the year 265 children ceased to be looked after."),
        (LEAVERS, "A total of nine care leavers are supported at college."),
        (LEAVERS, "Eight care leavers undertake apprenticeships."),
        (LEAVERS, "Seven in ten have a pathway plan, care leavers say."),
        (LEAVERS, "In March 2019 care leavers moved to a new building."),
        (LEFT, "Last year 23 children left care; social workers know them."),
        (LEFT, "There are 31 social workers."),
        (ADOPTED, "Twelve adopters were approved and no child was harmed."),
        (HOMES, "There are 57 who live in children’s homes."),
        (UASC, "There are 343 children in care."),
        (CHILDREN, "There are 96 children in care, some of whom live in Aldermoor."),
    ],
)
def test_a_number_counts_something_else(question: str, sentence: str) -> None:
    counted = what_is_counted(understood(question))
    assert counted is not None
    assert not counts(sentence, counted)


def test_what_is_said_may_stand_in_the_sentence_before() -> None:
    counted = what_is_counted(understood("How many houses for care leavers has Aldermoor?"))
    assert counted is not None
    assert counts("The council owns 21 houses.", counted, "Care leavers live well.")
    assert not counts("The council owns 21 houses.", counted, "Staff live well.")
