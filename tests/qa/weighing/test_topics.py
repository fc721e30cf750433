"""The words that a question turns on, and whether a text carries them."""

from __future__ import annotations

import pytest

from qa.records import Topic
from qa.weighing.topics import AskedTopics, carries
from qa.words import stems_of


def test_a_topic_is_carried_by_its_stem_or_by_a_whole_alternative() -> None:
    topic = Topic("cops", ("police", "police officers"))
    assert carries(topic, frozenset(stems_of("Police officers come")))
    assert not carries(Topic("ehe", ("elective home education",)), frozenset(stems_of("a home")))
    assert carries(Topic("visits"), frozenset(stems_of("Each visit is noted")))


def test_common_words_weigh_little() -> None:
    topics = [Topic("children"), Topic("lantern")]
    assert AskedTopics.of(topics).share_carried(
        frozenset(stems_of("Children are safe"))
    ) == pytest.approx(0.2)
    assert AskedTopics.of(()).share_carried(frozenset({"lantern"})) == 0.0


def test_rare_words_count_more() -> None:
    topics = [Topic("lantern", worth=6.0), Topic("visits", worth=2.0)]
    assert AskedTopics.of(topics).share_carried(
        frozenset(stems_of("The lantern"))
    ) == pytest.approx(0.75)
    assert AskedTopics.of(topics).share_carried(frozenset(stems_of("Each visit"))) == pytest.approx(
        0.25
    )


def test_asking_whether_there_is_enough_names_no_matter() -> None:
    topics = [Topic("enough", ("sufficient",)), Topic("foster")]
    assert (
        AskedTopics.of(topics).share_carried(frozenset(stems_of("Oversight is sufficient"))) <= 0.2
    )
