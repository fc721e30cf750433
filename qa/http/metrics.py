"""What the service counts of itself, for Prometheus.

Labels are routes as declared, methods, statuses: never what a client wrote. Where several processes
answer, each counts in files of its own in a folder that they share, and whichever is asked adds up.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
)
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead

from qa.http.model_metrics import ModelMetrics
from qa.http.observing import Seen
from qa.records import ModelUse

CONTENT_TYPE = CONTENT_TYPE_LATEST
NO_ROUTE = "none"  # of a request that no route was there for, or that a guard refused

# Seconds. A question takes 16 ms (docs/evaluation.md) and has to come within 400 ms under load.
_BUCKETS = (0.005, 0.01, 0.02, 0.04, 0.08, 0.15, 0.25, 0.4, 0.8, 1.6, 5.0, 15.0)


class Metrics:
    """The figures of one process, and all processes' as text."""

    def __init__(self, shared: Path | None = None) -> None:
        """`shared` is the folder of figures of a service of several processes."""
        self._shared = shared
        self._registry = registry = CollectorRegistry()
        self._requests = Counter(
            "qa_http_requests",
            "Requests that have ended.",
            ("route", "method", "status"),
            registry=registry,
        )
        self._seconds = Histogram(
            "qa_http_request_duration_seconds",
            "How long requests took, the whole of the answer included.",
            ("route", "method"),
            buckets=_BUCKETS,
            registry=registry,
        )
        self._gone = Counter(
            "qa_http_clients_gone",
            "Clients that left before their answer was there.",
            registry=registry,
        )
        self._questions = Counter(
            "qa_questions",
            "Questions by the status of their answer.",
            ("status",),
            registry=registry,
        )
        self._desk = Gauge(
            "qa_desk_requests",
            "Requests at work or waiting for it.",
            registry=registry,
            multiprocess_mode="livesum",
        )
        # The oldest that any process uses; 0 while one of them has none.
        self._generation = Gauge(
            "qa_collection_generation",
            "The generation of the collection in use.",
            registry=registry,
            multiprocess_mode="livemin",
        )
        self._reports = Gauge(
            "qa_collection_reports",
            "Reports in the collection in use.",
            registry=registry,
            multiprocess_mode="livemin",
        )
        self._failures = Counter(
            "qa_collection_failures",
            "Times that the collection could not be opened or was found damaged.",
            registry=registry,
        )
        self._of_model = ModelMetrics(registry)

    def observe_model(self, use: ModelUse) -> None:
        """Count what a language model did."""
        self._of_model.observe(use)

    def observe(self, seen: Seen) -> None:
        """Count a request that has ended."""
        route = seen.route or NO_ROUTE
        self._requests.labels(route, seen.method, str(seen.status)).inc()
        self._seconds.labels(route, seen.method).observe(seen.seconds)
        if seen.client_gone:
            self._gone.inc()
        if seen.asked:
            self._questions.labels(seen.asked.status).inc()

    def observe_desk(self, present: int) -> None:
        """Keep how many requests are at work or wait."""
        self._desk.set(present)

    def observe_event(self, event: str, values: Mapping[str, object]) -> None:
        """Keep what a `LiveCollection` tells."""
        if event == "collection opened":
            self._generation.set(float(str(values["generation"])))
            self._reports.set(float(str(values["reports"])))
        elif event == "collection failed":
            self._failures.inc()

    def as_text(self) -> bytes:
        """The figures of all processes, in Prometheus's format."""
        if self._shared is None:
            return generate_latest(self._registry)
        _forget_ended_processes(self._shared)
        together = CollectorRegistry()
        MultiProcessCollector(together, str(self._shared))  # type: ignore[no-untyped-call]
        return generate_latest(together)


def _forget_ended_processes(shared: Path) -> None:
    """Leave out what a process that is no more had open; what it has counted stays counted."""
    for path in shared.glob("gauge_live*.db"):
        process = int(path.stem.rpartition("_")[2])
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            mark_process_dead(process, str(shared))  # type: ignore[no-untyped-call]
