"""Which evidence is quoted, and which does not suit the question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from index import Hit
from qa.composing.choosing import choose
from qa.composing.quoting import Quoting
from qa.records import Question, Turn
from qa.understanding import understand
from qa.weighing.evidence import Evidence
from qa.weighing.likelihood import Signs
from tests.qa.stand_ins import (
    TODAY,
    make_paragraph,
    make_report,
    tiny_collection,
    tiny_gazetteer,
)

GAZETTEER = tiny_gazetteer()
OLD = make_report("Aldermoor", "2019-03-04")
NEW = make_report("Aldermoor", "2024-05-13")
OTHER = make_report("Fennick", "2022-09-05")


@dataclass(frozen=True, slots=True)
class Found:
    """A paragraph that a search found, and how likely it is to answer."""

    text: str
    likelihood: float
    report: object = NEW
    carried: float = 1.0


def quoted(question: str, found: Sequence[Found], *earlier: str) -> list[str]:
    history = tuple(Turn("user", text) for text in earlier)
    understanding = understand(Question(question, history), GAZETTEER, today=TODAY)
    evidence = []
    for number, one in enumerate(found, 1):
        paragraph = make_paragraph(one.report, str(number), one.text)  # type: ignore[arg-type]
        hit = Hit(paragraph, one.report, 1.0, {})  # type: ignore[arg-type]
        search = hit.report.id if understanding.compares and understanding.sides else None
        signs = Signs(met=0.5, carried=one.carried, beside=1.0)
        evidence.append(Evidence(hit, search, signs, one.likelihood, 0.2))
    quoting = Quoting(understanding, tiny_collection())
    return [item.hit.paragraph.text for item in choose(evidence, understanding, quoting, None)]


def test_beside_the_likeliest_stands_only_what_is_nearly_as_likely() -> None:
    found = [Found("Buses are late.", 0.8), Found("Buses run.", 0.75), Found("A bus.", 0.6)]
    assert quoted("Are buses late in Aldermoor?", found) == ["Buses are late.", "Buses run."]


def test_a_report_says_a_sentence_once() -> None:
    again = "Buses are late. That is known."
    found = [Found("Buses are late.", 0.8), Found(again, 0.8), Found("Buses are slow.", 0.79)]
    assert again not in quoted("Are buses late in Aldermoor?", found)


def test_a_side_that_hardly_answers_is_left_out() -> None:
    question = "Have buses in Aldermoor changed between 2019 and 2024?"
    found = [Found("Buses are late.", 0.9), Found("Trains.", 0.4, OLD)]
    assert quoted(question, found) == ["Buses are late."]
    found = [Found("Buses are late.", 0.9), Found("Buses are slow.", 0.5, OLD)]
    assert len(quoted(question, found)) == 2


def test_an_example_has_to_carry_something_of_the_question() -> None:
    found = [
        Found("Buses are late.", 0.8, NEW),
        Found("Schemes run.", 0.7, OTHER, carried=0.1),
        Found("Buses are slow.", 0.45, OTHER, carried=0.3),
    ]
    assert quoted("What is said about buses?", found) == ["Buses are late."]


def test_a_counter_example_is_no_example() -> None:
    found = [Found("Buses are not free.", 0.9), Found("Buses are free.", 0.9, OTHER)]
    assert quoted("Which councils make buses free?", found) == ["Buses are free."]
    assert len(quoted("Which councils have lost their free buses?", found)) == 2
    assert quoted("Which councils make buses free?", found[:1]) == ["Buses are not free."]


def test_a_number_of_something_narrower_is_left_out() -> None:
    narrow = "Ten buses are now in the yard of the old mill awaiting repair by a firm from Hull."
    found = [Found(narrow, 0.9), Found("There are 40 buses.", 0.85)]
    assert quoted("How many buses are there in Aldermoor?", found) == ["There are 40 buses."]


def test_a_follow_up_is_answered_by_its_own_matter() -> None:
    found = [Found("Buses are many.", 0.9), Found("Buses for swimmers are few.", 0.85)]
    answer = quoted("and the swimmers, how do they fare?", found, "Are there buses in Aldermoor?")
    assert answer == ["Buses for swimmers are few."]
