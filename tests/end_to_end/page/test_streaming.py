"""An answer as it goes over the wire: each piece by itself, in an order that can be shown."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode, urlsplit

from tests.end_to_end.page.served import Service

QUESTION = "What needs to improve in Quillbridge?"


def chunks_of(service: Service, path: str, media_type: str, body: str) -> list[bytes]:
    """The chunks of a response to a POST that asks for an event stream, as they were sent."""
    host, port = urlsplit(service.address).netloc.split(":")
    request = (
        f"POST {path} HTTP/1.1\r\nHost: {host}:{port}\r\nAccept: text/event-stream\r\n"
        f"Content-Type: {media_type}\r\nContent-Length: {len(body.encode())}\r\n"
        f"Connection: close\r\n\r\n{body}"
    )
    with socket.create_connection((host, int(port)), timeout=30) as connection:
        connection.sendall(request.encode())
        received = b"".join(iter(lambda: connection.recv(65536), b""))
    head, _, rest = received.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200")
    assert b"text/event-stream" in head
    assert b"transfer-encoding: chunked" in head.lower()
    return list(_chunks(rest))


def _chunks(rest: bytes) -> Iterator[bytes]:
    while rest:
        size, _, rest = rest.partition(b"\r\n")
        length = int(size, 16)
        if length:
            yield rest[:length]
        rest = rest[length + 2 :]


def event_of(chunk: bytes) -> tuple[str, Any]:
    """Name and data of the one event that a chunk holds."""
    name, data, *end = chunk.decode().split("\n")
    assert end == ["", ""]
    return name.removeprefix("event: "), json.loads(data.removeprefix("data: "))


def test_each_piece_of_the_page_is_sent_by_itself(service: Service) -> None:
    body = urlencode({"question": QUESTION, "turn": 1})
    events = [
        event_of(chunk)
        for chunk in chunks_of(service, "/", "application/x-www-form-urlencoded", body)
    ]
    names = [name for name, _ in events]
    assert names == ["replace", *["append"] * (len(events) - 2), "done"]
    assert QUESTION in events[0][1]["html"]
    sentences = [data for name, data in events if 'class="sentence' in data.get("html", "")]
    assert len(sentences) == 4
    assert all(data["html"].count('class="sentence') == 1 for data in sentences)
    assert events[-1][1]["status"] == "answered"


def test_each_citation_comes_before_the_sentence_that_uses_it(service: Service) -> None:
    body = json.dumps({"question": QUESTION})
    events = [event_of(chunk) for chunk in chunks_of(service, "/api/ask", "application/json", body)]
    assert [events[0][0], events[-1][0]] == ["understood", "done"]
    known: set[int] = set()
    for name, data in events[1:-1]:
        if name == "citation":
            known.add(data["n"])
        else:
            assert name == "sentence"
            assert set(data["citations"]) <= known
    assert len(known) == 4
    assert [sentence["text"] for sentence in events[-1][1]["answer"]] == [
        data["text"] for name, data in events if name == "sentence"
    ]
