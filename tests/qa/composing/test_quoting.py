"""Which sentences of a paragraph are quoted."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import Hit
from qa.composing.quoting import Quoting, choose_quote, sentence_worths
from qa.records import Question
from qa.sentences import split_sentences
from qa.understanding import understand
from qa.weighing.wanted import Want
from tests.qa.stand_ins import TODAY, make_paragraph, make_report, tiny_gazetteer

GAZETTEER = tiny_gazetteer()
TEXT = (
    "Managers meet the police every week, and what they agree is written down on the same day. "
    "The council owns four homes, of which two stand by the sea and two on the edge of the moor. "
    "Children who live there go to schools that are near enough for them to walk or to cycle to. "
    "Their rooms are their own, and they say what hangs on the walls and who may come to visit. "
    "Visits to children are made at the right time and are recorded with care by all teams. "
    "Children are seen alone and at home, and their brothers and sisters are seen as well. "
    "Supervision takes place each month and is valued by the newest members of staff. "
    "However, notes of it are brief, and few say why a decision was taken. "
    "Dental checks are late for 12 children, and nobody has asked the clinics why this is so."
)

CLOSING = (
    "Homes for young people who leave them are built by the council along the harbour road. "
    "Bus passes are free for all who live outside the town and who have no other way in."
)


def only_at(start: int, spans: Sequence[tuple[int, int]]) -> list[float]:
    """Near is the one stretch that begins here."""
    return [float(first == start) for first, _ in spans]


def quoted(question: str, want: Want | None = None, text: str = TEXT) -> str:
    understanding = understand(Question(question), GAZETTEER, today=TODAY)
    span = choose_quote(text, partial(sentence_worths, text, understanding, want))
    return text[span.start : span.end]


def test_the_sentence_that_carries_most_is_quoted() -> None:
    found = quoted("Are dental checks late?")
    assert "Dental checks are late" in found
    assert "Visits" not in found


def test_a_sentence_brings_the_one_that_holds_its_subject() -> None:
    found = quoted("Do notes say why a decision was taken?", text=f"{TEXT} {CLOSING}")
    assert found.startswith("Supervision takes place")
    assert "why a decision was taken." in found


def test_nearness_tells_sentences_apart_that_share_no_word() -> None:
    understanding = understand(Question("Do teeth get seen to?"), GAZETTEER, today=TODAY)
    for sentence in split_sentences(TEXT):
        nearness = partial(only_at, sentence.start)
        worths = partial(sentence_worths, TEXT, understanding, None, nearness)
        span = choose_quote(TEXT, worths)
        assert span.start <= sentence.start < sentence.end <= span.end


def test_a_short_quote_takes_in_its_better_neighbour() -> None:
    found = quoted("Are dental checks late?")
    assert "few say why a decision was taken. Dental checks are late" in found


def test_a_number_is_preferred_where_one_is_wanted() -> None:
    assert "12 children" in quoted("How many checks of children are late?", "number")


def test_a_quote_does_not_stop_before_what_takes_it_back() -> None:
    text = f"{TEXT} However, two clinics now see children on the same day."
    assert quoted("Are dental checks late?", text=text).endswith("on the same day.")


def test_a_short_paragraph_is_quoted_whole() -> None:
    assert quoted("late", text="Checks are late. Few are made.") == "Checks are late. Few are made."


@given(st.text(min_size=1, max_size=600), st.sampled_from(["visits", "late checks", "why"]))
def test_a_quote_is_always_a_run_of_the_paragraph(text: str, question: str) -> None:
    assert quoted(question, text=text) in text


@pytest.mark.parametrize("question", ["", "Aldermoor"])
def test_without_a_topic_something_is_still_quoted(question: str) -> None:
    assert quoted(question or "?")


class Asked:
    """A collection that counts how often it is asked how near sentences are."""

    def __init__(self) -> None:
        self.times = 0

    def nearness(self, words: str, hit: Hit, spans: Sequence[tuple[int, int]]) -> list[float]:
        self.times += 1
        return [0.5] * len(spans)


@pytest.mark.parametrize(("text", "times"), [(TEXT, 1), ("Checks are late.", 0)])
def test_nearness_is_asked_for_once_a_paragraph_and_only_to_choose(text: str, times: int) -> None:
    understanding = understand(Question("Are dental checks late?"), GAZETTEER, today=TODAY)
    report, collection = make_report("Aldermoor", "2024-05-13"), Asked()
    quoting = Quoting(understanding, collection)  # type: ignore[arg-type]
    hit = Hit(make_paragraph(report, "4", text), report, 1.0)
    assert quoting.answering_sentence(hit) in text
    assert quoting.quote(hit) == quoting.quote(hit)
    assert collection.times == times
