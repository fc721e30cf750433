"""The question's words beside the collection's: how rare is what it asks about."""

from __future__ import annotations

from dataclasses import replace

from qa.open_collection import OpenCollection
from qa.records import Topic, Understanding


def beside_collection(understanding: Understanding, collection: OpenCollection) -> Understanding:
    """The understanding with its topics weighed by how rare they are in the collection."""
    topics = tuple(_weighed(topic, collection) for topic in understanding.topics)
    return replace(understanding, topics=topics)


def _weighed(topic: Topic, collection: OpenCollection) -> Topic:
    """A topic is as rare as the most common of the words that may stand for it."""
    meant = topic.alternatives or (topic.word,)
    return replace(topic, worth=min(collection.rarity(words) for words in meant))
