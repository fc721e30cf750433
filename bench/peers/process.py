"""The bench's side of a peer: its process, started, asked line by line, ended.

What a peer prints goes to a log file beside its index; where it fails, the log's end is told.
"""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

ROOT = Path(__file__).resolve().parents[2]

# The model lies in a package and nobody is told what is asked: no peer may look elsewhere.
OFFLINE = {
    "HF_HUB_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "LANGSMITH_TRACING": "false",
}


class PeerFailed(Exception):
    """A peer's process ended where an answer was expected."""


class PeerProcess:
    """A peer's process, kept warm between questions. Used in a `with` block."""

    def __init__(self, command: Sequence[str], log: Path) -> None:
        self._log = log
        with log.open("a", encoding="utf-8") as errors:
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                encoding="utf-8",
                cwd=ROOT,
                env={**os.environ, **OFFLINE},
            )

    def __enter__(self) -> PeerProcess:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is not None:
            self._process.kill()
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.close()
        self._process.wait()
        self._process.stdout.close()

    def told(self) -> dict[str, Any]:
        """The next line of the peer.

        Raises: PeerFailed.
        """
        assert self._process.stdout
        line = self._process.stdout.readline()
        if not line:
            end = self._log.read_text(encoding="utf-8", errors="replace").splitlines()[-5:]
            raise PeerFailed("\n".join([f"a peer ended early; {self._log} says:", *end]))
        values: dict[str, Any] = json.loads(line)
        return values

    def ask(self, question: Mapping[str, Any]) -> dict[str, Any]:
        """What the peer answers to a question.

        Raises: PeerFailed.
        """
        assert self._process.stdin
        self._process.stdin.write(json.dumps(question) + "\n")
        self._process.stdin.flush()
        return self.told()

    def build(self, files: Sequence[Path]) -> dict[str, Any]:
        """Hand over the files to index; what the peer tells when it has.

        Raises: PeerFailed.
        """
        assert self._process.stdin
        self._process.stdin.write("\n".join(map(str, files)) + "\n")
        self._process.stdin.close()
        return self.told()
