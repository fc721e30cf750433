"""Where requests wait: in order, not too many, and nothing for those who have gone."""

from __future__ import annotations

import asyncio
import json
import socket
import threading
import time
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlsplit

import pytest
from starlette.requests import Request

from qa.application import create_app
from qa.deadline import check_deadline
from qa.http.desk import ClientGone, Desk
from qa.http.problems import Problem
from qa.settings import Settings
from tests.qa.http.listening import listening


class Client:
    """A client that stays until it is told to go."""

    def __init__(self) -> None:
        self._gone = asyncio.Event()

    def go(self) -> None:
        self._gone.set()

    async def receive(self) -> dict[str, Any]:
        await self._gone.wait()
        return {"type": "http.disconnect"}

    @property
    def request(self) -> Request:
        return cast(Request, self)


class SlowWork:
    """Work that lasts until it is let end, and remembers that it was begun."""

    def __init__(self) -> None:
        self.begun, self._may_end = threading.Event(), threading.Event()

    def __call__(self) -> str:
        self.begun.set()
        assert self._may_end.wait(timeout=30)
        return "done"

    def end(self) -> None:
        self._may_end.set()


def with_a_desk(
    scenario: Callable[[Desk], Awaitable[None]], waiting: int = 2, seconds: float = 30.0
) -> None:
    """Play a scenario at a desk with one thread, and close it."""

    async def play() -> None:
        desk = Desk(threads=1, waiting=waiting, seconds=seconds, grace_seconds=0.05)
        try:
            await asyncio.wait_for(scenario(desk), timeout=30)
        finally:
            desk.close()

    asyncio.run(play())


async def until(holds: Callable[[], bool]) -> None:
    while not holds():
        await asyncio.sleep(0.005)


def test_work_gives_its_result_or_its_error() -> None:
    def fail() -> None:
        raise ValueError("of the work")

    async def scenario(desk: Desk) -> None:
        assert await desk.run(Client().request, lambda: 7) == 7
        with pytest.raises(ValueError, match="of the work"):
            await desk.run(Client().request, fail)
        assert desk.present == 0

    with_a_desk(scenario)


def test_work_is_done_in_the_order_it_came() -> None:
    async def scenario(desk: Desk) -> None:
        done: list[int] = []
        runs = [desk.run(Client().request, partial(done.append, n)) for n in range(3)]
        await asyncio.gather(*runs)
        assert done == [0, 1, 2]

    with_a_desk(scenario)


def test_queued_work_is_not_begun_for_a_client_that_has_gone() -> None:
    async def scenario(desk: Desk) -> None:
        first, second, client = SlowWork(), SlowWork(), Client()
        at_work = asyncio.create_task(desk.run(Client().request, first))
        queued = asyncio.create_task(desk.run(client.request, second))
        await until(first.begun.is_set)
        client.go()
        with pytest.raises(ClientGone):
            await queued
        assert desk.present == 1
        first.end()
        assert await at_work == "done"
        assert await desk.run(Client().request, lambda: "next") == "next"
        assert not second.begun.is_set()

    with_a_desk(scenario)


def test_nobody_waits_for_work_whose_client_has_gone() -> None:
    async def scenario(desk: Desk) -> None:
        work, client = SlowWork(), Client()
        at_work = asyncio.create_task(desk.run(client.request, work))
        await until(work.begun.is_set)
        client.go()
        with pytest.raises(ClientGone):
            await at_work
        assert desk.present == 0
        work.end()

    with_a_desk(scenario)


def test_one_too_many_is_told_when_to_come_again() -> None:
    async def scenario(desk: Desk) -> None:
        work = SlowWork()
        runs = [asyncio.create_task(desk.run(Client().request, work)) for _ in range(3)]
        await until(lambda: desk.present == 3)
        with pytest.raises(Problem) as refused:
            await desk.run(Client().request, work)
        assert refused.value.status == 503
        assert int(refused.value.headers["Retry-After"]) >= 1
        work.end()
        assert await asyncio.gather(*runs) == ["done"] * 3
        assert await desk.run(Client().request, lambda: "again") == "again"

    with_a_desk(scenario, waiting=2)


