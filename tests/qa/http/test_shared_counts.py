"""Counts run out, are shared between processes, and take the same memory however many there are."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from limits import RateLimitItemPerMinute
from limits.strategies import FixedWindowRateLimiter

from qa.http.shared_counts import SharedCounts, make_shared_counts


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The time, which stands still until a test sets it."""
    now = [1_000_000.0]
    monkeypatch.setattr(time, "time", lambda: now[0])
    return now


def test_a_key_is_counted_until_its_time_has_run_out(clock: list[float]) -> None:
    counts = SharedCounts()
    assert [counts.incr("a", 60) for _ in range(3)] == [1, 2, 3]
    clock[0] += 59
    assert counts.get("a") == 3
    assert counts.get_expiry("a") == 1_000_060
    clock[0] += 1
    assert counts.get("a") == 0
    assert counts.incr("a", 60) == 1


def test_a_key_can_be_forgotten_and_so_can_all() -> None:
    counts = SharedCounts()
    counts.incr("a", 60)
    counts.incr("b", 60)
    counts.clear("a")
    assert (counts.get("a"), counts.get("b")) == (0, 1)
    counts.reset()
    assert counts.get("b") == 0


def test_two_that_open_one_file_count_together(tmp_path: Path) -> None:
    make_shared_counts(tmp_path / "counts")
    one, other = SharedCounts(tmp_path / "counts"), SharedCounts(tmp_path / "counts")
    assert [one.incr("a", 60), other.incr("a", 60), one.incr("a", 60)] == [1, 2, 3]
    one.close()
    other.close()


def test_many_clients_of_one_request_do_not_displace_one_of_many() -> None:
    counts = SharedCounts()
    for _ in range(5):
        counts.incr("busy", 60)
    size = len(counts._memory)
    for number in range(100_000):
        counts.incr(f"client {number}", 60)
    assert counts.get("busy") == 5
    assert len(counts._memory) == size < 1_000_000


@given(st.lists(st.sampled_from("abcdef"), max_size=60), st.integers(1, 5))
def test_the_strategy_lets_each_client_have_its_limit(clients: list[str], limit: int) -> None:
    limiter = FixedWindowRateLimiter(SharedCounts())
    item = RateLimitItemPerMinute(limit)
    let_in = [client for client in clients if limiter.hit(item, client)]
    for client in set(clients):
        assert let_in.count(client) == min(limit, clients.count(client))
        assert limiter.get_window_stats(item, client).remaining == max(
            0, limit - clients.count(client)
        )
