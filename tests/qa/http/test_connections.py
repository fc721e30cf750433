"""Clients that send or read too slowly are let go, and the others are served all along."""

from __future__ import annotations

import json
import os
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import httpx2
import pytest
from fastapi import FastAPI

from qa.application import create_app
from qa.http.connections import TimedConnection
from qa.settings import Settings
from tests.qa.http.listening import listening
from tests.qa.http.test_desk import SlowWork, wait_until

pytestmark = pytest.mark.slow

HEAD = b"POST /api/ask HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
WITHIN = 5.0  # seconds: ten times as long as any of these waits


class Impatient(TimedConnection):
    """The same with short times, and few connections."""

    look_seconds = 0.05
    head_seconds = 0.5
    body_seconds = 0.5
    read_seconds = 0.5
    most_connections = 8


@pytest.fixture(scope="module")
def app(sample_index: Path) -> FastAPI:
    return create_app(Settings(index=sample_index, requests_per_minute=0))


@pytest.fixture(scope="module")
def address(app: FastAPI) -> Iterator[str]:

    @app.get("/much")
    def much() -> str:
        return "x" * 30_000_000  # more than the system keeps for a reader

    with listening(app, Impatient) as made:
        yield made


def connect(address: str, *, buffer: int | None = None) -> socket.socket:
    where = urlsplit(address)
    made = socket.socket()
    if buffer:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer)
    made.settimeout(WITHIN)
    made.connect((where.hostname, where.port))
    return made


def seconds_until_closed(connection: socket.socket, drip: bytes = b"") -> float:
    """How long the other side lets it be, while `drip` is sent byte after byte."""
    started = time.monotonic()
    connection.settimeout(0.1)
    while time.monotonic() - started < WITHIN:
        try:
            if drip:
                connection.send(drip[:1])
                drip = drip[1:] or drip
            if not connection.recv(1000):
                return time.monotonic() - started
        except TimeoutError:
            continue
        except OSError:
            return time.monotonic() - started
    raise AssertionError("it was not closed")


def read_all(connection: socket.socket, pause: float = 0.0) -> int:
    """How many bytes come before the other side closes or resets."""
    received = 0
    try:
        while more := connection.recv(200_000):
            received += len(more)
            time.sleep(pause)
    except ConnectionResetError:
        pass
    return received


def is_served(address: str) -> bool:
    answer = httpx2.post(f"{address}/api/ask", json={"question": "How are care leavers?"})
    return answer.status_code == 200


@pytest.mark.parametrize("begun", [b"", b"G", b"GET / HTTP/1.1\r\nHost: loc"])
def test_who_does_not_end_the_head_of_a_request_is_let_go(address: str, begun: bytes) -> None:
    with connect(address) as connection:
        connection.sendall(begun)
        assert is_served(address)
        assert 0.3 < seconds_until_closed(connection) < 2


def test_who_sends_a_head_drop_by_drop_is_let_go(address: str) -> None:
    with connect(address) as connection:
        connection.sendall(HEAD)
        drip = b"X-Long: " + b"a" * 10_000
        assert seconds_until_closed(connection, drip) < 2


def test_who_sends_a_body_drop_by_drop_is_let_go(address: str) -> None:
    with connect(address) as connection:
        connection.sendall(HEAD + b"Content-Length: 60000\r\n\r\n")
        assert seconds_until_closed(connection, b" " * 10_000) < 2
    assert is_served(address)


def test_a_second_request_has_as_long_as_the_first(address: str) -> None:
    body = json.dumps({"question": "How are care leavers?"}).encode()
    whole = HEAD + b"Content-Length: %d\r\n\r\n" % len(body) + body
    with connect(address) as connection:
        for _ in range(3):
            connection.sendall(whole)
            assert connection.recv(100).startswith(b"HTTP/1.1 200")
            while len(connection.recv(100_000)) == 100_000:
                pass
            time.sleep(0.8)  # quiet between two requests is not slow: uvicorn's time for it is long
        connection.sendall(b"POST /api")
        assert seconds_until_closed(connection) < 2


