"""Sentences that deny what is asked for."""

from __future__ import annotations

import pytest

from qa.composing.denials import denies
from qa.records import Topic

TOPICS = (Topic("exempt", ("exemption",)), Topic("tax"), Topic("council"))


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Those who live elsewhere are not exempt.", True),
        ("The exemption is not open to all.", True),
        ("Some pay no tax, but those living elsewhere do not.", True),
        ("They don’t get the exemption.", True),
        ("They are exempt from tax.", False),
        ("Not only tax is forgiven.", False),
        ("They are exempt, and the guide that says so is not yet published.", False),
        ("The council does not say why.", False),  # nearly every sentence is about a council
    ],
)
def test_a_sentence_denies_what_stands_beside_its_not(sentence: str, expected: bool) -> None:
    assert denies(sentence, TOPICS) is expected
