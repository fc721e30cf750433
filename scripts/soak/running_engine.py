"""Milvus Lite as a server on this machine, which can be killed and started again.

Its Python line (3.x) runs beside us. Its C++ line (2.5.1) needs setuptools below 80 and lives in
an environment of its own: `MILVUS_LITE_2` names that environment's python, and it is taken then.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

START_SECONDS = 60.0
OTHER_PYTHON = "MILVUS_LITE_2"
# The C++ line has no command that listens on a port; its own server has.
_SERVE = (
    "import sys, time\nfrom milvus_lite.server import Server\n"
    "server = Server(sys.argv[1], sys.argv[2])\nassert server.init() and server.start()\n"
    "server._p.wait()\n"
)


@dataclass(slots=True)
class RunningEngine:
    """A server with a folder of its own."""

    folder: Path
    port: int
    process: subprocess.Popen[bytes] | None = field(default=None)

    def address(self, collection: str) -> str:
        """A collection in it, as `QA_STORE` names one."""
        return f"milvus://127.0.0.1:{self.port}/{collection}"

    def start(self) -> None:
        """Start the server and wait until it listens."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder.parent / "engine.log").open("ab") as log:
            self.process = subprocess.Popen(
                self._command(), stdout=log, stderr=log, start_new_session=True
            )
        until = time.monotonic() + START_SECONDS
        while not self._listens():
            if self.process.poll() is not None or time.monotonic() > until:
                raise RuntimeError(f"the engine did not start: {self.folder.parent}/engine.log")
            time.sleep(0.05)

    def kill(self) -> None:
        """End the server, and what it started, as a loss of power would."""
        if self.process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, 9)
            self.process.wait()
            self.process = None

    def _command(self) -> list[str]:
        where = f"127.0.0.1:{self.port}"
        if other := os.environ.get(OTHER_PYTHON):
            return [other, "-c", _SERVE, str(self.folder / "engine.db"), where]
        words = [sys.executable, "-m", "milvus_lite", "server", "--data-dir", str(self.folder)]
        return [*words, "--host", "127.0.0.1", "--port", str(self.port)]

    def _listens(self) -> bool:
        with suppress(OSError), socket.create_connection(("127.0.0.1", self.port), timeout=1):
            return True
        return False


@contextmanager
def running_engine(folder: Path) -> Iterator[RunningEngine]:
    """A server on a free port for the length of the block."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    engine = RunningEngine(folder / "engine", port)
    engine.start()
    try:
        yield engine
    finally:
        engine.kill()