def test_who_does_not_read_its_answer_is_let_go(address: str) -> None:
    with connect(address, buffer=4096) as connection:
        connection.sendall(b"GET /much HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert is_served(address)
        time.sleep(2)
        assert read_all(connection) < 30_000_000


def test_who_reads_slowly_but_reads_gets_all(address: str) -> None:
    with connect(address, buffer=65536) as connection:
        connection.sendall(b"GET /much HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        assert read_all(connection, pause=0.01) > 30_000_000


def test_who_waits_longest_without_asking_makes_room(address: str) -> None:
    idle = [connect(address) for _ in range(30)]
    time.sleep(0.3)  # less than the time that a head may take
    assert is_served(address)
    for connection in idle:
        connection.close()


def test_where_all_are_being_answered_one_more_is_told_to_come_again(
    app: FastAPI, address: str
) -> None:
    body = b'{"question": "How are care leavers?"}'
    work, desk = SlowWork(), app.state.service.desk
    desk._pool.submit(work)  # the one thread is busy
    asking = [connect(address) for _ in range(Impatient.most_connections)]
    for connection in asking:
        connection.sendall(HEAD + b"Content-Length: %d\r\n\r\n" % len(body) + body)
    wait_until(lambda: desk.present == len(asking))
    refused = httpx2.get(f"{address}/livez")
    assert refused.status_code == 503
    assert refused.headers["retry-after"] == "1"
    assert refused.headers["content-type"] == "application/problem+json"
    work.end()
    for connection in asking:
        assert connection.recv(100).startswith(b"HTTP/1.1 200")
        connection.close()
    wait_until(lambda: is_served(address))


def test_a_process_that_is_behind_refuses_unread_and_still_says_that_it_lives(
    app: FastAPI, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Impatient, "most_requests", 3)
    body = b'{"question": "How are care leavers?"}'
    work, desk = SlowWork(), app.state.service.desk
    desk._pool.submit(work)
    asking = [connect(address) for _ in range(3)]
    for connection in asking:
        connection.sendall(HEAD + b"Content-Length: %d\r\n\r\n" % len(body) + body)
    wait_until(lambda: desk.present == len(asking))
    refused = httpx2.get(f"{address}/about")
    assert refused.status_code == 503
    assert refused.headers["retry-after"] == "1"
    assert refused.json()["status"] == 503
    assert "x-request-id" not in refused.headers  # nothing of it was read
    assert httpx2.get(f"{address}/livez").status_code == 200
    work.end()
    for connection in asking:
        assert connection.recv(100).startswith(b"HTTP/1.1 200")
        connection.close()


def test_a_question_that_the_desk_has_no_room_for_is_refused_unread(
    app: FastAPI, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app.state.service.desk, "_most", 0)
    question = {"question": "How are care leavers?"}
    refused = httpx2.post(f"{address}/api/ask", json=question)
    assert refused.status_code == 503
    assert refused.headers["retry-after"] == "1"
    assert "x-request-id" not in refused.headers
    page = httpx2.post(f"{address}/", data=question, headers={"Accept": "text/html"})
    assert page.status_code == 503
    assert "<h1>" in page.text
    read = httpx2.get(f"{address}/api/reports")
    assert read.status_code == 503
    assert "x-request-id" in read.headers
    assert httpx2.get(f"{address}/static/style.css").status_code == 200


def test_no_file_is_left_open(address: str) -> None:
    assert is_served(address)
    time.sleep(0.7)
    before = len(os.listdir("/proc/self/fd"))
    opened = [connect(address) for _ in range(6)]
    for connection in opened:
        connection.sendall(b"GET /")
        seconds_until_closed(connection)
        connection.close()
    time.sleep(0.2)
    assert len(os.listdir("/proc/self/fd")) <= before
