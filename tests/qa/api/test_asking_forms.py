"""`POST /api/ask` as text, Markdown and CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from qa.settings import Settings
from tests.qa.http.running import running

QUESTION = "How many privately fostered children does Thornmere know of?"
LINK = "http://localhost/reports/thornmere-ilacs-2024-11-04/paragraphs/"


@pytest.fixture(scope="module")
def client(sample_index: Path) -> Iterator[TestClient]:
    with running(Settings(index=sample_index)) as ready:
        yield ready


@pytest.mark.parametrize("form", ["text/plain", "text/markdown", "text/csv"])
def test_an_answer_comes_in_the_form_that_is_accepted(client: TestClient, form: str) -> None:
    got = client.post("/api/ask", json={"question": QUESTION}, headers={"Accept": form})
    assert got.status_code == 200
    assert got.headers["content-type"] == f"{form}; charset=utf-8"
    assert got.headers["vary"] == "Accept"
    assert got.headers["cache-control"] == "no-store"
    assert "31 privately fostered children" in got.text
    assert LINK in got.text
    assert "Open Government Licence" in got.text


def test_csv_can_be_read_as_rows(client: TestClient) -> None:
    got = client.post("/api/ask", json={"question": QUESTION}, headers={"Accept": "text/csv"})
    rows = list(csv.DictReader(io.StringIO(got.text)))
    assert rows[0]["report_id"] == "thornmere-ilacs-2024-11-04"
    assert rows[0]["number"] == "7"


@pytest.mark.parametrize(
    ("accept", "got_type"),
    [
        ("*/*", "application/json"),
        ("text/html", "application/json"),
        ("text/event-stream", "text/event-stream; charset=utf-8"),
    ],
)
def test_other_forms_stay_as_they_are(client: TestClient, accept: str, got_type: str) -> None:
    got = client.post("/api/ask", json={"question": QUESTION}, headers={"Accept": accept})
    assert got.headers["content-type"] == got_type


def test_errors_are_problems_whatever_is_accepted(client: TestClient) -> None:
    got = client.post("/api/ask", json={"question": " "}, headers={"Accept": "text/csv"})
    assert got.status_code == 422
    assert got.headers["content-type"] == "application/problem+json"
