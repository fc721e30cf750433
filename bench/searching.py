"""Opening an index and searching in it, in one process, the question's vector apart."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from bench.figures import Figure, at_most, median_and_slowest, median_ms, seconds_of
from bench.questions import QUESTIONS
from index import Collection, Scope, embedder_named

OPENING, RETRIEVAL = 0.5, 5.0  # seconds; milliseconds, in the median


def measure_search(index: Path) -> Iterator[Figure]:
    """Opening, and the median of searches in everything, in a kind, and in one authority."""
    opening = median_and_slowest(lambda: Collection.open(index).close())
    yield at_most("opening the index", *opening, goal=OPENING)
    with Collection.open(index) as collection:
        authority = next(report.authority for report in collection.reports() if report.authority)
        scopes = (Scope(), Scope(kinds=("ilacs",)), Scope(authorities=(authority,)))
        first = seconds_of(lambda: collection.search(QUESTIONS[0]))
        for question in QUESTIONS:  # an opened collection encodes the same words once
            collection.search(question)
        by_scope = [
            median_ms(partial(collection.search, scope=scope), QUESTIONS) for scope in scopes
        ]
        embedding = median_ms(embedder_named(collection.model).encode_query, QUESTIONS)
    yield Figure("first search after opening", f"{first:.2f} s")
    yield Figure(
        "retrieval, index warm, without the question's vector: p50",
        f"{by_scope[0]:.1f} ms (a kind {by_scope[1]:.1f}, an authority {by_scope[2]:.1f})",
        f"at most {RETRIEVAL:g} ms",
        by_scope[0] <= RETRIEVAL,
    )
    yield Figure("the question's vector: p50", f"{embedding:.1f} ms")
