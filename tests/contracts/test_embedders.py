"""What every embedder promises, the stand-in of the tests included."""

from __future__ import annotations

from functools import partial

import numpy as np
import pytest

from index import Embedder, OnnxEmbedder, SentenceTransformerEmbedder
from tests.index.stand_ins import HashingEmbedder

TEXTS = [
    "Social workers visit children often.",
    "Care leavers live in poor housing.",
    "Leaders know how well their service does. " * 40,
    "Care leavers live in poor housing.",
]


@pytest.fixture(
    scope="module",
    params=[
        pytest.param(HashingEmbedder, id="hashing"),
        pytest.param(SentenceTransformerEmbedder, id="torch"),
        pytest.param(OnnxEmbedder, id="onnx-int8"),
        pytest.param(partial(OnnxEmbedder, precision="fp32"), id="onnx-fp32"),
    ],
)
def embedder(request: pytest.FixtureRequest) -> Embedder:
    """Each embedder; the packaged model is the real one, run in three ways."""
    made: Embedder = request.param()
    return made


def test_vectors_have_length_1_and_the_order_of_the_texts(embedder: Embedder) -> None:
    vectors = embedder.encode_texts(TEXTS).vectors
    assert vectors.dtype == np.float32
    assert vectors.shape == (len(TEXTS), embedder.dimension)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-5)
    np.testing.assert_allclose(vectors[1], vectors[3], atol=1e-6)
    np.testing.assert_allclose(vectors[0], embedder.encode_texts(TEXTS[:1]).vectors[0], atol=1e-5)


def test_a_question_is_nearest_to_the_text_that_answers(embedder: Embedder) -> None:
    query = embedder.encode_query("housing for care leavers").vector
    assert query.shape == (embedder.dimension,)
    assert query.dtype == np.float32
    assert np.linalg.norm(query) == pytest.approx(1.0, abs=1e-5)
    assert (embedder.encode_texts(TEXTS[:3]).vectors @ query).argmax() == 1


def test_no_texts_give_no_vectors(embedder: Embedder) -> None:
    assert embedder.encode_texts([]).vectors.shape == (0, embedder.dimension)


def test_it_says_which_model_it_is(embedder: Embedder) -> None:
    assert embedder.name
    assert len(embedder.sha256) == 64
    assert embedder.window_words >= 8
