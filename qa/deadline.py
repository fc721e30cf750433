"""How long work may go on, and whether anybody still waits for it.

A thread cannot be ended from outside: work that may take long asks between its steps. Which
deadline is the work's own is told by the context that it runs in: no step has to hand it on.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from qa.errors import OutOfTime


class Deadline:
    """A moment at which work has to end, or earlier where it is called off."""

    def __init__(self, seconds: float) -> None:
        self._ends_at = time.monotonic() + seconds
        self._is_called_off = False

    @property
    def seconds_left(self) -> float:
        """0 once it is past."""
        return 0.0 if self._is_called_off else max(0.0, self._ends_at - time.monotonic())

    def call_off(self) -> None:
        """Nobody waits any more."""
        self._is_called_off = True


_current: ContextVar[Deadline | None] = ContextVar("deadline", default=None)


@contextmanager
def working_until(deadline: Deadline) -> Iterator[None]:
    """Give the work inside of the block a deadline."""
    token = _current.set(deadline)
    try:
        yield
    finally:
        _current.reset(token)


def check_deadline() -> None:
    """Called between the steps of work; without a deadline it may take its time.

    Raises: OutOfTime where the deadline is past.
    """
    deadline = _current.get()
    if deadline is not None and not deadline.seconds_left:
        raise OutOfTime
