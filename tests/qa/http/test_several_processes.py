"""Several processes are one service: they count together, and what they write is lines of JSON."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import httpx2
import pytest

from qa.http.tokens import add_token, revoke_token
from tests.qa.http.serving import ROOT, Serving, serving
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
    settings = {"QA_PROCESSES": "2", "QA_OPEN_TO_EVERYONE": "yes", **proxied}
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


def test_a_session_counts_in_every_process_and_a_revoked_token_in_none(
    sample_index: Path, tmp_path: Path
) -> None:
    tokens = tmp_path / "tokens.json"
    _, secret = add_token(tokens, "duty team")
    settings = {"QA_PROCESSES": "2", "QA_TOKENS": str(tokens)}
    with serving(sample_index, tmp_path / "log", "--host", "0.0.0.0", **settings) as served:
        form = {"token": secret, "next": "/reports"}
        signed_in = httpx2.post(f"{served.address}/sign-in", data=form)
        assert signed_in.headers["location"] == "/reports"
        cookie = {"Cookie": signed_in.headers["set-cookie"].split(";")[0]}
        assert {served.get("/reports", headers=cookie).status_code for _ in range(8)} == {200}
        assert {served.get("/reports").status_code for _ in range(4)} == {401}
        revoke_token(tokens, "duty team")
        assert {served.get("/reports", headers=cookie).status_code for _ in range(8)} == {401}
    assert secret not in served.log.read_text(encoding="utf-8")


def test_a_service_for_others_without_a_token_is_refused(
    sample_index: Path, tmp_path: Path
) -> None:
    environment = {**os.environ, "QA_TOKENS": str(tmp_path / "tokens.json")}
    command = [sys.executable, "-m", "qa.cli.main", "serve", "--index", str(sample_index)]
    done = subprocess.run(
        [*command, "--host", "0.0.0.0", "--port", "0"],
        env=environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 4
    assert "qa token" in done.stderr
    assert "--open-to-everyone" in done.stderr


def test_one_process_serves_too(sample_index: Path, tmp_path: Path) -> None:
    with serving(sample_index, tmp_path / "log", QA_PROCESSES="1") as served:
        assert served.get("/livez").status_code == 200
        assert "qa_http_requests_total" in served.get("/metrics").text
