"""The real service: `qa serve` in processes of its own, on a free port."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2

ROOT = Path(__file__).parents[3]
SECONDS = 60.0  # to start on a busy machine


@dataclass(frozen=True, slots=True)
class Serving:
    """A service that runs, and where it writes."""

    address: str
    log: Path

    def lines(self) -> list[dict[str, Any]]:
        """What it has written so far: every line has to be JSON."""
        return [json.loads(line) for line in self.log.read_text(encoding="utf-8").splitlines()]

    def get(self, path: str, **more: Any) -> httpx2.Response:
        """An answer over a connection of its own, so that any of the processes may give it."""
        return httpx2.get(f"{self.address}{path}", timeout=30, **more)


@contextmanager
def serving(index: Path, log: Path, *arguments: str, **environment: str) -> Iterator[Serving]:
    """`qa serve` over the index, or over what `QA_STORE` names, until the block ends."""
    command = [sys.executable, "-m", "qa.cli.main", "serve", "--port", "0"]
    if "QA_STORE" in environment:
        environment["QA_INDEX"] = str(index)
    else:
        command += ["--index", str(index)]
    inherited = {name: v for name, v in os.environ.items() if not name.startswith("QA_")}
    data = {"XDG_DATA_HOME": str(log.parent), "PYTHONPATH": str(ROOT)}
    with log.open("wb") as stderr:
        process = subprocess.Popen(
            [*command, *arguments], env={**inherited, **data, **environment}, stderr=stderr
        )
    try:
        served = Serving(_address_in(log, process), log)
        _wait_until_ready(served, process)
        yield served
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


def _address_in(log: Path, process: subprocess.Popen[bytes]) -> str:
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline:
        assert process.poll() is None, log.read_text(encoding="utf-8")
        if found := re.search(r"Listening on (http://\S+)", log.read_text(encoding="utf-8")):
            return found[1].replace("0.0.0.0", "127.0.0.1")
        time.sleep(0.05)
    raise AssertionError(log.read_text(encoding="utf-8"))


def _wait_until_ready(served: Serving, process: subprocess.Popen[bytes]) -> None:
    """Wait until every process has opened the collection."""
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline:
        assert process.poll() is None, served.log.read_text(encoding="utf-8")
        lines = served.log.read_text(encoding="utf-8")
        if lines.count('"collection opened"') >= lines.count("Started server process") > 0:
            return
        time.sleep(0.05)
    raise AssertionError(served.log.read_text(encoding="utf-8"))
