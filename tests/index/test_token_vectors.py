"""The second look: each word of a question beside its nearest in a paragraph."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.encoded import TOKEN_SCALE
from index.search import Found, look_again
from index.token_vectors import StoredTokens, TokenLook
from tests.index.stand_ins import HashingEmbedder, in_blocks

EMBEDDER = HashingEmbedder()


def stored(texts: Sequence[str]) -> StoredTokens:
    """A segment with the tokens of these paragraphs."""
    encoded = EMBEDDER.encode_texts(texts)
    starts = np.concatenate([[0], np.cumsum(encoded.token_counts)]).astype(np.int64)
    return StoredTokens(in_blocks(encoded.tokens.tobytes()), starts, EMBEDDER.token_dimension)


WORDS = st.lists(st.sampled_from("carers homes damp late visits the of leaders".split()))


@settings(max_examples=60, deadline=None)
@given(st.lists(WORDS, min_size=1, max_size=6), WORDS, st.integers(0, 6))
def test_scores_are_those_of_a_naive_reading(
    paragraphs: list[list[str]], asked: list[str], cut: int
) -> None:
    texts = [" ".join(words) for words in paragraphs]
    parts = [part for part in (texts[:cut], texts[cut:]) if part]
    rarity = {"carers": 3.0, "homes": 1.0}
    look = TokenLook([stored(part) for part in parts], EMBEDDER, lambda word: rarity.get(word, 0.5))
    scores = look.scores(" ".join(asked), np.arange(len(texts)))
    query = EMBEDDER.encode_query(" ".join(asked))
    if not query.words:
        assert scores is None
        return
    assert scores is not None
    for text, score in zip(texts, scores, strict=True):
        tokens = EMBEDDER.encode_texts([text]).tokens / TOKEN_SCALE
        weights = [rarity.get(word, 0.5) / query.words.count(word) for word in query.words]
        best = (tokens @ query.tokens.T).max(axis=0) if len(tokens) else np.zeros(len(weights))
        assert score == pytest.approx(np.average(best, weights=weights), abs=1e-5)


def test_a_paragraph_that_has_the_words_scores_1() -> None:
    look = TokenLook([stored(["Homes are damp.", "Carers stay."])], EMBEDDER, lambda word: 1.0)
    scores = look.scores("damp homes", np.array([0, 1]))
    assert scores is not None
    assert scores[0] == pytest.approx(1.0, abs=0.02)
    assert scores[1] < 0.9


def test_a_model_without_tokens_gives_no_second_look() -> None:
    none = StoredTokens(in_blocks(b""), np.zeros(3, np.int64), 0)
    assert TokenLook([none], EMBEDDER, lambda word: 1.0).scores("damp", np.array([0])) is None


class Fixed:
    """A second look with a score for each row."""

    name = "fixed"

    def __init__(self, score_by_row: dict[int, float]) -> None:
        self._score_by_row = score_by_row

    def scores(self, words: str, rows: np.ndarray) -> np.ndarray:
        return np.array([self._score_by_row[row] for row in rows.tolist()])


def test_rows_not_looked_at_stay_below() -> None:
    found = Found(np.array([7, 8, 9, 5]), np.array([0.9, 0.8, 0.6, 0.5]), {})
    again = look_again(found, Fixed({7: 0.1, 8: 0.9, 9: 0.2}), "words", 3)
    order = again.rows[np.argsort(-again.fused)].tolist()
    assert order == [8, 7, 9, 5]
    assert again.fused.max() <= 0.9
    assert again.fused[3] == 0.5
    assert again.by_ranker["fixed"].tolist() == [0.1, 0.9, 0.2, 0.0]


def test_a_stretch_of_a_paragraph_is_as_near_as_a_paragraph_of_its_words() -> None:
    sentences = ["Homes are damp.", "Carers stay.", "The, and of."]
    text = " ".join(sentences)
    spans = [(text.index(one), text.index(one) + len(one)) for one in sentences]
    whole = TokenLook([stored(["Visits."]), stored([text])], EMBEDDER, lambda word: 1.0)
    apart = TokenLook([stored(sentences)], EMBEDDER, lambda word: 1.0)
    for words in ("damp homes", "who stays", "carers' homes"):
        scores, expected = (
            whole.span_scores(words, 1, text, spans),
            apart.scores(words, np.arange(3)),
        )
        assert scores is not None
        assert expected is not None
        np.testing.assert_allclose(scores, expected, atol=1e-6)


def test_a_text_that_was_not_the_one_encoded_gives_no_nearness() -> None:
    look = TokenLook([stored(["Homes are damp."])], EMBEDDER, lambda word: 1.0)
    assert look.span_scores("homes", 0, "Homes are damp and cold.", [(0, 5)]) is None
    assert look.span_scores("the", 0, "Homes are damp.", [(0, 5)]) is None