def work_by_steps(ended: threading.Event) -> None:
    """Work that would go on for ever, but for the look at its deadline between two steps."""
    try:
        while True:
            check_deadline()
            time.sleep(0.005)
    finally:
        ended.set()


def test_work_that_takes_too_long_is_told_to_end_and_the_next_is_begun() -> None:
    async def scenario(desk: Desk) -> None:
        ended = threading.Event()
        with pytest.raises(Problem) as refused:
            await desk.run(Client().request, partial(work_by_steps, ended))
        assert refused.value.status == 503
        assert int(refused.value.headers["Retry-After"]) >= 1
        await until(ended.is_set)
        assert desk.present == 0
        assert await desk.run(Client().request, lambda: "next") == "next"

    with_a_desk(scenario, seconds=0.1)


def test_work_is_told_to_end_once_its_client_has_gone() -> None:
    async def scenario(desk: Desk) -> None:
        ended, client = threading.Event(), Client()
        at_work = asyncio.create_task(desk.run(client.request, partial(work_by_steps, ended)))
        await until(lambda: desk.present == 1)
        client.go()
        with pytest.raises(ClientGone):
            await at_work
        await until(ended.is_set)

    with_a_desk(scenario)


def test_waiting_counts_as_time_too() -> None:
    async def scenario(desk: Desk) -> None:
        first, second = SlowWork(), SlowWork()
        runs = [asyncio.create_task(desk.run(Client().request, work)) for work in (first, second)]
        for run in runs:
            with pytest.raises(Problem, match="too long"):
                await run
        first.end()
        assert not second.begun.is_set()

    with_a_desk(scenario, seconds=0.1)


def test_work_that_never_ends_stops_nobody_behind_it() -> None:
    async def scenario(desk: Desk) -> None:
        stuck = SlowWork()  # it looks at no deadline
        with pytest.raises(Problem, match="too long"):
            await desk.run(Client().request, stuck)
        await asyncio.sleep(0.1)
        assert await desk.run(Client().request, lambda: "next") == "next"
        stuck.end()

    with_a_desk(scenario, seconds=0.2)


@pytest.mark.slow
def test_a_connection_that_is_closed_takes_its_question_along(sample_index: Path) -> None:
    app = create_app(Settings(index=sample_index))
    desk: Desk = app.state.service.desk
    with listening(app) as address:
        work = SlowWork()
        desk._pool.submit(work)  # the one thread is busy
        connection = ask_and_leave_open(address, "How are care leavers helped?")
        wait_until(lambda: desk.present == 1)
        with app.state.service.live.lease() as held:
            answered = count_calls(held)
        connection.close()
        wait_until(lambda: desk.present == 0)
        work.end()
        time.sleep(0.3)
        assert answered == []


@pytest.mark.slow
def test_too_many_questions_are_refused_and_the_others_answered(sample_index: Path) -> None:
    app = create_app(Settings(index=sample_index, requests_per_minute=0))
    desk: Desk = app.state.service.desk
    with listening(app) as address:
        work = SlowWork()
        desk._pool.submit(work)
        open_ones = [ask_and_leave_open(address, "How are care leavers?") for _ in range(70)]
        wait_until(lambda: desk.present == desk._most)
        time.sleep(0.5)  # for those that there is no room for
        work.end()
        statuses = [read_status(one) for one in open_ones]
    assert sorted(set(statuses)) == [200, 503]
    assert statuses.count(200) == desk._most


def count_calls(held: Any) -> list[str]:
    """Every question that the answerer is asked from now on."""
    asked: list[str] = []
    search = held.collection.search

    def counted(words: str, *others: Any) -> Any:
        asked.append(words)
        return search(words, *others)

    held.collection.search = counted
    return asked


def ask_and_leave_open(address: str, question: str) -> socket.socket:
    """A connection over which a question was sent."""
    where = urlsplit(address)
    body = json.dumps({"question": question}).encode()
    head = (
        f"POST /api/ask HTTP/1.1\r\nHost: {where.netloc}\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    connection = socket.create_connection((str(where.hostname), where.port or 80), timeout=30)
    connection.sendall(head.encode() + body)
    return connection


def read_status(connection: socket.socket) -> int:
    """The status of what comes back."""
    with connection:
        return int(connection.recv(65_536).split(b" ", 2)[1])


def wait_until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.01)
