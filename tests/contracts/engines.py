"""An engine for the tests, where one is installed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

import pytest

from scripts.soak import running_engine as servers
from scripts.soak.running_engine import RunningEngine

__all__ = ["RunningEngine", "running_engine"]


@contextmanager
def running_engine(folder: Path) -> Iterator[RunningEngine]:
    """A server on a free port for the length of the block; skips aloud where there is none."""
    if find_spec("milvus_lite") is None or find_spec("pymilvus") is None:
        pytest.skip("milvus-lite and pymilvus are not installed: pip install -e '.[milvus]'")
    with servers.running_engine(folder) as engine:
        yield engine
