"""An engine for the tests of this folder, and a collection in it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from index.milvus.store import MilvusStore
from index.store_address import store_address
from tests.contracts.engines import RunningEngine, running_engine
from tests.index.stand_ins import HashingEmbedder


@pytest.fixture(scope="session")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningEngine]:
    """A server for all tests of this folder."""
    with running_engine(tmp_path_factory.mktemp("engine")) as running:
        yield running


@pytest.fixture
def embedder() -> HashingEmbedder:
    return HashingEmbedder()


@pytest.fixture
def store(engine: RunningEngine, tmp_path: Path) -> Iterator[MilvusStore]:
    """An empty place in the engine."""
    made = MilvusStore(store_address(engine.address(f"t{abs(hash(tmp_path))}")), tmp_path / "work")
    yield made
    made.close()
