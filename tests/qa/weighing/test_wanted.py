"""What a question wants beside its words, and whether words have it."""

from __future__ import annotations

import pytest

from qa.weighing.wanted import around_numbers, has_wanted, what_is_counted, what_is_wanted


@pytest.mark.parametrize(
    ("question", "want"),
    [
        ("How many children were in care?", "number"),
        ("What share of social workers was agency?", "share"),
        ("What percentage of care leavers is in work?", "share"),
        ("By how much did waits fall?", "number"),
        ("How much did the council spend?", "money"),
        ("What weekly fostering allowance is paid?", "money"),
        ("Who is the director of children's services?", "person"),
        ("What's the name of the lead member?", "person"),
        ("Who looks after the children?", None),
        ("Have children a say in what the council spends money on?", None),
        ("How good is supervision?", None),
    ],
)
def test_a_question_may_want_more_than_words(question: str, want: str | None) -> None:
    assert what_is_wanted(question) == want


@pytest.mark.parametrize(
    ("text", "want", "has"),
    [
        ("There were 56 of them.", "number", True),
        ("Only half were seen.", "number", True),
        ("Thirty-one hubs are open, and sixteen are planned.", "number", True),
        ("Ninety were seen.", "number", True),
        ("Forums are run by canteen staff.", "number", False),
        ("The visit was in March 2024.", "number", False),
        ("Waits are long.", "number", False),
        ("A section 11 audit was made.", "number", False),
        ("Few were seen.", "number", False),
        ("Homeless 16- and 17-year-olds are seen.", "number", False),
        ("Children under the age of one come into care.", "number", False),
        ("For the last three years absence was high.", "number", False),
        ("Visits are made within 10 working days.", "number", False),
        ("In all, 6% left.", "share", True),
        ("Nine in ten were seen.", "share", True),
        ("A third of them left.", "share", True),
        ("Care leavers over 21 are supported.", "share", False),
        ("They paid £150.", "money", True),
        ("They paid 150.", "money", False),
        ("Ms Fern is the director.", "person", True),
        ("Ada Quill is the director.", "person", True),
        ("The Director of Children's Services left.", "person", False),
    ],
)
def test_what_is_wanted_is_seen(text: str, want: str, has: bool) -> None:
    assert has_wanted(text, want) is has  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("question", "counted"),
    [
        ("How many foster carers does Fennick have?", "foster carers"),
        ("how many looked after kids did it have?", "looked after kids"),
        ("How many of its children in care go missing?", "children"),
        ("Are there many?", None),
    ],
)
def test_what_how_many_counts(question: str, counted: str | None) -> None:
    assert what_is_counted(question) == counted


def test_what_a_number_counts_stands_around_it() -> None:
    waited = "In 2019 all 31 carers met 12 weeks later."
    assert around_numbers(waited, "carers") == ["In all 31 carers met later."]
    assert around_numbers(waited, "weeks")[-1] == "31 carers met 12 weeks later."
    of_carers = "The number of carers has, at long last, risen to 31."
    assert around_numbers(of_carers, "carers")[0].startswith("The number of carers")
