"""The client of a model's server: what it sends, what it puts up with, and what it does not."""

from __future__ import annotations

import asyncio
import json
import socket
import time
from contextlib import aclosing
from pathlib import Path
from typing import Any

import pytest

from qa.prose.language_model import Message, ModelUnusable, Tokens
from qa.prose.model_server import ModelServer
from qa.prose.server_address import parse_server_address
from qa.records import ModelFailure
from tests.qa.prose.model_servers import Body, Call, Script, Scripted, model_of, scripted

MESSAGES = [Message("system", "Rules."), Message("user", "{}")]
SCHEMA: dict[str, Any] = {"type": "object"}


def said(model: ModelServer, schema: dict[str, Any] | None = SCHEMA) -> tuple[str, Tokens | None]:
    """All that the model writes, and its tokens.

    Raises: ModelUnusable, with what came before as its second argument.
    """

    async def collect() -> tuple[str, Tokens | None]:
        text, tokens = "", None
        try:
            async with aclosing(model.write(MESSAGES, schema)) as pieces:
                async for piece in pieces:
                    if isinstance(piece, Tokens):
                        tokens = piece
                    else:
                        text += piece
        except ModelUnusable as error:
            error.args = (error.failure, text, tokens)
            raise
        return text, tokens

    return asyncio.run(collect())


def failure_of(model: ModelServer) -> ModelFailure:
    with pytest.raises(ModelUnusable) as raised:
        said(model)
    return raised.value.failure


def say(text: str, **more: Any) -> Script:
    def script(call: Call, body: Body) -> None:
        call.begin()
        call.say(text)
        call.close_stream(**more)

    return script


def test_words_and_tokens_come_and_the_request_says_what_is_wanted() -> None:
    with scripted(say("Plans are late: é.", tokens=(7, 3))) as server:
        assert said(model_of(server, tokens=50)) == ("Plans are late: é.", Tokens(7, 3))
    (asked,) = server.asked
    assert asked.path == "/v1/chat/completions"
    assert asked.body == {
        "model": "scripted",
        "messages": [{"role": m.role, "content": m.content} for m in MESSAGES],
        "stream": True,
        "stream_options": {"include_usage": True},
        "temperature": 0,
        "max_tokens": 50,
        "response_format": {
            "type": "json_schema",
            "json_schema": {"name": "answer", "strict": True, "schema": SCHEMA},
        },
    }
    assert "Authorization" not in asked.headers
    assert "Cookie" not in asked.headers


def test_tokens_that_are_not_told_are_counted_from_characters() -> None:
    with scripted(say("Plans are late", tokens=None)) as server:
        assert said(model_of(server)) == ("Plans are late", Tokens(2, 4))


def test_a_whole_reply_in_place_of_a_stream_is_read(tmp_path: Path) -> None:
    reply = {
        "choices": [{"message": {"content": "Plans are late."}, "finish_reason": "stop"}],
        "usage": {"prompt_tokens": 7, "completion_tokens": 3},
    }

    def script(call: Call, body: Body) -> None:
        call.reply(200, json.dumps(reply, indent=1).encode(), Content_Type="application/json")

    with scripted(script) as server:
        assert said(model_of(server)) == ("Plans are late.", Tokens(7, 3))


@pytest.mark.parametrize(
    ("header", "sent"), [("authorization", "Bearer k-123"), ("api-key", "k-123")]
)
def test_the_key_is_read_from_its_file_for_each_answer(
    tmp_path: Path, header: str, sent: str
) -> None:
    key_file = tmp_path / "key"
    key_file.write_text("k-000\n", encoding="ascii")
    with scripted(say("So.")) as server:
        model = model_of(server, key_file=key_file, key_header=header)
        said(model)
        key_file.write_text("k-123\n", encoding="ascii")
        said(model)
    headers = {name.lower(): value for name, value in server.asked[1].headers.items()}
    assert headers[header] == sent


@pytest.mark.parametrize("key", [None, "", "a b", "x\r\nX-Other: 1", "é", "k" * 5_000])
def test_a_key_that_cannot_be_sent_is_not_sent(tmp_path: Path, key: str | None) -> None:
    key_file = tmp_path / "key"
    if key is not None:
        key_file.write_text(key, encoding="utf-8")
    with scripted(say("So.")) as server:
        assert failure_of(model_of(server, key_file=key_file)) == "not allowed"
    assert not server.asked


