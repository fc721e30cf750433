"""A service with a language model: answers are written, streamed, stopped, and never missing."""

from __future__ import annotations

import asyncio
import json
import re
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx2
import pytest
from fastapi.testclient import TestClient

from qa.api.answer_schemas import Answer as AnswerShape
from qa.application import create_app
from qa.http.service import Service
from qa.http.shared_counts import SharedCounts, make_shared_counts
from qa.http.spending import shared_spending
from qa.prose.writing import Finished
from qa.records import Answer, Question
from qa.settings import Settings
from tests.qa.http.listening import listening
from tests.qa.http.running import running
from tests.qa.prose.model_servers import (
    Body,
    Call,
    Script,
    Scripted,
    drafted,
    faithful,
    first_sentence,
    paragraphs_in,
    scripted,
)

QUESTION = "How many privately fostered children does Thornmere know of?"
COMPARED = "How are care leavers helped in Thornmere and Quillbridge?"
EVENTS = {"Accept": "text/event-stream"}
KEY = "k-secret-123"


def settings_for(index: Path, server: Scripted, **more: Any) -> Settings:
    return Settings(
        index=index,
        model="scripted",
        model_server=server.address,
        requests_per_minute=0,
        model_price_in=0.5,
        model_price_out=1.5,
        **more,
    )


@contextmanager
def writing(index: Path, script: Script, **more: Any) -> Iterator[tuple[TestClient, Scripted]]:
    """A client of a service whose model does what the script says."""
    with scripted(script) as server, running(settings_for(index, server, **more)) as client:
        yield client, server


@pytest.fixture(scope="module")
def shared(sample_index: Path) -> Iterator[tuple[TestClient, Scripted]]:
    """A service with a model, for tests that say what its model does."""
    with writing(sample_index, faithful) as made:
        yield made


@pytest.fixture
def written(shared: tuple[TestClient, Scripted]) -> tuple[TestClient, Scripted]:
    """The same, with a model that is faithful and was asked nothing yet."""
    _, server = shared
    server.script = faithful
    server.asked.clear()
    return shared


Written = tuple[TestClient, Scripted]


def asked(client: TestClient, question: str = COMPARED) -> dict[str, Any]:
    got = client.post("/api/ask", json={"question": question})
    assert got.status_code == 200, got.text
    AnswerShape.model_validate(got.json())
    values: dict[str, Any] = got.json()
    return values


def events_of(text: str) -> list[tuple[str, Any]]:
    return [
        (name, json.loads(data)) for name, data in re.findall(r"event: (\w+)\ndata: (.+)", text)
    ]


def lying(call: Call, body: Body) -> None:
    """Every sentence false, but for the first."""
    paragraphs = paragraphs_in(body)
    call.begin()
    call.say(
        drafted(
            (first_sentence(paragraphs[0]), [1]),
            *((f"It won {n} golden penguins for its tap dancing.", [1]) for n in range(20, 25)),
        )
    )
    call.close_stream()


def failing(call: Call, body: Body) -> None:
    call.reply(500, b"secret words of the server")


def test_an_answer_is_written_from_what_is_quoted(
    written: Written, sample_service: TestClient
) -> None:
    client, server = written
    values = asked(client)
    quoted = asked(sample_service)
    assert {s["kind"] for s in values["answer"]} == {"written"}
    assert values["model"]["written"] == len(values["answer"])
    assert values["model"]["cost"] > 0
    shown = {p["text"] for p in paragraphs_in(server.asked[0].body)}
    assert shown == {" ".join(c["text"].split()) for c in quoted["citations"]}
    assert values["status"] == quoted["status"]
    assert values["coverage"] == quoted["coverage"]
    assert {c["paragraph_id"] for c in values["citations"]} <= {
        c["paragraph_id"] for c in quoted["citations"]
    }


def test_a_stream_tells_the_same_as_it_is_written(written: Written) -> None:
    client, _ = written
    got = client.post("/api/ask", json={"question": COMPARED}, headers=EVENTS)
    told = events_of(got.text)
    names = [name for name, _ in told]
    assert names[0] == "understood"
    assert names[-1] == "done"
    done = told[-1][1]
    assert [data for name, data in told if name == "sentence"] == done["answer"]
    assert [data for name, data in told if name == "citation"] == done["citations"]
    known: set[int] = set()
    for name, data in told:
        if name == "citation":
            known.add(data["n"])
        if name == "sentence":
            assert set(data["citations"]) <= known


