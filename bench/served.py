"""The service over invented reports: the first sentence, what it holds, what it answers at once.

    python -m bench.served FOLDER [PROCESSES]

serves an index of invented reports as `qa serve` does, with the invented model at the pace of the
packaged one. The processes share a socket as those of `qa serve` do.
"""

from __future__ import annotations

import os
import signal
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bench.clients import Told, run_clients
from bench.commands import ROOT
from bench.memory import children_of, cpu_seconds, held_bytes
from bench.serving import ENDS_WITHIN, Service, first_sentence_ms, port_of, wait_until_ready

if TYPE_CHECKING:
    from qa.settings import Settings


def first_sentences(folder: Path, questions: Sequence[str]) -> tuple[float, int]:
    """The median of milliseconds to the first sentence of an answer, and bytes held after it all.

    Each question is asked once before.
    """
    with serving_invented(folder, 1) as service:
        for question in questions:
            first_sentence_ms(service.port, question)
        times = [first_sentence_ms(service.port, question) for question in questions]
        return statistics.median(times), held_bytes(service.pid)


@dataclass(frozen=True, slots=True)
class Throughput:
    """What a service answered to so many clients at once."""

    answers_a_second: float
    p99: float  # milliseconds
    failed: int
    served_ms: float  # of a core, for each answer
    asked_ms: float  # of a core, that the client spent on each


def throughput(
    service: Service, questions: Sequence[str], clients: int, seconds: float
) -> Throughput:
    """Let so many clients ask one question after another for so long."""
    processes = [service.pid, *children_of(service.pid)]
    until, told = time.monotonic() + seconds, Told()
    served, asked = sum(map(cpu_seconds, processes)), time.process_time()
    took = run_clients(service.port, questions, clients, lambda _: time.monotonic() > until, told)
    served = sum(map(cpu_seconds, processes)) - served
    asked = time.process_time() - asked
    answers = max(1, told.requests - len(told.failures))
    return Throughput(
        answers / took,
        told.quantile(0.99),
        len(told.failures),
        1000 * served / answers,
        1000 * asked / answers,
    )


@contextmanager
def serving_invented(folder: Path, processes: int) -> Iterator[Service]:
    """The service over an index of invented reports, ready, on a port of its own."""
    command = [sys.executable, "-m", "bench.served", str(folder), str(processes)]
    process = subprocess.Popen(
        command, stderr=subprocess.PIPE, text=True, cwd=ROOT, start_new_session=True
    )
    assert process.stderr is not None
    reader = threading.Thread(target=process.stderr.read, daemon=True)
    try:
        port = port_of(process.stderr)
        reader.start()
        wait_until_ready(port)
        yield Service(port, process.pid)
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(ENDS_WITHIN)
        if reader.is_alive():
            reader.join()
        process.stderr.close()


def main() -> None:
    """Serve until told to end."""
    from qa.serving import listen
    from qa.settings import Settings

    folder, processes = Path(sys.argv[1]), int((sys.argv[2:] or ["1"])[0])
    settings = Settings(folder, port=0, processes=1, requests_per_minute=0)
    listening = listen(settings)
    for _ in range(processes - 1):
        if os.fork() == 0:  # before any thread is there
            break
    _serve(settings, listening)


def _serve(settings: Settings, listening: socket.socket) -> None:
    from bench.paced import open_paced
    from index import collection
    from qa.serving import serve

    model = open_paced(settings.index)
    # The one place where a service takes another model than the index names.
    vars(collection)["embedder_named"] = lambda name: model
    serve(settings, listening)


if __name__ == "__main__":
    main()
