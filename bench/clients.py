"""Clients that ask a running service at once: threads of this process, each with a connection."""

from __future__ import annotations

import http.client
import json
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

_SECONDS = 60.0  # that a client waits for an answer

# Told how often one client has asked; whether it has asked enough.
IsEnough = Callable[[int], bool]


@dataclass(slots=True)
class Told:
    """What the clients of a run met."""

    milliseconds: list[float] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    reports_by_generation: dict[str, set[int]] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def requests(self) -> int:
        """Those that were answered and those that no answer came to."""
        with self.lock:
            broken = sum(not failure.isdecimal() for failure in self.failures)
            return len(self.milliseconds) + broken

    def quantile(self, share: float) -> float:
        """The milliseconds that so large a share of the responses took at most."""
        ordered = sorted(self.milliseconds)
        return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def run_clients(
    port: int, questions: Sequence[str], clients: int, is_enough: IsEnough, told: Told
) -> float:
    """Let so many clients ask, each beginning elsewhere in the questions; seconds that it took."""
    started = time.perf_counter()
    threads = [
        threading.Thread(
            target=_client, args=(port, questions, len(questions) * n // clients, is_enough, told)
        )
        for n in range(clients)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return time.perf_counter() - started


def _client(
    port: int, questions: Sequence[str], begins_at: int, is_enough: IsEnough, told: Told
) -> None:
    """Ask one question after another over one connection, as fast as answers come."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=_SECONDS)
    asked = 0
    while not is_enough(asked):
        _ask(connection, questions[(begins_at + asked) % len(questions)], told)
        asked += 1
    connection.close()


def _ask(connection: http.client.HTTPConnection, question: str, told: Told) -> None:
    body = json.dumps({"question": question})
    started = time.perf_counter()
    try:
        connection.request("POST", "/api/ask", body, {"Content-Type": "application/json"})
        response = connection.getresponse()
        content = response.read()
    except (OSError, http.client.HTTPException) as error:
        connection.close()
        with told.lock:
            told.failures.append(type(error).__name__)
        return
    elapsed = (time.perf_counter() - started) * 1000
    with told.lock:
        told.milliseconds.append(elapsed)
        if response.status != 200:
            told.failures.append(str(response.status))
            return
        generation = response.headers["X-Collection-Generation"]
        reports = json.loads(content)["coverage"]["reports_in_collection"]
        told.reports_by_generation.setdefault(generation, set()).add(reports)