class Gate:
    """A model that writes its second sentence once it is let."""

    def __init__(self) -> None:
        self.open = threading.Event()

    def __call__(self, call: Call, body: Body) -> None:
        first, second, *_ = (
            drafted((first_sentence(p), [p["number"]])) for p in paragraphs_in(body)
        )
        call.begin()
        call.say(first)
        deadline = time.monotonic() + 20
        while not self.open.is_set() and time.monotonic() < deadline:
            call.send(b": waiting\n\n")
            time.sleep(0.02)
        call.say(second)
        call.close_stream()


@pytest.mark.slow
@pytest.mark.parametrize("way", ["api", "chat", "page"])
def test_sentences_are_there_before_the_model_ends(sample_index: Path, way: str) -> None:
    gate = Gate()
    with scripted(gate) as server:
        app = create_app(settings_for(sample_index, server))
        with (
            listening(app) as address,
            httpx2.stream(**request_of(way, address), timeout=30) as response,
        ):
            seen = ""
            for piece in response.iter_text():
                seen += piece
                if not gate.open.is_set() and is_told(way, seen):
                    gate.open.set()
            assert gate.open.is_set()
    assert is_ended(way, seen)


def request_of(way: str, address: str = "") -> dict[str, Any]:
    if way == "api":
        body = {"question": COMPARED}
        return {"method": "POST", "url": f"{address}/api/ask", "json": body, "headers": EVENTS}
    if way == "chat":
        messages = [{"role": "user", "content": COMPARED}]
        sent: dict[str, Any] = {"model": "inspection-answers", "messages": messages}
        sent["stream"] = True
        return {"method": "POST", "url": f"{address}/v1/chat/completions", "json": sent}
    return {
        "method": "POST",
        "url": f"{address}/",
        "data": {"question": COMPARED},
        "headers": EVENTS,
    }


def is_told(way: str, seen: str) -> bool:
    marks = {"api": '"kind": "written"', "chat": "[1]", "page": "sentence-written"}
    return marks[way] in seen


def is_ended(way: str, seen: str) -> bool:
    return "[DONE]" in seen if way == "chat" else "event: done" in seen


@pytest.mark.slow
@pytest.mark.parametrize("way", ["api", "chat", "page", "json"])
def test_who_leaves_stops_the_model(sample_index: Path, way: str) -> None:
    with scripted(Gate()) as server:
        app = create_app(settings_for(sample_index, server))
        with listening(app) as address:
            request = request_of("api" if way == "json" else way)
            if way == "json":
                del request["headers"]
            with httpx2.Client(base_url=address) as client:
                leave_once_asked(address, client.build_request(**request), server)
            assert server.left.wait(10)
            figures = wait_for_figure(address, 'qa_model_calls_total{outcome="stopped"} 1.0')
            assert 'qa_model_tokens_total{direction="sent"}' in figures


def leave_once_asked(address: str, request: httpx2.Request, server: Scripted) -> None:
    """Send the request, and close the connection while the model writes."""
    where = urlsplit(address)
    head = f"{request.method} {request.url.raw_path.decode()} HTTP/1.1\r\n" + "".join(
        f"{name}: {value}\r\n" for name, value in request.headers.items()
    )
    with socket.create_connection(
        (str(where.hostname), where.port or 80), timeout=30
    ) as connection:
        connection.sendall(head.encode() + b"\r\n" + request.read())
        deadline = time.monotonic() + 20
        while not server.asked and time.monotonic() < deadline:
            time.sleep(0.02)
        time.sleep(0.2)


def wait_for_figure(address: str, line: str) -> str:
    deadline = time.monotonic() + 10
    while True:
        figures = httpx2.get(f"{address}/metrics").text
        if line in figures:
            return figures
        assert time.monotonic() < deadline, figures
        time.sleep(0.05)


def test_what_was_told_and_did_not_hold_is_withdrawn(
    written: Written, sample_service: TestClient
) -> None:
    client, server = written
    server.script = lying
    told = events_of(client.post("/api/ask", json={"question": COMPARED}, headers=EVENTS).text)
    page = client.post("/", data={"question": COMPARED}, headers=EVENTS).text
    names = [name for name, _ in told]
    withdrawn = names.index("withdrawn")
    done = told[-1][1]
    assert [data for name, data in told[withdrawn:] if name == "sentence"] == done["answer"]
    assert done["answer"] == asked(sample_service)["answer"]
    assert "too few agreed" in done["notes"][-1]
    assert done["model"]["failed_for"]
    pieces = events_of(page)
    replaced = [data["html"] for name, data in pieces if name == "replace"]
    assert len(replaced) == 2
    after = "".join(
        d.get("html", "") for _, d in pieces[[n for n, _ in pieces].index("replace", 1) :]
    )
    assert "sentence-written" not in after