def refusing_once(word: str, status: int = 400) -> Script:
    """A server that refuses whatever request holds the word, and names it."""

    def script(call: Call, body: Body) -> None:
        if word in json.dumps(body):
            call.reply(status, json.dumps({"error": {"message": f"Unknown: {word}"}}).encode())
        else:
            say("So.")(call, body)

    return script


@pytest.mark.parametrize(
    "word", ["response_format", "temperature", "stream_options", "json_schema"]
)
def test_what_a_server_does_not_know_is_left_out_from_then_on(word: str) -> None:
    with scripted(refusing_once(word)) as server:
        model = model_of(server)
        assert said(model)[0] == "So."
        assert said(model)[0] == "So."
    assert [word in json.dumps(asked.body) for asked in server.asked] == [True, False, False]


def test_the_newer_name_of_the_limit_is_used_where_the_older_is_refused() -> None:
    def script(call: Call, body: Body) -> None:
        if "max_tokens" in body:
            call.reply(400, b'{"error": "use max_completion_tokens instead"}')
        else:
            say("So.")(call, body)

    with scripted(script) as server:
        assert said(model_of(server, tokens=77))[0] == "So."
    assert server.asked[-1].body["max_completion_tokens"] == 77


@pytest.mark.parametrize(
    ("mode", "sent"), [("off", [False]), ("auto", [True, False]), ("on", [True])]
)
def test_the_schema_is_sent_as_the_setting_says(mode: str, sent: list[bool]) -> None:
    with scripted(refusing_once("response_format")) as server:
        model = model_of(server, schema=mode)
        if mode == "on":
            assert failure_of(model) == "refused"
        else:
            said(model)
    assert ["response_format" in asked.body for asked in server.asked] == sent


def replying(status: int, **headers: str) -> Script:
    return lambda call, body: call.reply(status, b"", **headers)


