"""Where requests wait for a thread: so many are at work, so many wait, for so long, and no more.

A question takes 16 ms of one core (docs/evaluation.md), nearly all of it under Python's lock: two
threads answer no more questions a second than one (63 and 66 of 20 clients, 24 November 2026, two
cores), so further cores are used by further processes.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, TypeVar

from starlette.requests import Request

from qa.deadline import Deadline, working_until
from qa.http.problems import Problem

Result = TypeVar("Result")

THREADS = 1
# At 16 ms each the last of them waits a second, as long as anybody waits gladly.
WAITING = 64
# To wait and to work, together. What is hardest to read takes .6 s
# (scripts/soak/hard_questions.py), and the last in the queue waits a second: ten leave room for a
# machine that is busy otherwise.
SECONDS = 10.0
# What work may take after its time, to come to the end of a step and look at the clock.
GRACE_SECONDS = 5.0
# Threads that may be left to work that never ends; after that the desk waits for one of them.
MOST_LEFT = 8


class ClientGone(Exception):
    """Nobody waits for the answer any more."""


class Desk:
    """Runs work in threads, in the order it came; work that nobody waits for is not begun.

    Work that goes on when its time is over, or its client gone, is told so (`qa/deadline.py`).
    Where it does not end all the same, those behind it get another thread.
    """

    def __init__(
        self,
        threads: int = THREADS,
        waiting: int = WAITING,
        *,
        seconds: float = SECONDS,
        grace_seconds: float = GRACE_SECONDS,
        watch: Callable[[int], None] = lambda present: None,
    ) -> None:
        """`watch` is told how many are present whenever that changes."""
        self._threads = threads
        self._pool = _pool(threads)
        self._left = 0
        self._most = threads + waiting
        self._seconds, self._grace_seconds = seconds, grace_seconds
        self._present = 0
        self._watch = watch

    @property
    def present(self) -> int:
        """How many requests are at work or wait."""
        return self._present

    @property
    def is_full(self) -> bool:
        """Whether one more would be refused."""
        return self._present >= self._most

    async def run(self, request: Request, work: Callable[[], Result]) -> Result:
        """What the work returns.

        Raises: Problem 503 where too many wait, or it takes too long; ClientGone once the client
        has gone.
        """
        if self.is_full:
            raise Problem(503, "Too many questions at once: try again.", {"Retry-After": "1"})
        self._change(1)
        deadline = Deadline(self._seconds)

        def bounded() -> Result:
            with working_until(deadline):
                return work()

        future = self._pool.submit(bounded)
        done = asyncio.wrap_future(future)
        gone = asyncio.create_task(until_gone(request))
        either: set[asyncio.Future[Any]] = {done, gone}
        try:
            await asyncio.wait(either, timeout=self._seconds, return_when=asyncio.FIRST_COMPLETED)
            if done.done():
                return done.result()
            if gone.done():
                raise ClientGone
            raise Problem(503, "This took too long here: try again.", {"Retry-After": "5"})
        finally:
            self._change(-1)
            gone.cancel()
            deadline.call_off()
            done.cancel()  # what is not begun is begun no more
            self._see_end(future)

    def _see_end(self, future: Future[Any]) -> None:
        """Look again after some time where the work goes on."""
        if not future.done():
            loop = asyncio.get_running_loop()
            loop.call_later(self._grace_seconds, self._leave, future, self._pool)

    def _leave(self, future: Future[Any], pool: ThreadPoolExecutor) -> None:
        """Leave the thread to work that does not end, and go on with others."""
        if future.done() or pool is not self._pool or self._left >= MOST_LEFT:
            return
        self._left += 1
        self._pool = _pool(self._threads)
        pool.shutdown(wait=False)

    def _change(self, more: int) -> None:
        self._present += more
        self._watch(self._present)

    def close(self) -> None:
        """Let what is at work end, and begin nothing more."""
        self._pool.shutdown(cancel_futures=True)


def _pool(threads: int) -> ThreadPoolExecutor:
    return ThreadPoolExecutor(threads, thread_name_prefix="desk")


async def until_gone(request: Request) -> None:
    """Return when the client has closed the connection."""
    while (await request.receive())["type"] != "http.disconnect":
        pass
