"""Groups of authorities: regions, kinds of council, neighbours, and what is left out."""

from __future__ import annotations

import pytest

from corpus import load_authorities
from qa.records import Filters, Question, Turn, Understanding
from qa.understanding import understand
from tests.qa.stand_ins import TODAY, tiny_gazetteer

GAZETTEER = tiny_gazetteer()


def understood(text: str, **more: object) -> Understanding:
    question = Question(text, **more)  # type: ignore[arg-type]
    return understand(question, GAZETTEER, today=TODAY)


def names(text: str) -> list[str]:
    return [group.name for group in understood(text).groups]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Which London boroughs are outstanding?", "London boroughs"),
        ("how many in the north-west got worse?", "North West"),
        ("caseloads in the North East of England", "North East"),
        ("Are any Yorkshire councils inadequate?", "Yorkshire and the Humber"),
        ("What do unitaries do for young carers?", "unitary authorities"),
        ("which county council is outstanding?", "county councils"),
        ("Which metropolitan boroughs use Mockingbird?", "metropolitan districts"),
        ("Which councils in Greater Manchester are good?", "Greater Manchester"),
        ("statistical neighbours of Leeds", "statistical neighbours of Leeds"),
        ("Which of Leeds's neighbours got better?", "statistical neighbours of Leeds"),
        ("Which councils like Leeds are good?", "statistical neighbours of Leeds"),
        ("How is fostering in councils similar to Leeds?", "statistical neighbours of Leeds"),
    ],
)
def test_groups_are_found_by_what_they_are_called(text: str, expected: str) -> None:
    found = understood(text)
    assert [group.name for group in found.groups] == [expected]
    assert set(found.scope.authorities) == set(found.groups[0].authorities)
    assert found.sides == ()


@pytest.mark.parametrize(
    "text",
    [
        "care leavers in North Somerset",
        "How good is East Riding of Yorkshire?",
        "the London Borough of Camden",
        "the City of London in 2020",
        "the Pan London Safeguarding Board in Camden",
        "What did West Midlands Police do in Dudley?",
        "Do children travel across county lines?",
        "children placed outside London",
        "children placed in other counties",
        "in the north east of Leeds",
        "Is the rate in Leeds higher than its statistical neighbours?",
        "What did Kent County Council say?",
        "the Mayor of London",
        "How are care leavers housed in Camden, London?",
        "Leeds (West Yorkshire) and its schools",
        "Kingston in London",
    ],
)
def test_names_of_authorities_and_other_bodies_are_no_groups(text: str) -> None:
    assert names(text) == []


def test_groups_of_one_sort_unite_and_others_narrow() -> None:
    both = understood("Which councils in the North East and the North West are good?")
    assert {"Sunderland", "Oldham"} <= set(both.scope.authorities)
    narrowed = understood("Which unitaries in the South West are good?").scope.authorities
    assert "Torbay" in narrowed
    assert not {"Devon", "Luton"} & set(narrowed)


def test_neighbours_are_the_registers_and_not_the_authority_itself() -> None:
    leeds = load_authorities().get("Leeds")
    assert leeds is not None
    found = understood("How are care leavers housed by statistical neighbours of Leeds?")
    assert found.scope.authorities == leeds.neighbours
    assert "housed" in found.words
    assert "neighbours" not in found.words
    both = understood("How are Leeds and its statistical neighbours graded?")
    assert both.scope.authorities[0] == "Leeds"
    assert both.record is not None


def test_what_is_left_out_is_not_searched() -> None:
    for text in ("Which councils outside London are good?", "all councils except London boroughs"):
        found = understood(text)
        assert "Camden" not in found.scope.authorities
        assert {"Leeds", "Aldermoor"} <= set(found.scope.authorities)
        assert "without London" in found.groups[0].name
    some = understood("Which London boroughs apart from Camden and Brent are good?")
    assert {"Camden", "Brent", "Leeds"}.isdisjoint(some.scope.authorities)
    assert "Barnet" in some.scope.authorities


def test_parts_of_london_are_all_of_london_and_that_is_said() -> None:
    found = understood("Which inner London boroughs are good?")
    assert found.groups[0].name == "London boroughs"
    assert "inner London" in found.notes[0]


def test_groups_can_be_taken_off_and_filters_replace_them() -> None:
    for part in ("groups", "authorities"):
        bare = understood("Which London boroughs are good?", ignore=frozenset({part}))
        assert (bare.groups, bare.scope.authorities) == ((), ())
    filtered = understood("Which London boroughs are good?", filters=Filters(("Leeds",)))
    assert (filtered.groups, filtered.scope.authorities) == ((), ("Leeds",))


def test_records_are_asked_of_a_group() -> None:
    wanted = {
        "Which London boroughs are outstanding?": "authorities",
        "How many in the North East got worse?": "movers",
        "Who in Yorkshire is inadequate?": "authorities",
        "What grades do London boroughs have?": "grade",
    }
    for text, expected in wanted.items():
        record = understood(text).record
        assert record is not None, text
        assert record.wanted == expected, text


def test_a_follow_up_takes_another_group_or_place() -> None:
    def after(text: str, first: str) -> Understanding:
        return understood(text, history=(Turn("user", first),))

    london = after("and in London?", "Which councils are inadequate?")
    assert london.record is not None
    assert london.record.wanted == "authorities"
    assert london.scope.grades == ("inadequate",)
    hull = after("and in Hull?", "Which London boroughs are inadequate?")
    assert hull.groups == ()
    assert hull.record is not None
    assert hull.record.supposed == ("inadequate",)
    good = after("and good?", "Which London boroughs are outstanding?")
    assert good.scope.grades == ("good",)
    assert "groups" in good.from_history


def test_a_region_that_says_where_a_place_is_is_no_word_to_look_for() -> None:
    found = understood("Are care leavers housed in Leeds, West Yorkshire?")
    assert found.scope.authorities == ("Leeds",)
    assert found.names == ()
    assert "Yorkshire" not in found.words


def test_regions_stand_beside_one_another_where_regions_are_asked_about() -> None:
    found = understood("Which region has the most outstanding councils?")
    assert len(found.groups) == 9
    assert found.record is not None
    assert found.record.wanted == "authorities"
    rest = understood("How do London boroughs compare with the rest of England?")
    assert [group.name for group in rest.groups] == ["London boroughs", "the rest of England"]
    assert not set(rest.groups[0].authorities) & set(rest.groups[1].authorities)


def test_geography_that_the_register_does_not_hold_is_said() -> None:
    notes = understood("Which boroughs near Camden are good?").notes
    assert "The register does not tell who lies near whom." in notes
