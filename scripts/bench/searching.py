"""Opening an index and searching in it, in one process, the question's vector apart."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from index import Collection, Embedder, Scope, embedder_named
from index.dense import Vectors
from index.storage import read_manifest
from scripts.bench.figures import Figure, at_most, median_and_slowest, median_ms, seconds_of
from scripts.bench.questions import QUESTIONS

OPENING, RETRIEVAL = 0.5, 5.0  # seconds; milliseconds, in the median


class RememberingEmbedder:
    """A model that embeds each question once: what comes after can be timed without it."""

    def __init__(self, model: Embedder) -> None:
        self.name = model.name
        self.sha256 = model.sha256
        self.dimension = model.dimension
        self.window_words = model.window_words
        self.embed_texts = model.embed_texts
        self.embed_anew = model.embed_query
        self._seen: dict[str, Vectors] = {}

    def embed_query(self, words: str) -> Vectors:
        if words not in self._seen:
            self._seen[words] = self.embed_anew(words)
        return self._seen[words]


def measure_search(index: Path) -> Iterator[Figure]:
    """Opening, and the median of searches in everything, in a kind, and in one authority."""
    model = RememberingEmbedder(embedder_named(read_manifest(index).model))
    opening = median_and_slowest(lambda: Collection.open(index, model).close())
    yield at_most("opening the index", *opening, goal=OPENING)
    with Collection.open(index, model) as collection:
        authority = next(report.authority for report in collection.reports() if report.authority)
        scopes = (Scope(), Scope(kinds=("ilacs",)), Scope(authorities=(authority,)))
        first = seconds_of(lambda: collection.search(QUESTIONS[0]))
        for question in QUESTIONS:
            collection.search(question)
        by_scope = [
            median_ms(partial(collection.search, scope=scope), QUESTIONS) for scope in scopes
        ]
        embedding = median_ms(model.embed_anew, QUESTIONS)
    yield Figure("first search after opening", f"{first:.2f} s")
    yield Figure(
        "retrieval, index warm, without the question's vector: p50",
        f"{by_scope[0]:.1f} ms (a kind {by_scope[1]:.1f}, an authority {by_scope[2]:.1f})",
        f"at most {RETRIEVAL:g} ms",
        by_scope[0] <= RETRIEVAL,
    )
    yield Figure("the question's vector: p50", f"{embedding:.1f} ms")
