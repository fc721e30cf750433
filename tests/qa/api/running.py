"""The application on a real socket, for clients that speak HTTP themselves."""

from __future__ import annotations

import json
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import HTTPError

import uvicorn

from qa.application import create_app
from qa.serving import listen
from qa.settings import Settings
from tests.qa.api.ready import SECONDS


@contextmanager
def running_service(index: Path) -> Iterator[str]:
    """The address of a service over the index that is ready; it ends with the block."""
    settings = Settings(index=index, port=0)
    config = uvicorn.Config(create_app(settings), log_config=None, access_log=False, ws="none")
    server = uvicorn.Server(config)
    with listen(settings) as listening:
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        address = f"http://127.0.0.1:{listening.getsockname()[1]}"
        try:
            _wait_until_ready(address)
            yield address
        finally:
            server.should_exit = True
            thread.join()


def _wait_until_ready(address: str) -> None:
    until = time.monotonic() + SECONDS
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(f"{address}/readyz", timeout=SECONDS) as got:
                assert json.load(got)["status"] == "ready"
                return
        except HTTPError as error:
            error.close()
            time.sleep(0.05)
    raise AssertionError("the service does not get ready")
