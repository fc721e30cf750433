"""Answers to questions about groups of authorities, over an invented register."""

from __future__ import annotations

from datetime import date

from corpus import Authorities, Authority, AuthorityGroup, Succession
from qa.answering import Answerer
from qa.records import Answer, Question
from qa.showing.answer_json import answer_to_json
from qa.understanding import make_gazetteer
from tests.qa.stand_ins import (
    TODAY,
    ListedCollection,
    aldermoor_2019,
    aldermoor_2024,
    fennick_2022,
)

_NAMES = ("Aldermoor", "Fennick", "Penmarsh", "Oldfen")


def _authority(name: str) -> Authority:
    neighbours = tuple(other for other in _NAMES[:3] if other != name)
    return Authority(name, None, name, None, "Northlands", "N", "County", None, (), neighbours)


def invented_register() -> Authorities:
    """Four authorities of one region, one of another; Oldfen was replaced by Fennick in 2021."""
    groups = [
        ("Northlands", AuthorityGroup("Northlands", "region", _NAMES)),
        ("Southlands", AuthorityGroup("Southlands", "region", ("Tarn",))),
    ]
    return Authorities(
        [_authority(name) for name in (*_NAMES, "Tarn")],
        [Succession("Oldfen", "Fennick", date(2021, 4, 1))],
        groups=groups,
    )


def asked(text: str, **more: object) -> Answer:
    collection = ListedCollection([aldermoor_2019(), aldermoor_2024(), fennick_2022()])
    answerer = Answerer(collection, make_gazetteer(invented_register()), today=TODAY)
    return answerer.answer(Question(text, **more))  # type: ignore[arg-type]


def test_a_group_is_searched_as_one_and_spread_over_its_reports() -> None:
    answer = asked("What is said about private fostering in Northlands?")
    assert answer.status == "answered"
    assert {c.report.authority for c in answer.citations} == {"Aldermoor", "Fennick"}
    assert answer.reason is None  # nobody is told of Penmarsh


def test_a_group_is_shown_with_its_members() -> None:
    answer = asked("Which Northlands councils are outstanding?")
    understood = answer_to_json(answer)["understood"]
    assert understood["groups"] == ["Northlands"]
    assert understood["authorities"] == list(_NAMES)
    assert "2 authorities in the collection among Northlands" in answer.sentences[0].text
    assert answer.sentences[1].text.startswith("Fennick")


def test_how_a_group_is_doing_is_a_count_of_its_grades() -> None:
    answer = asked("How are the Northlands councils doing?")
    assert answer.sentences[0].text == (
        "Of 2 reports on Northlands (4 authorities): 1 outstanding and 1 good overall."
    )
    assert len(answer.sentences) == 3


def test_movers_and_neighbours_are_counted_within_the_group() -> None:
    movers = asked("How many in Northlands got better?")
    assert movers.sentences[0].text.startswith("1 of 1 authorities")
    neighbours = asked("Which statistical neighbours of Fennick are good?")
    assert [s.text.split(":")[0] for s in neighbours.sentences[1:]] == ["Aldermoor"]


def test_a_group_without_reports_is_named_in_the_reason() -> None:
    answer = asked("What is said about fostering in Northlands in 2010 inspections?")
    assert answer.status == "no_evidence"
    assert answer.reason is not None
    assert "Northlands (4 authorities)" in answer.reason


def test_groups_that_stand_beside_one_another_are_counted_apart() -> None:
    answer = asked("Are more councils outstanding in Northlands or in Southlands?")
    assert [sentence.text for sentence in answer.sentences[1:3]] == [
        "Northlands: 1 of 2 is graded outstanding overall.",
        "Southlands: 0 of 0 are graded outstanding overall.",
    ]


def test_a_council_beside_its_neighbours_is_compared_by_newest_grades() -> None:
    answer = asked("How is Fennick doing compared with its neighbours?")
    assert answer.sentences[0].text.startswith("Of 2 reports on Fennick and statistical neighbours")
    assert {c.report.authority for c in answer.citations} == {"Aldermoor", "Fennick"}


def test_how_a_group_has_changed_is_whose_grades_moved() -> None:
    answer = asked("How have Northlands councils changed?")
    assert answer.sentences[0].text.startswith("1 of 1 authorities")
    assert answer.sentences[1].text.startswith("Aldermoor: from inadequate overall")


def test_who_belongs_to_a_group_is_told_by_the_register() -> None:
    answer = asked("Which councils are in Northlands?")
    assert [sentence.text for sentence in answer.sentences] == [
        "Northlands: 3 authorities in the register. The collection holds reports on 2: Aldermoor "
        "and Fennick. It holds none on Penmarsh. Formerly also Oldfen."
    ]
    reports = asked("Which inspection reports are there on Northlands?")
    assert reports.sentences[0].text == "3 reports on 2 authorities are in the collection."
