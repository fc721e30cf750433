"""What a question wants beside its words, and whether words have it."""

from __future__ import annotations

import pytest

from qa.weighing.wanted import has_wanted, what_is_wanted


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
