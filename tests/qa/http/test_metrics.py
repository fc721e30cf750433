"""The figures for Prometheus: what is counted, under which labels."""

from __future__ import annotations

from pathlib import Path

from prometheus_client.parser import text_string_to_metric_families

from qa.http.metrics import Metrics
from qa.http.observing import Asked, Seen
from qa.settings import Settings
from tests.qa.http.running import running

Figures = dict[tuple[str, frozenset[tuple[str, str]]], float]


def figures_of(text: str) -> Figures:
    """Each sample of the text by its name and labels."""
    return {
        (sample.name, frozenset(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def value(figures: Figures, name: str, **labels: str) -> float | None:
    return figures.get((name, frozenset(labels.items())))


def seen(*, asked: Asked | None = None, client_gone: bool = False) -> Seen:
    return Seen("some-request-id", "POST", "/api/ask", 200, 0.03, 1, client_gone, asked, None)


def test_requests_questions_and_clients_gone_are_counted() -> None:
    metrics = Metrics()
    metrics.observe(seen(asked=Asked("what?", "answered")))
    metrics.observe(seen(client_gone=True))
    figures = figures_of(metrics.as_text().decode())
    labels = {"route": "/api/ask", "method": "POST"}
    assert value(figures, "qa_http_requests_total", **labels, status="200") == 2
    assert value(figures, "qa_questions_total", status="answered") == 1
    assert value(figures, "qa_http_clients_gone_total") == 1
    name = "qa_http_request_duration_seconds"
    assert value(figures, f"{name}_count", **labels) == 2
    assert value(figures, f"{name}_bucket", **labels, le="0.02") == 0
    assert value(figures, f"{name}_bucket", **labels, le="0.04") == 2


def test_the_collection_and_the_desk_are_told() -> None:
    metrics = Metrics()
    metrics.observe_event("collection opened", {"generation": 7, "reports": 204})
    metrics.observe_event("collection failed", {"error": "damaged"})
    metrics.observe_event("something else", {})
    metrics.observe_desk(3)
    figures = figures_of(metrics.as_text().decode())
    assert value(figures, "qa_collection_generation") == 7
    assert value(figures, "qa_collection_reports") == 204
    assert value(figures, "qa_collection_failures_total") == 1
    assert value(figures, "qa_desk_requests") == 3


def test_a_running_service_counts_by_route_and_never_by_what_was_sent(sample_index: Path) -> None:
    with running(Settings(index=sample_index)) as client:
        client.post("/api/ask", json={"question": "What needs to improve in Norwick?"})
        client.post("/", data={"question": "What needs to improve in Norwick?"})
        client.get("/reports/unmistakable")
        client.get("/unmistakable?unmistakable")
        client.request("UNMISTAKABLE", "/livez")
        response = client.get("/metrics")
    assert response.headers["content-type"].startswith("text/plain")
    assert "unmistakable" not in response.text.lower()
    figures = figures_of(response.text)
    asked = [v for (name, _), v in figures.items() if name == "qa_questions_total"]
    assert sum(asked) == 2
    missing = {"method": "GET", "status": "404"}
    assert value(figures, "qa_http_requests_total", route="/reports/{report_id}", **missing) == 1
    assert value(figures, "qa_http_requests_total", route="none", **missing) == 1
    assert value(figures, "qa_collection_generation") == 1
    assert value(figures, "qa_desk_requests") == 0
