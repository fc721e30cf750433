"""Words and a mask of rows -> the best rows: rankings, fused, and a second look at the best.

It knows rows and scores only; what a row says is read by `collection.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from index.fusion import fuse, stretch
from index.ranker import Mask, Ranker, Rows, Scores, SecondLook, best_of

# How many of each ranker's best are compared by all, and what each counts: docs/decisions/0011.
CANDIDATES = 200
WEIGHTS = {"bm25": 0.5, "dense": 0.5}
# How many of the fused best get a second look, and what it counts beside the fused score:
# docs/decisions/0018.
LOOKED_AT = 50
SECOND_WEIGHT = 0.6


@dataclass(frozen=True, slots=True)
class Found:
    """The best rows of a search with every score that put them there; arrays run in parallel."""

    rows: Rows
    fused: Scores  # 0..1
    by_ranker: dict[str, Scores]

    def at(self, places: Rows) -> Found:
        """Those at these places of the arrays."""
        by_ranker = {name: scores[places] for name, scores in self.by_ranker.items()}
        return Found(self.rows[places], self.fused[places], by_ranker)


def search_rows(
    rankers: Sequence[Ranker],
    looks: Sequence[SecondLook],
    words: str,
    in_scope: Mask,
    limit: int,
    looked_at: int = LOOKED_AT,
) -> Found:
    """The `limit` best rows in scope, more where several share the last place; in no order.

    The best `looked_at` of the fused get a second look.
    """
    rankings = {ranker.name: ranker.ask(words) for ranker in rankers}
    wanted = max(CANDIDATES, limit)
    best = [ranking.best(in_scope, wanted) for ranking in rankings.values()]
    candidates: Rows = np.unique(np.concatenate(best)).astype(np.int64)
    by_ranker = {name: ranking.scores(candidates) for name, ranking in rankings.items()}
    fused = fuse(by_ranker, WEIGHTS)
    found = Found(candidates, fused, by_ranker)
    for look in looks:
        found = look_again(found, look, words, looked_at)
    return found.at(best_of(np.arange(len(candidates)), found.fused, limit))


def look_again(found: Found, second_look: SecondLook, words: str, limit: int) -> Found:
    """The same rows, those that share the `limit` best scores ordered anew among themselves.

    Both scores are stretched to 0..1 over these rows, mixed, and put back between the best fused
    score and that of the best row that was not looked at.
    """
    looked_at = best_of(np.arange(len(found.rows)), found.fused, limit)
    again = second_look.scores(words, found.rows[looked_at])
    if again is None:
        return found
    first = stretch(found.fused[looked_at])
    mixed = (1 - SECOND_WEIGHT) * first + SECOND_WEIGHT * stretch(again)
    others = np.delete(found.fused, looked_at)
    floor = float(others.max()) if len(others) else 0.0
    ceiling = float(found.fused.max())
    fused = found.fused.copy()
    fused[looked_at] = floor + (ceiling - floor) * mixed
    everywhere = np.zeros(len(found.rows))
    everywhere[looked_at] = again
    return Found(found.rows, fused, {**found.by_ranker, second_look.name: everywhere})
