"""The whole understanding: scope, names, expansions, notes."""

from __future__ import annotations

import pytest

from qa.records import Filters, Question, Understanding
from qa.understanding import understand
from qa.understanding.expansions import expand
from qa.understanding.names import find_names
from tests.qa.stand_ins import TODAY, tiny_gazetteer

GAZETTEER = tiny_gazetteer()


def understood(text: str, **more: object) -> Understanding:
    question = Question(text, **more)  # type: ignore[arg-type]
    return understand(question, GAZETTEER, today=TODAY)


def test_former_councils_name_their_successors() -> None:
    (note,) = understood("How was Cumbria rated?").notes
    assert "Cumberland and Westmorland and Furness" in note
    (note,) = understood("How was Cumberland rated?").notes
    assert "Cumbria" in note


def test_slips_and_usual_readings_are_noted() -> None:
    assert understood("How is Barnsely?").notes == ("“Barnsely” was read as Barnsley.",)
    assert "not Kingston upon Hull" in understood("How is Kingston?").notes[0]


def test_who_is_asked_about_is_not_searched_for_across_authorities() -> None:
    words = understood("Which councils did inspectors criticise for damp homes?").words
    assert words == "Which did criticise for damp homes?"
    one = understood("What did inspectors say of damp homes in Leeds?").words
    assert "inspectors" in one


def test_latest_is_true_only_if_asked() -> None:
    assert understood("the latest inspection of Leeds").scope.latest_only
    assert not understood("What changed since the last inspection of Leeds?").scope.latest_only
    assert not understood("How is Leeds?").scope.latest_only


def test_a_councils_own_words() -> None:
    assert understood("How many plans in Leeds?").own_words == "allowed"
    assert understood("What did inspectors say in Leeds?").own_words == "left out"
    own = understood("Only the self-assessment, not Ofsted: what does Leeds offer?")
    assert own.own_words == "only"


def test_filters_override_and_ignored_parts_are_gone() -> None:
    filters = Filters(authorities=("Bury",), kinds=("sif",))
    found = understood("the ILACS of Leeds in 2019", filters=filters)
    assert found.scope.authorities == ("Bury",)
    assert found.scope.kinds == ("sif",)
    bare = understood(
        "the ILACS of Leeds in 2019",
        ignore=frozenset({"authorities", "kinds", "since", "until"}),
    )
    assert (bare.scope.authorities, bare.scope.kinds, bare.scope.since) == ((), (), None)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Does Leeds support UASC?", {"UASC": "unaccompanied asylum-seeking children"}),
        ("how many CiN", {"CiN": "children in need"}),
        ("the IROs", {"IRO": "independent reviewing officer"}),
        ("what do the cops do", {"cops": "police"}),
        ("send them a letter", {}),
        ("a pep talk", {}),
    ],
)
def test_acronyms_and_everyday_words_are_bridged(text: str, expected: dict[str, str]) -> None:
    assert {word: meant[0] for word, meant in expand(text)} == expected


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("What's the MARVE panel?", ("MARVE",)),
        ("What impact did Grenfell have?", ("Grenfell",)),
        ("What is Time2Spend?", ("Time2Spend",)),
        ("the Lantern House scheme", ("Lantern House",)),
        ("What did Ofsted say in December?", ()),
        ("Is the LADO good?", ()),
        ("What Needs To Improve For Care Leavers", ()),
        ("Supervision is good. However it varies.", ()),
    ],
)
def test_proper_names_are_found(text: str, names: tuple[str, ...]) -> None:
    assert find_names(text) == names


@pytest.mark.parametrize(
    ("text", "polarity"),
    [
        ("Which emergency teams were found lacking?", "criticism"),
        ("Which councils weren't keeping track of visits?", "criticism"),
        ("What was wrong with their data?", "criticism"),
        ("What needed to improve at the front door?", "criticism"),
        ("Do young people there feel second best?", None),
        ("Which councils were criticised for bed and breakfast?", "criticism"),
        ("What was praised?", "praise"),
        ("What are the strengths and weaknesses?", None),
        ("How are care leavers housed?", None),
    ],
)
def test_polarity(text: str, polarity: str | None) -> None:
    assert understood(text).polarity == polarity


def test_a_phrase_in_quotation_marks_is_kept() -> None:
    assert understood('Who says "no wrong door"?').phrase == "no wrong door"
    assert understood("What is the 'At Home' scheme?").phrase == "At Home"
    assert understood("What are the leaders' plans for the carers' breaks?").phrase is None
