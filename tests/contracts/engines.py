"""An engine for the tests: Milvus Lite as a server on this machine, ended with the test."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

import pytest

START_SECONDS = 60.0


@dataclass(slots=True)
class RunningEngine:
    """A server with a folder of its own, which can be ended and started again."""

    folder: Path
    port: int
    process: subprocess.Popen[bytes] | None = field(default=None)

    def address(self, collection: str) -> str:
        return f"milvus://127.0.0.1:{self.port}/{collection}"

    def start(self) -> None:
        """Start the server and wait until it listens."""
        self.folder.mkdir(parents=True, exist_ok=True)
        words = [sys.executable, "-m", "milvus_lite", "server", "--data-dir", str(self.folder)]
        words += ["--host", "127.0.0.1", "--port", str(self.port)]
        with (self.folder.parent / "engine.log").open("ab") as log:
            self.process = subprocess.Popen(words, stdout=log, stderr=log)
        until = time.monotonic() + START_SECONDS
        while not self._listens():
            assert self.process.poll() is None, "the engine did not start: see engine.log"
            assert time.monotonic() < until
            time.sleep(0.05)

    def _listens(self) -> bool:
        with suppress(OSError), socket.create_connection(("127.0.0.1", self.port), timeout=1):
            return True
        return False

    def kill(self) -> None:
        """End the server as a loss of power would."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None


@contextmanager
def running_engine(folder: Path) -> Iterator[RunningEngine]:
    """A server on a free port for the length of the block; skips aloud where there is none."""
    if find_spec("milvus_lite") is None or find_spec("pymilvus") is None:
        pytest.skip("milvus-lite and pymilvus are not installed: pip install -e '.[milvus]'")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    engine = RunningEngine(folder / "engine", port)
    engine.start()
    try:
        yield engine
    finally:
        engine.kill()
