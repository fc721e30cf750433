"""The question's words beside the collection's: how rare is what it asks about."""

from __future__ import annotations

from dataclasses import replace

from qa.open_collection import OpenCollection
from qa.records import Topic, Understanding
from qa.slips import is_slip_of_asking, one_slip_away
from qa.words import stem

# An unknown word of at least so many letters, one slip away from a word that at least about one
# paragraph in 150 has (inverse document frequency), is as rare as that: "virtaul".
LONG, COMMON = 7, 5.0
# No paragraph has it: what the collection says of it, it says of every unknown word.
_UNKNOWN = "qzxjqzxj"


def beside_collection(understanding: Understanding, collection: OpenCollection) -> Understanding:
    """The understanding with its topics weighed by how rare they are in the collection.

    A word that hardly any paragraph has, and that is a slip of one that only asks ("inspcted"), is
    no topic.
    """
    unknown = collection.rarity(_UNKNOWN)
    topics = []
    for topic in (_weighed(topic, collection) for topic in understanding.topics):
        if topic.worth < unknown or topic.alternatives or topic.together:
            topics.append(topic)
        elif not is_slip_of_asking(topic.word):
            topics.append(replace(topic, worth=_worth_of_slip(topic, collection)))
    return replace(understanding, topics=tuple(topics))


def _worth_of_slip(topic: Topic, collection: OpenCollection) -> float:
    """How rare the commonest word is of which an unknown one may be a slip; else its own worth."""
    if len(topic.word) < LONG:
        return topic.worth
    # Nearly whole as a stem, or it stands for other words: "electic" for whoever is elected.
    whole = (meant for meant in one_slip_away(topic.word) if len(stem(meant)) >= len(meant) - 1)
    near = [collection.rarity(meant) for meant in whole]
    return min((rarity for rarity in near if 0.0 < rarity <= COMMON), default=topic.worth)


def _weighed(topic: Topic, collection: OpenCollection) -> Topic:
    """A topic is as rare as the most common of the words that may stand for it."""
    meant = topic.alternatives or (topic.word,)
    return replace(topic, worth=min(collection.rarity(words) for words in meant))
