"""A collection of invented reports that fills several blocks of each large file, and its vectors.

The vectors are those of a stand-in for the embedding model that costs nothing: to open and ask such
a collection takes 40 ms where loading a model takes a second.
"""

from __future__ import annotations

import hashlib
import random
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from unittest.mock import patch

import numpy as np

from corpus import Reading
from corpus.limits import Limits
from corpus.reading import read_document
from index import update_collection
from index.encoded import Encoded, EncodedQuery, Vectors, join_encoded, to_tokens
from scripts.soak.interruptions import report_text

PARAGRAPHS = 60  # of a report
REPORTS, LATER_REPORTS = 9, 2  # in the first run and in the second, which keeps its own segment
DIMENSION, TOKEN_DIMENSION = 256, 32
WORDS = (
    "social workers visit children often and listen to what they say about home school health "
    "leaders know plans are clear reviews happen on time carers feel valued managers check "
    "assessments care leavers live in safe housing missing return interviews help early support "
    "families courts adoption partners police risk supervision caseloads recording chronologies"
).split()


class WordStandIn:
    """A vector for each word from its checksum, and for a text the sum of its words'."""

    name = "word-stand-in"
    sha256 = hashlib.sha256(b"word-stand-in").hexdigest()
    dimension = DIMENSION
    token_dimension = TOKEN_DIMENSION
    window_words = 180

    def encode_texts(self, texts: Sequence[str]) -> Encoded:
        found = [self.encode_query(text) for text in texts]
        parts = [(one.vector, to_tokens(one.tokens)) for one in found]
        return join_encoded(parts, DIMENSION, TOKEN_DIMENSION)

    def encode_query(self, words: str) -> EncodedQuery:
        found = re.findall(r"\w+", words.lower())
        vectors = np.array([_vector_of(word) for word in found], np.float32)
        vectors = vectors.reshape(-1, DIMENSION)
        tokens = vectors[:, :TOKEN_DIMENSION]
        tokens = tokens / np.linalg.norm(tokens, axis=1, keepdims=True)
        total = vectors.sum(axis=0) + np.float32(0.01)
        unit: Vectors = (total / np.linalg.norm(total)).astype(np.float32)
        return EncodedQuery(unit, tokens, tuple(found))

    def piece_spans(self, text: str) -> list[tuple[int, int]]:
        return [match.span() for match in re.finditer(r"\w+", text)]


@cache
def _vector_of(word: str) -> Vectors:
    digest = hashlib.sha256(word.encode()).digest()
    return np.random.default_rng(list(digest[:4])).normal(size=DIMENSION).astype(np.float32)


def make_collection(place: Path, seed: int) -> Path:
    """The folder of an index of two generations and two segments, beside its reports."""
    chance = random.Random(seed)
    folder, reports = place / "index", place / "reports"
    reports.mkdir(parents=True)
    for count in (REPORTS, LATER_REPORTS):
        for _ in range(count):
            name = "".join(chance.choices("bdfglmnrst", k=3)).capitalize() + "aldermoor"
            texts = [" ".join(chance.choices(WORDS, k=50)) + "." for _ in range(PARAGRAPHS)]
            (reports / f"{name}.txt").write_text(report_text(name, texts), encoding="utf-8")
        update_collection(folder, [reports], embedder=WordStandIn(), read=read_here)
    return folder


def read_here(paths: Sequence[Path]) -> Iterator[Reading]:
    """Reports read in this process."""
    for path in paths:
        yield Reading(str(path), read_document(str(path), path.read_bytes(), Limits()), None)


@contextmanager
def stand_in_for_the_model() -> Iterator[None]:
    """Questions inside are encoded by the stand-in."""
    with patch("index.collection.embedder_named", lambda name: WordStandIn()):
        yield