def test_chat_says_that_it_is_withdrawn_and_gives_the_answer(written: Written) -> None:
    messages = [{"role": "user", "content": COMPARED}]
    body = {"model": "inspection-answers", "messages": messages}
    client, server = written
    server.script = lying
    streamed = client.post("/v1/chat/completions", json={**body, "stream": True}).text
    whole = client.post("/v1/chat/completions", json=body).json()
    lines = [line.removeprefix("data: ") for line in streamed.split("\n\n") if line]
    assert lines[-1] == "[DONE]"
    chunks = [json.loads(line) for line in lines[:-1]]
    text = "".join(c["choices"][0]["delta"].get("content", "") for c in chunks if c["choices"])
    assert "Too little of what the model wrote" in text
    assert text.endswith(whole["choices"][0]["message"]["content"])


def test_chat_tells_what_is_a_models_and_what_is_quoted(written: Written) -> None:
    messages = [{"role": "user", "content": COMPARED}]
    body = {"model": "inspection-answers", "messages": messages}
    client, _ = written
    streamed = client.post("/v1/chat/completions", json={**body, "stream": True}).text
    whole = client.post("/v1/chat/completions", json=body).json()
    chunks = [json.loads(line[6:]) for line in streamed.split("\n\n") if line.startswith("data: {")]
    text = "".join(c["choices"][0]["delta"].get("content", "") for c in chunks if c["choices"])
    assert without_seconds(text) == without_seconds(whole["choices"][0]["message"]["content"])
    assert "In a language model's words" in text.replace("\\", "")


def without_seconds(text: str) -> str:
    return re.sub(r"[\d.]+ s\b", "", text)


@pytest.mark.parametrize("form", ["text/plain", "text/markdown", "text/csv"])
def test_a_written_answer_can_be_taken_along(written: Written, form: str) -> None:
    client, _ = written
    got = client.post("/api/ask", json={"question": COMPARED}, headers={"Accept": form})
    assert got.status_code == 200
    words = got.text.replace("\\", "")
    assert ("written" if form == "text/csv" else "In a language model's words") in words


def test_the_page_shows_the_words_that_carry_a_sentence(written: Written) -> None:
    client, _ = written
    whole = client.post("/", data={"question": COMPARED}).text
    pieces = events_of(client.post("/", data={"question": COMPARED}, headers=EVENTS).text)
    assert whole.count('class="sentence sentence-written"') == whole.count('class="carried"') > 1
    assert "checked against the paragraph it cites" in whole
    html = "".join(data.get("html", "") for _, data in pieces)
    assert html.count('class="carried"') == whole.count('class="carried"')
    assert [name for name, _ in pieces][-1] == "done"
    assert "data-stop" in html
    assert any(name == "remove" for name, _ in pieces)


@pytest.mark.parametrize("script", [failing, lambda call, body: call.reply(200, b"<html>")])
def test_a_model_that_fails_is_never_why_nothing_is_answered(
    written: Written, sample_service: TestClient, script: Script
) -> None:
    client, server = written
    server.script = script
    values = asked(client)
    streamed = events_of(client.post("/api/ask", json={"question": COMPARED}, headers=EVENTS).text)
    figures = client.get("/metrics").text
    assert values["answer"] == asked(sample_service)["answer"]
    assert values["notes"][-1].endswith("this answer quotes the reports.")
    assert streamed[-1][1]["answer"] == values["answer"]
    assert "withdrawn" not in [name for name, _ in streamed]
    assert f'qa_model_calls_total{{outcome="{values["model"]["failure"]}"}}' in figures


def test_records_and_no_answers_ask_no_model(written: Written, sample_service: TestClient) -> None:
    questions = (
        "What grade did Thornmere get?",
        "What needs to improve in Quillbridge?",
        "Who won?",
    )
    client, server = written
    server.script = failing
    found = [asked(client, question) for question in questions]
    assert not server.asked
    for question, values in zip(questions, found, strict=True):
        plain = asked(sample_service, question)
        assert without_times(values) == without_times(plain)


