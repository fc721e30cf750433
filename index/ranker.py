"""What every ranker offers: prepare a question once, then give the best rows and exact scores.

Rows are the live and dead paragraphs of a collection counted from 0, segment after segment. A
ranker never sees a file name, a report or a filter: only a mask of the rows in scope.
"""

from __future__ import annotations

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.int64]  # row numbers, each once
Mask = NDArray[np.bool_]  # shape (rows,): True where a paragraph may be found
Scores = NDArray[np.float64]


class Ranking(Protocol):
    """One question as one ranker sees it."""

    def best(self, in_scope: Mask, limit: int) -> Rows:
        """The `limit` best rows in scope, in any order.

        Fewer where fewer say anything; more where several share the last place, so that the answer
        never depends on the order of rows.
        """

    def scores(self, rows: Rows) -> Scores:
        """The exact score of each of these rows; higher is better."""


class Ranker(Protocol):
    """A way to score paragraphs against words."""

    name: str

    def ask(self, words: str) -> Ranking:
        """Prepare a question."""


class SecondLook(Protocol):
    """A dearer way to score the best candidates of all rankers."""

    name: str

    def scores(self, words: str, rows: Rows) -> Scores | None:
        """A score for each of these rows, higher is better; None where it has nothing to say."""


def best_of(rows: Rows, scores: Scores, limit: int) -> Rows:
    """Those rows whose score is among the `limit` highest, all of those that share the last place.

    Raises: ValueError if limit < 1.
    """
    if limit < 1:
        raise ValueError(f"limit must be 1 or more, not {limit}")
    if len(rows) <= limit:
        return rows
    last = np.partition(scores, len(scores) - limit)[len(scores) - limit]
    best: Rows = rows[scores >= last]
    return best
