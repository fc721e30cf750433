"""The service over the sample collection, for the tests of its routes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from qa.settings import Settings
from tests.qa.http.running import running


@pytest.fixture(scope="session")
def sample_service(sample_index: Path) -> Iterator[TestClient]:
    """A client of a service without sign-in, shared by tests that change nothing in it."""
    with running(Settings(index=sample_index)) as client:
        yield client
