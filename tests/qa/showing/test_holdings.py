"""What a collection holds, and the questions made from it: each of them is answered."""

from __future__ import annotations

import pytest

from qa.answering import Answerer
from qa.records import Question
from qa.showing.holdings import MOST_EXAMPLES, example_questions, holdings_of
from tests.qa.stand_ins import ListedCollection, aldermoor_own_words, tiny_collection


def test_counts_of_what_is_there() -> None:
    held = holdings_of(tiny_collection().reports())
    assert held.reports == 4
    assert held.authorities == (("Aldermoor", 3), ("Fennick", 1))
    assert held.kinds == (("ilacs", 3), ("self-assessment", 1))
    assert held.grades == (("outstanding", 1), ("good", 1), ("inadequate", 1))
    assert held.first is not None
    assert held.last is not None
    assert (held.first.year, held.last.year) == (2019, 2024)


def test_an_empty_collection_holds_nothing_and_offers_nothing() -> None:
    empty = ListedCollection([])
    assert holdings_of(empty.reports()).first is None
    assert example_questions(empty) == []
    assert example_questions(ListedCollection([aldermoor_own_words()])) == []


def test_examples_are_made_from_what_is_there() -> None:
    examples = example_questions(tiny_collection())
    assert len(examples) == len(set(examples)) <= MOST_EXAMPLES
    assert "How has Aldermoor changed since its last inspection?" in examples


@pytest.mark.slow
def test_every_example_of_the_sample_is_answered(sample_answerer: Answerer) -> None:
    examples = example_questions(sample_answerer.collection)
    statuses = {q: sample_answerer.answer(Question(q)).status for q in examples}
    assert set(statuses.values()) <= {"answered", "partial"}, statuses
