"""Personal data in a question is refused in every way in, before anything of it is written down."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from qa.cli import ask as ask_command
from qa.live_collection import LiveCollection
from qa.mcp.server import ToolServer
from qa.settings import Settings
from tests.qa.http.running import running
from tests.qa.http.written_lines import Lines, lines_written

HELD = {
    "an e-mail address": "jane.doe@example.org",
    "a phone number": "07700 900123",
    "a National Insurance number": "AB 12 34 56 C",
}
SENTENCE = "holds what looks like {}. Leave it out and ask again"
GOOD = "What needs to improve in Quillbridge?"


@dataclass(frozen=True, slots=True)
class WayIn:
    """A request that asks, with the words put where "WORDS" stands."""

    method: str
    path: str
    sent: dict[str, Any]  # arguments of the client
    pointer: str  # what the problem names

    def ask(self, client: TestClient, words: str) -> Any:
        sent = json.loads(json.dumps(self.sent).replace("WORDS", words))
        return client.request(self.method, self.path, **sent)


def chat(*contents: str, **more: Any) -> dict[str, Any]:
    messages = [{"role": "user", "content": content} for content in contents]
    return {"json": {"model": "inspection-answers", "messages": messages, **more}}


STREAM = {"Accept": "text/event-stream"}
HISTORY = [{"role": "user", "content": "WORDS"}]
PROBLEMS = {
    "ask": WayIn("POST", "/api/ask", {"json": {"question": "WORDS"}}, "/question"),
    "ask, streamed": WayIn(
        "POST", "/api/ask", {"json": {"question": "WORDS"}, "headers": STREAM}, "/question"
    ),
    "ask, history": WayIn(
        "POST", "/api/ask", {"json": {"question": GOOD, "history": HISTORY}}, "/history"
    ),
    "ask, phrase": WayIn(
        "POST",
        "/api/ask",
        {"json": {"question": GOOD, "filters": {"phrase": "WORDS"}}},
        "/filters/phrase",
    ),
    "search": WayIn("GET", "/api/search", {"params": {"q": "WORDS"}}, "/question"),
}
CHATS = {
    "chat": WayIn("POST", "/v1/chat/completions", chat("WORDS"), "messages"),
    "chat, streamed": WayIn("POST", "/v1/chat/completions", chat("WORDS", stream=True), "messages"),
    "chat, earlier": WayIn("POST", "/v1/chat/completions", chat("WORDS", GOOD), "messages"),
    "chat, phrase": WayIn(
        "POST",
        "/v1/chat/completions",
        chat(GOOD, filters={"phrase": "WORDS"}),
        "filters.phrase",
    ),
}
HTML = {"Accept": "text/html"}
PAGES = {
    "page": WayIn("POST", "/", {"data": {"question": "WORDS"}, "headers": HTML}, ""),
    "page, history": WayIn(
        "POST", "/", {"data": {"question": GOOD, "history": ["WORDS"]}, "headers": HTML}, ""
    ),
    "page, streamed": WayIn("POST", "/", {"data": {"question": "WORDS"}, "headers": STREAM}, ""),
    "export": WayIn("POST", "/export", {"data": {"question": "WORDS", "form": "text"}}, ""),
}


@pytest.fixture(scope="module")
def service(sample_index: Path) -> Iterator[TestClient]:
    """A service that writes questions down, which is the worst case."""
    with running(Settings(index=sample_index, log_questions=True)) as client:
        yield client


@pytest.fixture
def lines() -> Iterator[Lines]:
    with lines_written() as kept:
        yield kept


@pytest.mark.parametrize("what", HELD)
@pytest.mark.parametrize("way", PROBLEMS.values(), ids=PROBLEMS)
def test_a_program_is_told_where_and_what(
    service: TestClient, lines: Lines, way: WayIn, what: str
) -> None:
    response = way.ask(service, f"Is {HELD[what]} known?")
    assert response.status_code == 422
    assert response.headers["content-type"] == "application/problem+json"
    (fault,) = response.json()["errors"]
    assert fault["pointer"] == way.pointer
    assert SENTENCE.format(what) in fault["detail"]
    assert HELD[what] not in response.text
    not_written(lines, what)


@pytest.mark.parametrize("what", HELD)
@pytest.mark.parametrize("way", CHATS.values(), ids=CHATS)
def test_a_chat_client_is_told_in_its_own_shape(
    service: TestClient, lines: Lines, way: WayIn, what: str
) -> None:
    response = way.ask(service, f"Is {HELD[what]} known?")
    assert response.status_code == 400
    error = response.json()["error"]
    assert error["type"] == "invalid_request_error"
    assert error["param"] == way.pointer
    assert SENTENCE.format(what) in error["message"]
    assert HELD[what] not in response.text
    not_written(lines, what)


@pytest.mark.parametrize("what", HELD)
@pytest.mark.parametrize("way", PAGES.values(), ids=PAGES)
def test_a_visitor_is_told_beside_the_question(
    service: TestClient, lines: Lines, way: WayIn, what: str
) -> None:
    response = way.ask(service, f"Is {HELD[what]} known?")
    assert response.status_code == 422
    assert SENTENCE.format(what) in unescape(response.text)
    not_written(lines, what)


def test_what_was_typed_stays_in_the_box_alone(service: TestClient) -> None:
    shown = PAGES["page"].ask(service, "Is 07700 900123 known?").text
    assert shown.count("07700 900123") == 1
    assert ">Is 07700 900123 known?</textarea>" in shown
    assert "<title>Error: " in shown


def not_written(lines: Lines, what: str) -> None:
    assert lines.values, "the request itself is written down"
    assert HELD[what] not in "".join(lines.written)
    assert not any("question" in values for values in lines.values)


def test_a_query_string_is_never_written(service: TestClient, lines: Lines) -> None:
    assert service.get("/api/search", params={"q": "marmalade in Thornmere"}).status_code == 200
    assert service.get("/reports", params={"authority": "marmalade"}).status_code == 422
    figures = service.get("/metrics").text
    assert len(lines.values) >= 2
    assert "marmalade" not in figures + "".join(lines.written)


@pytest.mark.parametrize("what", HELD)
@pytest.mark.parametrize(
    ("tool", "arguments"),
    [
        ("ask", {"question": "WORDS"}),
        ("ask", {"question": GOOD, "history": ["WORDS"]}),
        ("search", {"query": "WORDS"}),
    ],
)
def test_a_model_is_told(
    tools: ToolServer,
    capfd: pytest.CaptureFixture[str],
    tool: str,
    arguments: dict[str, Any],
    what: str,
) -> None:
    sent = json.loads(json.dumps(arguments).replace("WORDS", f"Is {HELD[what]} known?"))
    told = tools.call(tool, sent)
    assert told.is_error
    assert SENTENCE.format(what) in str(told.content[0])
    assert HELD[what] not in f"{told}{capfd.readouterr()}"


@pytest.fixture(scope="module")
def tools(sample_index: Path) -> Iterator[ToolServer]:
    live = LiveCollection(Settings(index=sample_index))
    live.start()
    yield ToolServer(live)
    live.stop()


@pytest.mark.parametrize("what", HELD)
def test_the_command_ends_with_2_before_it_opens_anything(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], what: str
) -> None:
    code = ask_command.main([f"Is {HELD[what]} known?", "--index", str(tmp_path / "none")])
    told = capsys.readouterr()
    assert code == 2
    assert SENTENCE.format(what) in told.err
    assert HELD[what] not in told.out + told.err


def test_hidden_marks_are_gone_from_what_is_shown(service: TestClient, lines: Lines) -> None:
    hidden = "What needs\u200b to imp\xadrove\U000e0041 in Quill\u2060bridge?"
    told = service.post("/api/ask", json={"question": hidden}).json()
    assert (told["question"], told["status"]) == (GOOD, "answered")
    page = service.post("/", data={"question": hidden}, headers=HTML).text
    assert GOOD in page
    assert not {"\u200b", "\xad", "\U000e0041", "\u2060"} & set(page)
    assert [values["question"] for values in lines.values] == [GOOD, GOOD]
