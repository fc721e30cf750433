"""A real `qa serve` in a process of its own, as the page's visitors meet it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

SECONDS = 90.0  # to import everything and open a collection on a busy machine
_LISTENING = re.compile(r"Listening on http://127\.0\.0\.1:(\d+)")


@dataclass(frozen=True, slots=True)
class Service:
    """A service that answers."""

    address: str  # where a browser finds it
    log: Path  # what it writes


@contextmanager
def served(index: Path, folder: Path, **settings: str) -> Iterator[Service]:
    """A service over an index; `settings` are `QA_` names without the prefix, in small letters.

    It writes into `folder`, and knows nothing of the data of whoever runs the tests. The number of
    questions is not limited: all the visitors of the tests are one client.
    """
    environment = {name: value for name, value in os.environ.items() if name[:3] != "QA_"}
    settings = {"index": str(index), "processes": "1", "requests_per_minute": "0", **settings}
    environment |= {f"QA_{name.upper()}": value for name, value in settings.items()}
    environment["XDG_DATA_HOME"] = str(folder)
    command = [sys.executable, "-m", "qa.cli.main", "serve", "--port", "0"]
    log = folder / "log"
    with log.open("wb") as written:
        process = subprocess.Popen(command, env=environment, stdout=written, stderr=written)
        try:
            yield Service(_address(process, log), log)
        finally:
            process.terminate()
            process.wait(SECONDS)


def _address(process: subprocess.Popen[bytes], log: Path) -> str:
    """Where the service answers, once its collection is open."""
    until = time.monotonic() + SECONDS
    while time.monotonic() < until and process.poll() is None:
        found = _LISTENING.search(log.read_text("utf-8"))
        if found and _is_ready(address := f"http://localhost:{found[1]}"):
            return address
        time.sleep(0.1)
    raise AssertionError(f"the service did not become ready:\n{log.read_text('utf-8')}")


def _is_ready(address: str) -> bool:
    try:
        with urlopen(f"{address}/readyz", timeout=5) as response:
            return bool(response.status == 200)
    except (URLError, OSError):
        return False
