"""Rare words that name one thing with the word behind them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from index import Hit
from qa.records import Question, Understanding
from qa.understanding import understand
from qa.weighing.compounds import has_like, rare_compound
from qa.weighing.evidence import weigh
from tests.qa.stand_ins import TODAY, make_paragraph, make_report, tiny_gazetteer

REPORT = make_report("Aldermoor", "2024-05-13")
GAZETTEER = tiny_gazetteer()
RARE_HERE = {"canoe", "chopping", "llama"}


def understood(question: str) -> Understanding:
    """The understanding, with some words that hardly any paragraph has."""
    understanding = understand(Question(question), GAZETTEER, today=TODAY)
    topics = (
        replace(topic, worth=9.0 if topic.word in RARE_HERE else 3.0)
        for topic in understanding.topics
    )
    return replace(understanding, topics=tuple(topics))


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("Is there a canoe club in Aldermoor?", "canoe club"),
        ("llama therapy in Aldermoor", "llama therapy"),
        ("Do foster carers in Aldermoor keep a llama?", None),
        ("Did chopping help backfire in Aldermoor?", None),
        (
            "Can children in care in Aldermoor tell a canoe trip apart from respite, mentoring, "
            "tutoring, advocacy and holiday schemes?",
            None,
        ),
    ],
)
def test_a_rare_word_names_one_thing_with_the_next(question: str, words: str | None) -> None:
    found = rare_compound(understood(question))
    assert (found.words if found else None) == words


def _near(how: float | None) -> object:
    def nearness(words: str, hit: Hit, spans: Sequence[tuple[int, int]]) -> list[float]:
        return [] if how is None else [how for _ in spans]

    return nearness


@pytest.mark.parametrize(
    ("text", "near", "scores", "expected"),
    [
        ("Children learn to canoe.", 0.1, {"tokens": 0.6}, True),
        ("Children paddle in a kayak club.", 0.7, {"tokens": 0.6}, True),
        ("There is a homework club.", 0.3, {"tokens": 0.6}, False),
        ("There is a homework club.", None, {"tokens": 0.6}, False),
        ("There is a homework club.", None, {"dense": 0.6}, True),
    ],
)
def test_a_paragraph_has_it_or_something_like_it(
    text: str, near: float | None, scores: dict[str, float], expected: bool
) -> None:
    compound = rare_compound(understood("Is there a canoe club in Aldermoor?"))
    assert compound is not None
    hit = Hit(make_paragraph(REPORT, "4", text), REPORT, 1.0, scores)
    assert has_like(compound, hit, _near(near)) is expected  # type: ignore[arg-type]


def test_what_is_like_none_of_it_lacks_it() -> None:
    understanding = understood("Is there a canoe club in Aldermoor?")
    paragraph = make_paragraph(REPORT, "4", "There is a homework club.")
    hit = Hit(paragraph, REPORT, 1.0, {"tokens": 0.9})
    (item,) = weigh([hit], understanding, [], _near(0.2))  # type: ignore[arg-type]
    assert item.missing == "“canoe club”"
    (unknown,) = weigh([hit], understanding, [])
    assert unknown.missing is None
