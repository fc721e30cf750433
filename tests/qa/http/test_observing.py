"""Every request has an id and is observed once, however it ends."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from starlette.requests import Request
from starlette.responses import PlainTextResponse, StreamingResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from qa.http.observing import CLIENT_GONE, Observing, Seen, note_asked

Sent = list[Message]


def observe(app: ASGIApp, *messages: Message, **scope: object) -> tuple[Sent, Seen]:
    """What the app sends through the observer, and what is observed."""
    seen: list[Seen] = []
    sent: Sent = []
    coming = list(messages) or [{"type": "http.request", "body": b"", "more_body": False}]

    async def receive() -> Message:
        return coming.pop(0) if coming else {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        sent.append(message)

    whole = {"type": "http", "method": "GET", "path": "/x", "headers": [], **scope}
    asyncio.run(Observing(app, [seen.append])(whole, receive, send))
    (one,) = seen
    return sent, one


def header(sent: Sent, name: str) -> str:
    headers: dict[bytes, bytes] = dict(sent[0]["headers"])
    return headers[name.encode()].decode()


async def well(scope: Scope, receive: Receive, send: Send) -> None:
    note_asked(Request(scope), "what?", "answered")
    headers = {"X-Collection-Generation": "7"}
    await PlainTextResponse("well", headers=headers)(scope, receive, send)


def test_a_request_gets_an_id_and_is_observed() -> None:
    sent, seen = observe(well)
    assert header(sent, "x-request-id") == seen.request_id
    assert (seen.method, seen.route, seen.status, seen.generation) == ("GET", None, 200, 7)
    assert seen.asked is not None
    assert (seen.asked.question, seen.asked.status) == ("what?", "answered")
    assert not seen.client_gone
    assert seen.error is None
    assert 0 < seen.seconds < 5


@pytest.mark.parametrize(
    ("sent_id", "is_kept"),
    [
        ("0af7651916cd43dd8448eb211c80319c", True),
        ("order-17.part_2", True),
        ("short", False),
        ("x" * 65, False),
        ('a"quote and space', False),
        ("line\nbreaks", False),
    ],
)
def test_only_a_well_formed_id_is_kept(sent_id: str, is_kept: bool) -> None:
    sent, seen = observe(well, headers=[(b"x-request-id", sent_id.encode())])
    assert (seen.request_id == sent_id) == is_kept
    assert header(sent, "x-request-id") == seen.request_id


def test_an_unforeseen_error_is_observed_and_told_by_its_number_alone() -> None:
    async def broken(scope: Scope, receive: Receive, send: Send) -> None:
        raise RuntimeError("a secret")

    sent, seen = observe(broken)
    assert sent[0]["status"] == seen.status == 500
    assert isinstance(seen.error, RuntimeError)
    assert b"secret" not in sent[1]["body"]


def test_an_answer_that_breaks_off_is_not_completed() -> None:
    async def broken(scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"half", "more_body": True})
        raise RuntimeError

    sent, seen = observe(broken)
    assert [message.get("more_body") for message in sent] == [None, True]
    assert seen.error is not None


def test_a_client_that_goes_before_the_answer_is_observed() -> None:
    async def waiting(scope: Scope, receive: Receive, send: Send) -> None:
        while (await receive())["type"] != "http.disconnect":
            pass

    _, seen = observe(waiting)
    assert seen.client_gone
    assert seen.status == CLIENT_GONE


def test_a_client_that_goes_amid_the_answer_is_observed() -> None:
    async def endless(scope: Scope, receive: Receive, send: Send) -> None:
        async def words() -> AsyncIterator[bytes]:
            while True:
                yield b"word "
                await asyncio.sleep(0)

        await StreamingResponse(words())(scope, receive, send)

    _, seen = observe(endless, asgi={"spec_version": "2.3"})
    assert seen.client_gone
    assert seen.status == 200


@pytest.mark.parametrize(("method", "observed"), [("PATCH", "PATCH"), ("X" * 500, "OTHER")])
def test_methods_of_a_clients_own_making_are_one(method: str, observed: str) -> None:
    assert observe(well, method=method)[1].method == observed


def test_what_is_no_request_passes_unobserved() -> None:
    passed = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        passed.append(scope["type"])

    never: Callable[..., object] = pytest.fail
    asyncio.run(Observing(app, [never])({"type": "lifespan"}, never, never))  # type: ignore[list-item, arg-type]
    assert passed == ["lifespan"]


def test_the_route_is_named_whatever_the_method(local_service: TestClient) -> None:
    app = local_service.app
    assert isinstance(app, FastAPI)
    for method, path in (("GET", "/reports"), ("HEAD", "/reports"), ("GET", "/openapi.json")):
        local_service.request(method, path)
        sample = f'qa_http_requests_total{{method="{method}",route="{path}"'
        assert sample in app.state.service.metrics.as_text().decode()
