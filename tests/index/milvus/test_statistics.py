"""Words as sparse vectors: their products are BM25, whatever the mean length has become."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.bm25 import count_postings
from index.milvus.statistics import (
    NO_TERM,
    Statistics,
    Vocabulary,
    exact_score,
    paragraph_vector,
)
from index.okapi import OkapiRanker

WORDS = ("care", "leaver", "home", "visit", "good", "poor")
paragraphs = st.lists(st.lists(st.sampled_from(WORDS), max_size=12), min_size=1, max_size=8)


def statistics_of(term_lists: list[list[str]]) -> Statistics:
    vocabulary = Vocabulary()
    vocabulary.extend(vocabulary.missing(term for some in term_lists for term in some))
    statistics = Statistics.empty(vocabulary)
    statistics.count(term_lists)
    return statistics


@settings(max_examples=100, deadline=None)
@given(paragraphs, st.lists(st.sampled_from(WORDS), min_size=1, max_size=4), st.floats(2.0, 20.0))
def test_products_are_rank_bm25s_scores(
    term_lists: list[list[str]], question: list[str], reference: float
) -> None:
    statistics = statistics_of(term_lists)
    vector = statistics.question_vector(" ".join(question))
    if any(statistics.weights.get(term, 0.0) < 0 for term in question):
        return  # a collection so small that most words are in most paragraphs
    rows = np.ones(len(term_lists), np.bool_)
    exact = OkapiRanker([count_postings(term_lists)], rows).scores_of(question)
    mean = statistics.mean_length
    for place, paragraph in enumerate(term_lists):
        at_once = paragraph_vector(paragraph, statistics.vocabulary, mean)
        product = sum(weight * at_once.get(number, 0.0) for number, weight in vector.items())
        assert product == pytest.approx(exact[place], abs=1e-4)
        stored = paragraph_vector(paragraph, statistics.vocabulary, reference)
        halved = {number: float(np.float32(weight)) for number, weight in stored.items()}
        later = exact_score(vector, halved, len(paragraph), reference, mean)
        assert later == pytest.approx(exact[place], abs=1e-4)


def test_taking_away_is_the_opposite_of_adding() -> None:
    first, second = [["care", "home"], ["visit"]], [["care", "care"], []]
    statistics = statistics_of([*first, *second])
    statistics.count(second, -1)
    alone = statistics_of(first)
    assert (statistics.paragraphs, statistics.length) == (alone.paragraphs, alone.length)
    assert statistics.weights == alone.weights


def test_it_is_kept_and_read_again() -> None:
    statistics = statistics_of([["care", "home"], ["visit"]])
    again = Statistics.from_bytes(statistics.to_bytes(), statistics.vocabulary)
    assert again.weights == statistics.weights
    assert again.mean_length == statistics.mean_length


def test_numbers_are_given_once_and_a_paragraph_without_terms_meets_no_question() -> None:
    vocabulary = Vocabulary([["b", "a"]])
    vocabulary.extend(["a", "c"])
    assert vocabulary.number_by_term == {"b": 1, "a": 2, "c": 3}
    assert vocabulary.missing(["d", "a", "a"]) == ["d"]
    assert set(paragraph_vector((), vocabulary, 1.0)) == {NO_TERM}
