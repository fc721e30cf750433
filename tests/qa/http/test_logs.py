"""The log: lines of JSON, and no word of a client's in them unless that is asked for."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from qa.http.logs import log_event, naming_request, plain_lines, request_log
from qa.http.observing import Asked, Seen
from qa.http.tokens import add_token
from qa.settings import Settings
from tests.qa.http.running import running
from tests.qa.http.written_lines import Lines, lines_written


@pytest.fixture
def lines() -> Iterator[Lines]:
    with lines_written() as kept:
        yield kept


def seen(route: str | None = "/api/ask", status: int = 200, **more: Any) -> Seen:
    values: dict[str, Any] = {
        "generation": 3,
        "client_gone": False,
        "asked": Asked("what of Leeds?", "answered"),
        "error": None,
        **more,
    }
    return Seen("id-of-this-request", "POST", route, status, 0.0123, **values)


def test_a_request_is_one_line_without_the_question(lines: Lines) -> None:
    request_log(with_questions=False)(seen())
    (values,) = lines.values
    assert values.pop("time").endswith("Z")
    assert isinstance(values.pop("process"), int)
    assert values == {
        "event": "request",
        "level": "info",
        "request_id": "id-of-this-request",
        "method": "POST",
        "route": "/api/ask",
        "status": 200,
        "duration_ms": 12.3,
        "generation": 3,
        "answer_status": "answered",
    }


def test_the_question_is_written_where_that_is_asked_for(lines: Lines) -> None:
    request_log(with_questions=True)(seen())
    assert lines.values[0]["question"] == "what of Leeds?"


@pytest.mark.parametrize("with_questions", [True, False])
def test_an_error_is_named_with_its_place_and_its_words_are_kept_back(
    lines: Lines, with_questions: bool
) -> None:
    try:
        raise KeyError("what of Leeds?")
    except KeyError as error:
        request_log(with_questions=with_questions)(seen(error=error, status=500))
    (values,) = lines.values
    assert values["level"] == "error"
    assert values["error"] == "KeyError"
    assert "test_logs.py" in values["calls"][-1]
    assert ("what of Leeds?" in lines.written[0]) == with_questions


def test_a_client_that_has_gone_is_said(lines: Lines) -> None:
    request_log(with_questions=False)(seen(client_gone=True))
    assert lines.values[0]["client_gone"] is True


def test_what_machines_ask_every_few_seconds_is_written_where_it_fails(lines: Lines) -> None:
    write = request_log(with_questions=False)
    write(seen("/readyz"))
    assert not lines.written
    write(seen("/readyz", 503))
    assert lines.values[0]["status"] == 503


def test_lines_inside_a_request_name_it(lines: Lines) -> None:
    with naming_request("id-of-this-request"):
        log_event("happened", {"reports": 5})
    log_event("failed", {"error": "why"}, is_error=True)
    inside, outside = lines.values
    assert inside["request_id"] == "id-of-this-request"
    assert inside["reports"] == 5
    assert "request_id" not in outside
    assert outside["level"] == "error"


def test_lines_of_libraries_look_the_same(lines: Lines) -> None:
    lines.handle(logging.LogRecord("uvicorn.error", 20, "", 1, "Started %s", ("it",), None))
    (values,) = lines.values
    assert (values["event"], values["level"]) == ("Started it", "info")


def test_a_running_service_writes_what_happened_and_nothing_that_was_sent(
    lines: Lines, sample_index: Path
) -> None:
    with running(Settings(index=sample_index)) as client:
        asked = {"question": "What about Norwick and its unmistakable words?"}
        response = client.post("/api/ask", json=asked)
        client.get("/unmistakable?q=unmistakable", headers={"User-Agent": "unmistakable"})
        client.post("/api/ask", json={"unmistakable": 1})
    events = [values["event"] for values in lines.values]
    assert events[:2] == ["service started", "collection opened"]
    assert events[-1] == "service stopped"
    ask, missing, invalid = (v for v in lines.values if v["event"] == "request")
    assert ask["request_id"] == response.headers["x-request-id"]
    assert ask["route"] == "/api/ask"
    assert ask["generation"] == 1
    assert ask["answer_status"] == response.json()["status"]
    assert (missing["route"], missing["status"]) == (None, 404)
    assert invalid["status"] == 422
    assert "unmistakable" not in "".join(lines.written)


def test_no_token_and_no_session_is_written_down(
    lines: Lines, sample_index: Path, tmp_path: Path
) -> None:
    tokens = tmp_path / "tokens.json"
    _, secret = add_token(tokens, "press")
    wrong = secret[:-8] + "AAAAAAAA"
    settings = Settings(index=sample_index, tokens=tokens, log_questions=True)
    with running(settings) as client:
        for token in (wrong, secret):
            bearer = {"Authorization": f"Bearer {token}"}
            client.get("/api/reports", headers=bearer)
            client.get(f"/api/reports?token={token}", headers=bearer)
            client.post("/sign-in", data={"token": token, "next": ""})
        session = client.cookies["inspection-answers"]
        assert client.get("/api/reports").status_code == 200
        client.cookies.clear()
        altered = {"Cookie": f"inspection-answers={session}x"}
        assert client.get("/api/reports", headers=altered).status_code == 401
    assert "wrong token" in {values["event"] for values in lines.values}
    written = "".join(lines.written)
    for kept in (secret, wrong, session, tokens.read_text()[200:300]):
        assert kept not in written


def test_a_person_at_a_terminal_reads_plain_lines(lines: Lines) -> None:
    lines.setFormatter(plain_lines())
    with naming_request("95c56237dc811eef"):
        log_event("collection opened", {"generation": 3, "reports": 15})
    (written,) = lines.written
    for part in ("collection opened", "generation=3", "reports=15"):
        assert part in written
    assert "95c56237dc811eef" not in written
    assert "{" not in written
