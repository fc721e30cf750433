"""A service that listens on a port of this machine, for tests that a test client cannot make."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from fastapi import FastAPI

from qa.http.connections import TimedConnection


@contextmanager
def listening(app: FastAPI, connection: type[TimedConnection] = TimedConnection) -> Iterator[str]:
    """The address at which the application answers, once its collection is open."""
    config = uvicorn.Config(
        app, http=connection, ws="none", log_config=None, timeout_graceful_shutdown=1
    )
    server = uvicorn.Server(config)
    with socket.socket() as made:
        made.bind(("127.0.0.1", 0))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [made]}, daemon=True)
        thread.start()
        try:
            _wait_until_ready(app)
            yield f"http://127.0.0.1:{made.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(timeout=30)


def _wait_until_ready(app: FastAPI) -> None:
    deadline = time.monotonic() + 60
    while failure := app.state.service.live.failure:
        assert time.monotonic() < deadline, failure
        time.sleep(0.05)
