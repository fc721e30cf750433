"""No request may send more than the limit, whether it says how much it sends or not."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient
from starlette.exceptions import HTTPException
from starlette.types import Message, Receive, Scope, Send

from qa.http.body_limit import LARGEST_BODY, BodyLimit
from tests.qa.http.running import every_route

JSON = {"Content-Type": "application/json"}


def in_chunks(body: bytes) -> Iterator[bytes]:
    """The body in pieces, which a client sends without saying how long it is."""
    for start in range(0, len(body), 4096):
        yield body[start : start + 4096]


def question(length: int) -> bytes:
    """A request of exactly this many bytes, the most of them white space."""
    return json.dumps({"question": "What needs to improve?"}).encode().ljust(length)


@pytest.mark.parametrize("headers", [JSON, {}, {"Content-Type": "text/plain"}])
def test_a_body_that_says_it_is_too_large_is_refused_everywhere(
    local_service: TestClient, headers: dict[str, str]
) -> None:
    for method, path in every_route(local_service.app):  # type: ignore[arg-type]
        content = question(LARGEST_BODY + 1)
        response = local_service.request(method, path, content=content, headers=headers)
        assert response.status_code == 413, path
        if method != "HEAD":
            assert response.headers["content-type"] in (
                "application/problem+json",
                "application/json",  # under /v1
            )
            assert response.json()


def test_a_body_in_chunks_is_refused_once_it_is_too_large(local_service: TestClient) -> None:
    body = in_chunks(question(LARGEST_BODY + 1))
    response = local_service.post("/api/ask", content=body, headers=JSON)
    assert response.status_code == 413
    assert response.headers["content-type"] == "application/problem+json"


def test_no_more_is_read_than_the_limit() -> None:
    """A body without end is no reason to read without end."""
    pieces = 0

    async def endless() -> Message:
        nonlocal pieces
        pieces += 1
        return {"type": "http.request", "body": b" " * 4096, "more_body": True}

    async def read_all(scope: Scope, receive: Receive, send: Send) -> None:
        while True:
            await receive()

    async def send(_: Message) -> None: ...

    with pytest.raises(HTTPException):
        asyncio.run(BodyLimit(read_all)({"type": "http", "headers": []}, endless, send))
    assert pieces * 4096 == LARGEST_BODY + 4096


@pytest.mark.parametrize("chunked", [False, True])
def test_a_body_at_the_limit_is_taken(local_service: TestClient, chunked: bool) -> None:
    body = question(LARGEST_BODY)
    content = in_chunks(body) if chunked else body
    response = local_service.post("/api/ask", content=content, headers=JSON)
    assert response.status_code == 200


@pytest.mark.parametrize("length", ["-1", "many", "1e9", "9" * 5000])
def test_a_length_that_is_none_is_refused(local_service: TestClient, length: str) -> None:
    headers = {**JSON, "Content-Length": length}
    response = local_service.post("/api/ask", content=b"{}", headers=headers)
    assert response.status_code == 413
