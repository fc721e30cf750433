"""A real `qa serve` in a process of its own, as the page's visitors meet it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

SECONDS = 90.0  # to import everything and open a collection on a busy machine
_LISTENING = re.compile(r"Listening on http://127\.0\.0\.1:(\d+)")


@contextmanager
def served(index: Path, log: Path, **settings: str) -> Iterator[str]:
    """The address of a service over an index; `settings` are `QA_` names without the prefix.

    `log` is the file that the service writes to, and stays behind to be read.
    """
    environment = {name: value for name, value in os.environ.items() if name[:3] != "QA_"}
    environment |= {f"QA_{name.upper()}": value for name, value in settings.items()}
    environment |= {"QA_INDEX": str(index), "QA_PROCESSES": "1"}
    command = [sys.executable, "-m", "qa.cli.main", "serve", "--port", "0"]
    with log.open("wb") as written:
        process = subprocess.Popen(command, env=environment, stdout=written, stderr=written)
        try:
            yield _address(process, log)
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
