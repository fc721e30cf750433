"""Words and a mask of rows -> the best rows: several rankings, each one's best compared by all.

It knows rows and scores only; what a row says is read by `collection.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from index.fusion import fuse
from index.ranker import Mask, Ranker, Rows, Scores, best_of

# How many of each ranker's best are compared by all, and what each counts: docs/decisions/0011.
CANDIDATES = 200
WEIGHTS = {"bm25": 0.5, "dense": 0.5}


@dataclass(frozen=True, slots=True)
class Found:
    """The best rows of a search with every score that put them there; arrays run in parallel."""

    rows: Rows
    fused: Scores  # 0..1
    by_ranker: dict[str, Scores]


def search_rows(rankers: Sequence[Ranker], words: str, in_scope: Mask, limit: int) -> Found:
    """The `limit` best rows in scope, more where several share the last place; in no order."""
    rankings = {ranker.name: ranker.ask(words) for ranker in rankers}
    wanted = max(CANDIDATES, limit)
    best = [ranking.best(in_scope, wanted) for ranking in rankings.values()]
    candidates: Rows = np.unique(np.concatenate(best)).astype(np.int64)
    by_ranker = {name: ranking.scores(candidates) for name, ranking in rankings.items()}
    fused = fuse(by_ranker, WEIGHTS)
    kept = best_of(np.arange(len(candidates)), fused, limit)
    return Found(
        rows=candidates[kept],
        fused=fused[kept],
        by_ranker={name: scores[kept] for name, scores in by_ranker.items()},
    )
