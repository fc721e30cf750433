"""Places in questions: names, short names, slips, English words, and places elsewhere."""

from __future__ import annotations

import pytest

from corpus import load_authorities
from qa.understanding.places import PlaceMention, find_places, make_gazetteer
from tests.qa.stand_ins import tiny_gazetteer

GAZETTEER = tiny_gazetteer()


def places(text: str) -> list[PlaceMention]:
    return find_places(text, GAZETTEER)


def authorities(text: str) -> list[str]:
    return [place.authorities[0] for place in places(text) if len(place.authorities) == 1]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("How is Leeds doing?", ["Leeds"]),
        ("What about RBKC's care leavers?", ["Kensington and Chelsea"]),
        ("Kensington & Chelsea in 2012", ["Kensington and Chelsea"]),
        ("how many did K&C have", ["Kensington and Chelsea"]),
        ("Bucks and Hull", ["Buckinghamshire", "Kingston upon Hull"]),
        ("the MARVE panel in Kingston", ["Kingston upon Thames"]),
        ("Kingston upon Hull's leaders", ["Kingston upon Hull"]),
        ("is Stoke-on-Trent better than Stoke?", ["Stoke-on-Trent", "Stoke-on-Trent"]),
        ("barnsley 2023 - grade?", ["Barnsley"]),
        ("Tower Hamlets' overall grade", ["Tower Hamlets"]),
        ("care in North East Lincolnshire", ["North East Lincolnshire"]),
        ("St Helens or St. Helens", ["St Helens", "St Helens"]),
        ("What does Aldermoor do?", ["Aldermoor"]),
    ],
)
def test_names_and_short_names_are_found(text: str, expected: list[str]) -> None:
    assert authorities(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Reading's care leavers", ["Reading"]),
        ("Is Reading improving?", ["Reading"]),
        ("Reading: what needs to improve?", ["Reading"]),
        ("How good is leadership in Bury?", ["Bury"]),
        ("what needs to improve in bury?", ["Bury"]),
        ("reading borough council 2019", ["Reading"]),
        ("Reading support for children in care", []),
        ("do they help with reading?", []),
        ("how is progress in reading and maths?", []),
        ("Do managers bury bad news in Leeds?", ["Leeds"]),
        ("a bath and a bed", []),
        ("children from New York", []),
        ("What did Staffordshire Police do in Stoke?", ["Stoke-on-Trent"]),
        ("Sutton Coldfield", []),
    ],
)
def test_english_words_and_other_bodies_are_no_places(text: str, expected: list[str]) -> None:
    assert authorities(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("How is Barnsely doing?", "Barnsley"),
        ("care leavers in Buckinghamshrie", "Buckinghamshire"),
        ("What about Kensigton and Chelsea?", "Kensington and Chelsea"),
        ("what needs to improve in barnsly?", "Barnsley"),
        ("Is Rochdele better?", "Rochdale"),
    ],
)
def test_small_slips_are_forgiven(text: str, expected: str) -> None:
    (place,) = places(text)
    assert place.authorities == (expected,)
    assert place.how == "slip"


@pytest.mark.parametrize(
    "text",
    [
        "Which children wait for CAMHS?",
        "What do leaders need to survey?",
        "How narrow is the offer for dealing with neglect?",
        "Are children leading their own reviews and having a say?",
        "Who leads the service today?",
        "Survey results and Leads in the service",
        "How are reviews chaired and homes found for older children?",
        "What is a good enough garden?",
        "What is said of staff turnover?",
        "Is there training for staff?",
        "the backing of leaders, and waiting lists for eating disorders",
    ],
)
def test_ordinary_words_are_no_slips(text: str) -> None:
    assert places(text) == []


@pytest.mark.parametrize(
    ("text", "choices"),
    [
        ("care in Sussex", ("East Sussex", "West Sussex")),
        ("How is Cheshire doing?", ("Cheshire East", "Cheshire West and Chester")),
        ("Tyneside care leavers", ("North Tyneside", "South Tyneside")),
    ],
)
def test_a_shared_short_name_gives_choices(text: str, choices: tuple[str, ...]) -> None:
    assert places(text)[0].authorities == choices


def test_bare_kingston_is_the_usual_one_and_marked_so() -> None:
    (place,) = places("care leavers in Kingston")
    assert place.how == "usual"


@pytest.mark.parametrize(
    ("text", "place", "area"),
    [
        ("children's services in Cardiff", "Cardiff", "Wales"),
        ("How was Guildford rated?", "Guildford", "Surrey"),
        ("What grade did Edinburgh get?", "Edinburgh", "Scotland"),
        ("Newcastle-under-Lyme", "Newcastle-under-Lyme", "Staffordshire"),
        ("what about cardiff", "Cardiff", "Wales"),
    ],
)
def test_places_elsewhere_are_known_with_where_they_lie(text: str, place: str, area: str) -> None:
    (found,) = places(text)
    assert (found.elsewhere, found.area, found.authorities) == (place, area, ())


def test_ordinary_words_are_no_places_elsewhere() -> None:
    assert places("They deal with wells and play rugby") == []


def test_mentions_are_where_the_name_stands() -> None:
    text = "Is RBKC's offer good?"
    (place,) = places(text)
    assert text[place.mention.start : place.mention.end] == "RBKC's"
    assert place.printed == "RBKC"


def test_an_unlisted_authority_of_two_places_is_known_by_either() -> None:
    gazetteer = make_gazetteer(load_authorities(), ["Fernholt and Penmarsh"])
    for text in ("care in Fernholt", "care in Penmarsh", "care in Fernholt and Penmarsh"):
        (place,) = find_places(text, gazetteer)
        assert place.authorities == ("Fernholt and Penmarsh",)
