"""Choosing the best rows without letting their order matter."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.ranker import best_of


@given(st.lists(st.integers(0, 5), max_size=20), st.integers(1, 8))
def test_best_are_the_highest_and_all_that_share_the_last_place(
    values: list[int], limit: int
) -> None:
    scores = np.array(values, dtype=np.float64)
    rows = best_of(np.arange(len(values)), scores, limit)
    ordered = sorted(values, reverse=True)
    last = ordered[min(limit, len(ordered)) - 1] if ordered else 0
    expected = [row for row, value in enumerate(values) if value >= last or len(values) <= limit]
    assert rows.tolist() == expected


def test_a_limit_below_1_is_refused() -> None:
    with pytest.raises(ValueError, match="limit must be 1 or more, not 0"):
        best_of(np.arange(2), np.ones(2), 0)
