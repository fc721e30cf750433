"""A running service for tests, and what its routes are."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from fastapi import FastAPI
from fastapi.testclient import TestClient

from qa.application import create_app
from qa.settings import Settings

HERE = "http://localhost"  # a name that a service on this machine answers to


@contextmanager
def running(settings: Settings, base_url: str = HERE, **client: Any) -> Iterator[TestClient]:
    """A client of a service that has opened its collection; redirects are not followed."""
    app = create_app(settings)
    options = {"follow_redirects": False, "raise_server_exceptions": False, **client}
    with TestClient(app, base_url, **options) as made:
        _wait_until_ready(app)
        yield made


def _wait_until_ready(app: FastAPI) -> None:
    deadline = time.monotonic() + 60
    while failure := app.state.service.live.failure:
        assert time.monotonic() < deadline, failure
        time.sleep(0.05)


def every_route(app: FastAPI) -> list[tuple[str, str]]:
    """Each method and path of the application, with something in place of its parameters."""
    found = []
    for route in _flat(app.router.routes):
        path = getattr(route, "path", "")
        methods = getattr(route, "methods", None) or {"GET"}
        found += [(method, re.sub(r"\{[^}]*\}", "1", path)) for method in sorted(methods)]
    return found


def _flat(routes: list[Any]) -> Iterator[Any]:
    """The routes of the application and of every router that it includes."""
    for route in routes:
        included = getattr(route, "original_router", None)
        if included is None:
            yield route
        else:
            yield from _flat(included.routes)
