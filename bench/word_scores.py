"""The scores by words of all paragraphs: the arrays beside rank_bm25, and that both agree."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import cycle, islice
from pathlib import Path

import numpy as np

from bench.figures import Figure, at_least, median_ms
from bench.questions import QUESTIONS
from index.bm25 import Bm25Ranker, Postings, count_postings
from index.okapi import OkapiRanker, term_lists
from index.segment import open_segment
from index.storage import read_manifest
from index.terms import terms

PARAGRAPHS = 36_000
GOAL = 100.0  # times as fast as rank_bm25
CLOSE = 1e-4  # how far two scores may lie apart


def measure_word_scores(index: Path) -> Iterator[Figure]:
    """The ratio at 36,000 paragraphs: those of the index, again and again where it has fewer.

    Raises: SystemExit where a score differs.
    """
    held = [paragraph for postings in postings_of(index) for paragraph in term_lists(postings)]
    postings = [count_postings(list(islice(cycle(held), PARAGRAPHS)))]
    live = np.ones(PARAGRAPHS, np.bool_)
    ours, theirs = Bm25Ranker(postings, live), OkapiRanker(postings, live)
    apart = 0.0
    for question in QUESTIONS:
        query = terms(question)
        apart = max(apart, float(np.abs(ours.scores_of(query) - theirs.scores_of(query)).max()))
    if apart > CLOSE:
        raise SystemExit(f"a score lies {apart:.2g} from rank_bm25's")
    our_ms = median_ms(lambda words: ours.scores_of(terms(words)), QUESTIONS, rounds=50)
    their_ms = median_ms(lambda words: theirs.scores_of(terms(words)), QUESTIONS, rounds=2)
    yield at_least(
        f"BM25 over {PARAGRAPHS:,} paragraphs ({len(held):,} real ones), beside rank_bm25",
        their_ms / our_ms,
        GOAL,
        f"({our_ms:.3f} and {their_ms:.1f} ms)",
    )
    yield Figure("  furthest that two scores lie apart", f"{apart:.1g}", f"at most {CLOSE:g}", True)


def postings_of(index: Path) -> Sequence[Postings]:
    """The postings of each segment of an index."""
    manifest = read_manifest(index)
    segments = [open_segment(index, e, manifest.token_dimension) for e in manifest.segments]
    for segment in segments:
        segment.records.close()
    return [segment.postings for segment in segments]
