"""The application over an index, ready to be asked."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from fastapi.testclient import TestClient

from qa.application import create_app
from qa.settings import Settings

SECONDS = 60.0  # to open a collection on a busy machine


@contextmanager
def ready_client(index: Path) -> Iterator[TestClient]:
    """A client of the application, once its collection is open."""
    with TestClient(create_app(Settings(index=index)), "http://localhost") as client:
        until = time.monotonic() + SECONDS
        while client.get("/readyz").status_code != 200:
            assert time.monotonic() < until
            time.sleep(0.05)
        yield client
