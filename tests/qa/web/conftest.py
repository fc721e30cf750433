"""The page over the sample collection, without a browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from qa.settings import Settings
from tests.qa.http.running import running


@pytest.fixture(scope="session")
def page(sample_index: Path) -> Iterator[TestClient]:
    """A client that asks for pages, as a browser does."""
    with running(Settings(index=sample_index), headers={"Accept": "text/html"}) as client:
        yield client