def without_times(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name != "timing_ms"}


def test_who_comes_while_the_model_is_full_gets_quotes_at_once(sample_index: Path) -> None:
    gate = Gate()
    with writing(sample_index, gate, model_at_once=1) as (client, server):
        first = threading.Thread(target=asked, args=(client,))
        first.start()
        deadline = time.monotonic() + 20
        while not server.asked and time.monotonic() < deadline:
            time.sleep(0.02)
        values = asked(client)
        record = asked(client, "What grade did Thornmere get?")
        gate.open.set()
        first.join(timeout=20)
    assert values["model"]["failure"] == "busy"
    assert {s["kind"] for s in values["answer"]} == {"quote"}
    assert record["status"] == "answered"


def test_a_budget_is_kept(sample_index: Path) -> None:
    with writing(sample_index, faithful, model_budget=0.0001) as (client, server):
        assert asked(client)["model"]["written"]
        values = asked(client)
    assert len(server.asked) == 1
    assert values["model"] is None
    assert "budget" in values["notes"][-1]


def test_nothing_of_a_request_reaches_the_models_settings(written: Written) -> None:
    client, server = written
    for more in ({"model": "other"}, {"model_server": "http://127.0.0.1:1"}, {"base_url": "x"}):
        got = client.post("/api/ask", json={"question": COMPARED, **more})
        assert got.status_code == 422
    headers = {"Authorization": "Bearer of-the-client", "X-Model": "other", "Cookie": "a=b"}
    client.post("/api/ask", json={"question": COMPARED}, headers=headers)
    sent = server.asked[-1]
    assert sent.body["model"] == "scripted"
    assert not {"authorization", "cookie", "x-model"} & {name.lower() for name in sent.headers}


def test_key_and_prompt_are_in_no_log_answer_or_figure(
    sample_index: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    key_file = tmp_path / "key"
    key_file.write_text(KEY, encoding="ascii")
    with writing(sample_index, failing, model_key_file=key_file) as (client, server):
        answer = client.post("/api/ask", json={"question": COMPARED}).text
        figures = client.get("/metrics").text
    assert server.asked[0].headers["Authorization"] == f"Bearer {KEY}"
    written = capfd.readouterr()
    for text in (answer, figures, written.out, written.err):
        assert KEY not in text
        assert "secret words" not in text
        assert "You help people who read" not in text


def test_a_collection_that_was_replaced_meanwhile_leaves_the_quotes(written: Written) -> None:
    client, _ = written
    service = service_of(client)

    async def written_over_another() -> Answer:
        with service.live.lease() as held:
            question = Question(COMPARED)
            answer = held.answerer.answer(question)
            steps = service.writing.steps(question, answer, (10**6, "another"))
            found = [step async for step in steps if isinstance(step, Finished)]
        return found[0].answer

    answer = asyncio.run(written_over_another())
    assert answer.model is not None
    assert answer.model.failure == "changed"
    assert {sentence.kind for sentence in answer.sentences} == {"quote"}
    assert "was updated while" in answer.notes[-1]


def test_a_fault_that_nobody_foresaw_is_written_down_and_leaves_the_quotes(
    written: Written, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    client, _ = written

    def broken(*_: object) -> None:
        raise RuntimeError("secret words of a paragraph")

    with service_of(client).live.lease() as held:
        monkeypatch.setattr(type(held.verifier), "verify", broken)
        values = asked(client)
    assert {sentence["kind"] for sentence in values["answer"]} == {"quote"}
    assert "could not be used" in values["notes"][-1]
    assert any("writing failed" in str(record.msg) for record in caplog.records)
    assert "secret words" not in caplog.text


def service_of(client: TestClient) -> Service:
    service: Service = client.app.state.service  # type: ignore[attr-defined]
    return service


def test_processes_of_a_service_spend_from_one_budget(tmp_path: Path) -> None:
    counts = tmp_path / "counts"
    make_shared_counts(counts)
    settings = Settings(tmp_path, model_budget=1.0, model_price_in=1.0, model_budget_hours=1)
    with closing(SharedCounts(counts)) as here, closing(SharedCounts(counts)) as there:
        one, other = shared_spending(settings, here), shared_spending(settings, there)
        assert one is not None
        assert other is not None
        one.add(0.6)
        assert other.has_left()
        other.add(0.400001)
        assert not one.has_left()
        assert shared_spending(Settings(tmp_path), here) is None
