"""The engine's client: batches that stay below its limits, and errors that are ours."""

from __future__ import annotations

import pytest

from index import StoreRefused, StoreUnavailable
from index.milvus.engine import MOST_ROWS, Engine, Field, Row, bounded
from index.store_address import StoreAddress, store_address
from tests.contracts.engines import RunningEngine


def test_batches_are_bounded_by_bytes_and_rows() -> None:
    rows = [{"key": str(number), "content": "x" * 1_000} for number in range(50)]
    batches = list(bounded(rows, most=10_500))
    assert [row for batch in batches for row in batch] == rows
    assert max(map(len, batches)) == 10
    small = [{"key": str(number)} for number in range(2 * MOST_ROWS + 1)]
    assert [len(batch) for batch in bounded(small)] == [MOST_ROWS, MOST_ROWS, 1]
    wide: list[Row] = [
        {"key": "ü" * 5_000},
        {"key": "a"},
        {"v": [0.5] * 4_000},
        {"v": {1: 0.5}, "t": ["x"]},
    ]
    assert [len(batch) for batch in bounded(wide, most=10_000)] == [1, 1, 1, 1]


def test_no_engine_is_told_as_such() -> None:
    with pytest.raises(StoreUnavailable, match="does not answer"):
        Engine(StoreAddress("127.0.0.1", 1, "reports")).version()


def test_what_the_engine_refuses_is_told_as_such(engine: RunningEngine) -> None:
    asked = Engine(store_address(engine.address("any")))
    with pytest.raises(StoreRefused):
        asked.count("no_such_collection", "")
    asked.create("some", [Field("key", "key")])
    with pytest.raises(StoreRefused):
        asked.count("some", "no_such_field == 1")
    asked.point_alias("other", "some")
    assert asked.has("some")
    asked.close()
    assert asked.has("some"), "it connects again"
    asked.close()
