"""Several processes are one service: they count together, and what they write is lines of JSON."""

from __future__ import annotations

import os
import re
import signal
import time
from pathlib import Path

import pytest

from tests.qa.http.serving import Serving, serving
from tests.qa.http.test_metrics import figures_of, value

pytestmark = pytest.mark.slow


def processes_of(served: Serving) -> set[int]:
    return {line["process"] for line in served.lines() if line["event"] == "service started"}


def wait_for_requests(served: Serving, number: int) -> None:
    """A request is counted and written down once its answer has gone out."""
    until = time.monotonic() + 30
    while sum(line["event"] == "request" for line in served.lines()) < number:
        assert time.monotonic() < until
        time.sleep(0.02)


def test_two_processes_count_requests_and_clients_together(
    sample_index: Path, tmp_path: Path
) -> None:
    proxied = {"QA_TRUSTED_PROXIES": "127.0.0.1", "QA_REQUESTS_PER_MINUTE": "1"}
    settings = {"QA_PROCESSES": "2", **proxied}
    with serving(sample_index, tmp_path / "log", **settings) as served:
        statuses = [served.get("/openapi.json").status_code for _ in range(11)]
        assert statuses == [200] * 10 + [429]
        # A proxy that is trusted names another client, which has a limit of its own.
        other = served.get("/openapi.json", headers={"X-Forwarded-For": "192.0.2.7"})
        assert other.status_code == 200
        secure = served.get("/livez", headers={"X-Forwarded-Proto": "https"})
        assert "strict-transport-security" in secure.headers

        wait_for_requests(served, 12)
        figures = figures_of(served.get("/metrics").text)
        labels = {"route": "/openapi.json", "method": "GET"}
        assert value(figures, "qa_http_requests_total", **labels, status="200") == 11
        assert value(figures, "qa_collection_generation") == 1
        for answer in (other, secure):
            assert "server" not in answer.headers
        requests = {line["process"] for line in served.lines() if line["event"] == "request"}
        assert requests <= processes_of(served)
    assert {line["event"] for line in served.lines()} >= {"service stopped", "Shutting down"}
    assert "\x1b" not in served.log.read_text(encoding="utf-8")


def test_a_process_that_is_killed_is_replaced_and_its_counts_stay(
    sample_index: Path, tmp_path: Path
) -> None:
    with serving(sample_index, tmp_path / "log", QA_PROCESSES="2") as served:
        for _ in range(4):
            served.get("/openapi.json")
        wait_for_requests(served, 4)
        killed = min(processes_of(served))
        os.kill(killed, signal.SIGKILL)
        until = time.monotonic() + 60
        while len(processes_of(served)) < 3 and time.monotonic() < until:
            time.sleep(0.1)
        text = served.get("/metrics").text
        labels = {"route": "/openapi.json", "method": "GET", "status": "200"}
        assert value(figures_of(text), "qa_http_requests_total", **labels) == 4
        assert not re.search(rf'pid="{killed}"', text)


def test_one_process_serves_too(sample_index: Path, tmp_path: Path) -> None:
    with serving(sample_index, tmp_path / "log", QA_PROCESSES="1") as served:
        assert served.get("/livez").status_code == 200
        assert "qa_http_requests_total" in served.get("/metrics").text
