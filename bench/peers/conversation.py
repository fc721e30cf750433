"""The peer's side: build an index, or open one and answer lines of JSON until they end.

    python -m bench.peers.MODULE build FOLDER VARIANT < files, one a line
    python -m bench.peers.MODULE ask FOLDER VARIANT < questions, one line of JSON each

Standard library only: it runs in the peers' environment, which has nothing of ours.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, Protocol, TextIO

from bench.peers.chunks import Reply

Ask = Callable[[Mapping[str, Any]], Reply]


class Peer(Protocol):
    """A system that is measured."""

    def build(self, files: Sequence[Path], folder: Path) -> int:
        """Index the files from nothing into an empty folder; how many chunks that made."""

    def open(self, folder: Path) -> Ask:
        """Open what `build` left, ready to be asked."""


def speak(make_peer: Callable[[str], Peer]) -> None:
    """Do what the command line says. Peers' own prints go to stderr: stdout is for the lines."""
    command, folder, variant = sys.argv[1], Path(sys.argv[2]), sys.argv[3]
    with os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8") as lines:
        os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
        peer = make_peer(variant)
        if command == "build":
            build(peer, folder, lines)
        else:
            answer(peer.open(folder), lines)


def build(peer: Peer, folder: Path, lines: TextIO) -> None:
    """Index the files named on stdin; one line with the chunks and the seconds it took.

    The seconds count from before the peer's libraries are loaded: a user waits for those too.
    """
    files = [Path(line) for line in sys.stdin.read().splitlines()]
    started = time.perf_counter()
    chunks = peer.build(files, folder)
    seconds = time.perf_counter() - started
    tell(lines, {"chunks": chunks, "seconds": seconds, "peak_bytes": peak_bytes()})


def answer(ask: Ask, lines: TextIO) -> None:
    """One line for each question: the reply, the seconds it took, the most memory held so far."""
    tell(lines, {"ready": True})
    for line in sys.stdin:
        question = json.loads(line)
        started = time.perf_counter()
        reply = ask(question)
        seconds = time.perf_counter() - started
        tell(lines, {**asdict(reply), "seconds": seconds, "peak_bytes": peak_bytes()})


def tell(lines: TextIO, values: Mapping[str, Any]) -> None:
    """One line of JSON, at once."""
    lines.write(json.dumps(values, ensure_ascii=False) + "\n")
    lines.flush()


def peak_bytes() -> int:
    """The most memory that this process has held: macOS counts bytes, Linux kibibytes."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024
