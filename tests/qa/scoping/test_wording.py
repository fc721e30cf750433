"""The question's words beside the collection's."""

from __future__ import annotations

from qa.records import Question
from qa.scoping.wording import beside_collection
from qa.understanding import understand
from tests.qa.stand_ins import TODAY, ListedCollection, tiny_gazetteer

RARITY = {"school": 2.5, "virtual": 3.8, "elect": 4.0}


class Rarities(ListedCollection):
    """A collection that knows a few words."""

    def rarity(self, words: str) -> float:
        return max(RARITY.get(word, 9.0) for word in words.split())


def topics_of(question: str) -> dict[str, float]:
    understanding = understand(Question(question), tiny_gazetteer(), today=TODAY)
    read = beside_collection(understanding, Rarities([]))
    return {topic.word: topic.worth for topic in read.topics}


def test_a_slip_is_as_rare_as_what_was_meant() -> None:
    assert topics_of("How is the virtaul school?") == {"virtaul": 3.8, "school": 2.5}


def test_a_slip_of_a_word_that_only_asks_is_no_topic() -> None:
    assert topics_of("What did the school do when inspcted?") == {"school": 2.5}


def test_no_other_letter_makes_a_slip() -> None:
    assert topics_of("Has the school electric cars?")["electric"] == 9.0
