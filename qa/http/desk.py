"""Where requests wait for a thread: so many are at work, so many wait, and no more.

A question takes 16 ms of one core (docs/evaluation.md), nearly all of it under Python's lock: two
threads answer no more questions a second than one (63 and 66 of 20 clients, 24 November 2026, two
cores), so further cores are used by further processes.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from starlette.requests import Request

from qa.http.problems import Problem

Result = TypeVar("Result")

THREADS = 1
# At 16 ms each the last of them waits a second, as long as anybody waits gladly.
WAITING = 64


class ClientGone(Exception):
    """Nobody waits for the answer any more."""


class Desk:
    """Runs work in threads, in the order it came; work that nobody waits for is not begun."""

    def __init__(
        self,
        threads: int = THREADS,
        waiting: int = WAITING,
        *,
        watch: Callable[[int], None] = lambda present: None,
    ) -> None:
        """`watch` is told how many are present whenever that changes."""
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="desk")
        self._most = threads + waiting
        self._present = 0
        self._watch = watch

    @property
    def present(self) -> int:
        """How many requests are at work or wait."""
        return self._present

    async def run(self, request: Request, work: Callable[[], Result]) -> Result:
        """What the work returns.

        Raises: Problem 503 where too many wait; ClientGone once the client has gone.
        """
        if self._present >= self._most:
            raise Problem(503, "Too many questions at once: try again.", {"Retry-After": "1"})
        self._change(1)
        future = self._pool.submit(work)
        done = asyncio.wrap_future(future)
        gone = asyncio.create_task(_gone(request))
        either: set[asyncio.Future[Any]] = {done, gone}
        try:
            await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
            if not done.done():
                raise ClientGone
            return done.result()
        finally:
            self._change(-1)
            gone.cancel()
            future.cancel()

    def _change(self, more: int) -> None:
        self._present += more
        self._watch(self._present)

    def close(self) -> None:
        """Let what is at work end, and begin nothing more."""
        self._pool.shutdown(cancel_futures=True)


async def _gone(request: Request) -> None:
    """Return when the client has closed the connection."""
    while (await request.receive())["type"] != "http.disconnect":
        pass
