"""A client that asks too much is told to wait, and until when."""

from __future__ import annotations

from pathlib import Path

import pytest

from qa.http.clients import client_of
from qa.settings import Settings
from tests.qa.http.running import running

QUESTION = {"question": "What needs to improve?"}


def test_the_question_too_many_is_refused_with_when_to_come_again(sample_index: Path) -> None:
    with running(Settings(index=sample_index, requests_per_minute=2)) as client:
        first, second, third = (client.post("/api/ask", json=QUESTION) for _ in range(3))
        assert (first.status_code, second.status_code, third.status_code) == (200, 200, 429)
        assert first.headers["ratelimit-policy"] == '"questions";q=2;w=60'
        assert first.headers["ratelimit"].startswith('"questions";r=1;t=')
        assert third.headers["ratelimit"].startswith('"questions";r=0;t=')
        assert 1 <= int(third.headers["retry-after"]) <= 60
        assert third.headers["content-type"] == "application/problem+json"
        assert "content-security-policy" in third.headers
        assert client.get("/api/search", params={"q": "x"}).status_code == 429
        page = client.post("/", headers={"Accept": "text/html"}, data=QUESTION)
        assert page.status_code == 429
        assert "<h1>" in page.text


def test_other_requests_are_counted_apart_and_ten_times_as_many(sample_index: Path) -> None:
    with running(Settings(index=sample_index, requests_per_minute=1)) as client:
        client.post("/api/ask", json=QUESTION)
        statuses = [client.get("/openapi.json").status_code for _ in range(11)]
    assert statuses == [200] * 10 + [429]


def test_an_answer_to_take_along_is_counted_as_the_question_that_it_answers(
    sample_index: Path,
) -> None:
    form = {**QUESTION, "form": "text"}
    with running(Settings(index=sample_index, requests_per_minute=1)) as client:
        assert client.post("/export", data=form).status_code == 200
        assert client.post("/export", data=form).status_code == 429


@pytest.mark.parametrize("path", ["/livez", "/readyz", "/metrics", "/static/style.css"])
def test_what_costs_nothing_is_not_counted(sample_index: Path, path: str) -> None:
    with running(Settings(index=sample_index, requests_per_minute=1)) as client:
        answers = [client.get(path) for _ in range(15)]
    assert 429 not in {answer.status_code for answer in answers}
    assert "ratelimit" not in answers[0].headers


def test_nothing_is_counted_where_there_is_no_limit(sample_index: Path) -> None:
    with running(Settings(index=sample_index, requests_per_minute=0)) as client:
        assert "ratelimit" not in client.post("/api/ask", json=QUESTION).headers


def test_each_client_has_a_limit_of_its_own(sample_index: Path) -> None:
    settings = Settings(index=sample_index, requests_per_minute=1)
    with running(settings, client=("192.0.2.1", 5000)) as client:
        assert client.post("/api/ask", json=QUESTION).status_code == 200
        # Whoever is no trusted proxy may say what it likes of whom it speaks for.
        forged = {"X-Forwarded-For": "192.0.2.99"}
        assert client.post("/api/ask", json=QUESTION, headers=forged).status_code == 429


@pytest.mark.parametrize(
    ("client", "counted_as"),
    [
        (("192.0.2.1", 1), "192.0.2.1"),
        (("::ffff:192.0.2.1", 1), "192.0.2.1"),
        (("2001:db8:1:2:3:4:5:6", 1), "2001:db8:1:2::/64"),
        (("testclient", 1), "testclient"),
        (None, ""),
    ],
)
def test_a_client_is_its_address_or_its_network(
    client: tuple[str, int] | None, counted_as: str
) -> None:
    assert client_of({"type": "http", "client": client}) == counted_as
