"""Intervals: published values, what must hold for any sample, and that chance is fixed."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.evaluation.intervals import (
    RESAMPLES,
    interval_of_difference,
    interval_of_ratio,
    resampled_sums,
    wilson,
)


def test_wilson_gives_the_published_values() -> None:
    # Newcombe, Statistics in Medicine 17 (1998), table I, method 3.
    for right, of, low, high in [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ]:
        found = wilson(right, of)
        assert (found.low, found.high) == pytest.approx((low, high), abs=5e-5)
    with pytest.raises(ValueError, match="a share of 0"):
        wilson(0, 0)


@given(st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_wilson_holds_the_share_and_stays_a_share(counted: tuple[int, int]) -> None:
    right, of = counted
    found = wilson(right, of)
    assert 0 <= found.low <= right / of + 1e-12
    assert right / of - 1e-12 <= found.high <= 1


def test_resampling_is_the_same_each_time() -> None:
    rows = [[float(n % 3), 1.0] for n in range(20)]
    first = resampled_sums(rows)
    assert first.shape == (RESAMPLES, 2)
    assert np.array_equal(first, resampled_sums(rows))
    assert (first[:, 1] == 20).all()


def test_a_resampled_mean_lies_as_theory_says() -> None:
    values = np.random.default_rng(7).random(400)
    sums = resampled_sums([[value, 1.0] for value in values])
    found = interval_of_ratio(sums[:, 0], sums[:, 1])
    reach = 1.96 * values.std() / 20
    assert found is not None
    assert found.low == pytest.approx(values.mean() - reach, abs=0.004)
    assert found.high == pytest.approx(values.mean() + reach, abs=0.004)


def test_what_two_runs_share_cancels() -> None:
    dice = np.random.default_rng(3)
    before = dice.random(60)
    after = before + 0.02
    sums = resampled_sums([[a, 1.0, b, 1.0] for a, b in zip(after, before, strict=True)])
    found = interval_of_difference(*(sums[:, column] for column in range(4)))
    assert found is not None
    assert (found.low, found.high) == pytest.approx((0.02, 0.02))


def test_nothing_to_count_has_no_interval() -> None:
    nothing = np.zeros(10)
    assert interval_of_ratio(nothing, nothing) is None
    assert interval_of_difference(nothing, nothing, nothing, nothing + 1) is None