@pytest.mark.parametrize(
    ("status", "failure", "requests"),
    [
        (301, "redirected", 1),
        (307, "redirected", 1),
        (401, "not allowed", 1),
        (403, "not allowed", 1),
        (404, "refused", 2),
        (418, "refused", 1),
        (500, "failed", 1),
        (429, "busy", 3),
        (503, "busy", 3),
    ],
)
def test_statuses_have_their_meaning_and_their_retries(
    status: int, failure: ModelFailure, requests: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("qa.prose.model_server.BACKOFF_SECONDS", 0.01)
    with scripted(replying(status, Location="http://127.0.0.1:1/v1/")) as server:
        assert failure_of(model_of(server)) == failure
    assert len(server.asked) == requests


def test_a_redirect_is_not_followed_with_the_key_or_at_all(tmp_path: Path) -> None:
    key_file = tmp_path / "key"
    key_file.write_text("k-123", encoding="ascii")
    with scripted(say("Elsewhere.")) as other:
        script = replying(307, Location=f"{other.address}/chat/completions")
        with scripted(script) as server:
            assert failure_of(model_of(server, key_file=key_file)) == "redirected"
    assert not other.asked


def test_who_has_no_room_is_asked_again_when_it_says() -> None:
    def script(call: Call, body: Body) -> None:
        if len(call.server.asked) == 1:
            call.reply(429, b"", Retry_After="1")
        else:
            say("So.")(call, body)

    with scripted(script) as server:
        began = time.monotonic()
        assert said(model_of(server))[0] == "So."
        assert time.monotonic() - began >= 1


def test_nobody_waits_longer_than_there_is_time() -> None:
    with scripted(replying(503, Retry_After="600")) as server:
        began = time.monotonic()
        assert failure_of(model_of(server)) == "busy"
        assert time.monotonic() - began < 1
    assert len(server.asked) == 1


def test_where_nothing_listens_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("qa.prose.model_server.BACKOFF_SECONDS", 0.01)
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{unused.getsockname()[1]}/v1"
        assert failure_of(ModelServer("m", parse_server_address(address))) == "unreachable"


def sending(*pieces: bytes, media_type: str = "text/event-stream") -> Script:
    def script(call: Call, body: Body) -> None:
        call.begin(media_type)
        for piece in pieces:
            call.send(piece)

    return script


def dying(call: Call, body: Body) -> None:
    call.begin()
    call.say("Plans are")


def packed(call: Call, body: Body) -> None:
    call.reply(200, b"x" * 99, Content_Type="text/event-stream", Content_Encoding="gzip")


def without_end(call: Call, body: Body) -> None:
    call.begin()
    while True:
        call.send(b"data: " + b"x" * 65_536)


def endless(call: Call, body: Body) -> None:
    call.begin()
    while True:
        call.say("Plans are late. " * 40, size=640)


def endless_thinking(call: Call, body: Body) -> None:
    call.begin()
    while True:
        call.send_event({"choices": [{"delta": {"reasoning_content": "hm " * 9_000}}]})


@pytest.mark.parametrize(
    ("script", "failure"),
    [
        (dying, "cut off"),
        (sending(b"data: {}\n\n", b"rubbish \xff\n"), "unreadable"),
        (sending(b"<html>no</html>", media_type="text/html"), "unreadable"),
        (sending(), "unreadable"),
        (sending(b'data: {"error": {"code": 500}}\n\n'), "failed"),
        (packed, "unreadable"),
        (without_end, "unreadable"),
        (endless, "too much"),
        (endless_thinking, "too much"),
        (say("Plans", ended="content_filter"), "refused"),
    ],
)
def test_answers_that_are_none_are_told_apart(script: Script, failure: ModelFailure) -> None:
    with scripted(script) as server:
        assert failure_of(model_of(server)) == failure


def test_an_answer_that_was_cut_at_its_limit_has_an_end() -> None:
    with scripted(say("Plans are", ended="length")) as server:
        assert said(model_of(server))[0] == "Plans are"


def test_tokens_are_told_where_an_answer_broke_off() -> None:
    with scripted(dying) as server, pytest.raises(ModelUnusable) as raised:
        said(model_of(server))
    assert raised.value.args == ("cut off", "Plans are", Tokens(2, 3))


def waiting(call: Call, body: Body) -> None:
    call.begin()
    call.wait_until_left()


def dripping(call: Call, body: Body) -> None:
    call.begin()
    while True:
        call.say("P")
        time.sleep(0.05)


@pytest.mark.parametrize(
    ("script", "limits"),
    [
        (waiting, {"first_seconds": 0.3}),
        (waiting, {"seconds": 0.3}),
        (dripping, {"seconds": 0.5, "first_seconds": 0.3}),
        (lambda call, body: time.sleep(1), {"seconds": 0.3}),
    ],
)
def test_time_runs_out_however_the_bytes_come(script: Script, limits: dict[str, float]) -> None:
    with scripted(script) as server:
        began = time.monotonic()
        assert failure_of(model_of(server, **limits)) == "slow"
        assert time.monotonic() - began < 3


def test_closing_stops_the_model() -> None:
    async def first(server: Scripted) -> str:
        async with aclosing(model_of(server).write(MESSAGES, None)) as pieces:
            return str(await anext(pieces))

    with scripted(dripping) as server:
        assert asyncio.run(first(server)) == "P"
        assert server.left.wait(10)


def test_a_task_that_is_cancelled_stops_the_model() -> None:
    async def cancelled(server: Scripted) -> None:
        async def read() -> None:
            async with aclosing(model_of(server).write(MESSAGES, None)) as pieces:
                async for _ in pieces:
                    pass

        task = asyncio.create_task(read())
        await asyncio.sleep(0.3)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    with scripted(dripping) as server:
        asyncio.run(cancelled(server))
        assert server.left.wait(10)


def test_no_more_answers_are_written_at_once_than_allowed() -> None:
    async def two(server: Scripted) -> ModelFailure:
        model = model_of(server, at_once=1)
        async with aclosing(model.write(MESSAGES, None)) as pieces:
            await anext(pieces)
            with pytest.raises(ModelUnusable) as raised:
                await anext(model.write(MESSAGES, None))
        await anext(model.write(MESSAGES, None))  # there is room again
        return raised.value.failure

    with scripted(dripping) as server:
        assert asyncio.run(two(server)) == "busy"


def test_no_proxy_of_the_environment_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    with scripted(say("So.")) as server:
        assert said(model_of(server))[0] == "So."
