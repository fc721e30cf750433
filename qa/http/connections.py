"""Connections that keep to their time: who sends or reads too slowly is let go.

uvicorn waits for ever for a request that has begun, and for a client that does not read its answer
(its issue 157). This is its protocol over h11, not httptools, because h11 reads no more than 16 KB
of a request's head; the faster parser collects headers without an end.
"""

from __future__ import annotations

import asyncio
import json
import resource
import time
from functools import cache
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol

from qa.http.desk import Desk
from qa.http.logs import log_event
from qa.http.problems import MEDIA_TYPE, Problem, problem_response, problem_to_json

LOOK_SECONDS = 1.0  # between two looks at a connection
HEAD_SECONDS = 10.0  # from the first byte of a request, or from connecting, to its blank line
BODY_SECONDS = 20.0  # from there to its end: 64 KiB are allowed (body_limit.py), so 3 KB a second
# Within this time a client has to read something of what waits for it, and not a few bytes only.
READ_SECONDS = 20.0
LEAST_READ = 16 * 1024
MOST_CONNECTIONS = 500  # of a process; those of a browser are up to six
# Requests under way in a process. Its desks take a hundred (desk.py, application.py) and refuse the
# next at once: more are there only where the process no longer keeps up with refusing.
MOST_REQUESTS = 150
# Who has asked nothing at so many looks may have to make room. Looks and not seconds: a process
# that is behind may not have read yet what was sent, and has once it looks again.
QUIET_LOOKS = 2
# Besides its connections a process has files of the collection open, and its children's pipes: of
# the files that it may open so many are for connections that it serves, and for all of them.
_FILES_FOR_SERVED, _FILES_FOR_ALL = 0.5, 0.8

_FULL = Problem(
    503, "Too many connections at once: try again.", {"Retry-After": "1", "Connection": "close"}
)


_FULL_AS_SENT = (
    "HTTP/1.1 503 Service Unavailable\r\nContent-Type: {}\r\nContent-Length: {}\r\n"
    "Retry-After: 1\r\nConnection: close\r\n\r\n{}"
)
_ALIVE = b"GET /livez "  # what asks this restarts a service that does not answer


DESK = "desk"  # under what name an application's lifespan gives its connections the desk


class _Refused:
    """How many requests were refused unread, told once a second: no other line says so."""

    def __init__(self) -> None:
        self._requests = 0
        self._told_at = 0.0

    def count(self) -> None:
        self._requests += 1
        if (now := time.monotonic()) - self._told_at > 1:
            log_event("requests refused unread", {"requests": self._requests})
            self._requests, self._told_at = 0, now


_refused_unread = _Refused()


class TimedConnection(H11Protocol):
    """One connection, looked at once a second."""

    look_seconds = LOOK_SECONDS
    head_seconds = HEAD_SECONDS
    body_seconds = BODY_SECONDS
    read_seconds = READ_SECONDS
    most_connections = MOST_CONNECTIONS
    most_requests = MOST_REQUESTS

    quiet_looks = QUIET_LOOKS

    _next_look: asyncio.TimerHandle | None = None
    _is_one_too_many = False
    _looks_waiting = 0
    _head_since: float | None = None
    _body_since: float | None = None
    _unread: int = 0
    _unread_since: float | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._head_since = time.monotonic()
        files, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
        if len(self.connections) > files * _FILES_FOR_ALL:
            transport.abort()
        elif len(self.connections) > min(self.most_connections, files * _FILES_FOR_SERVED):
            # Told once a request has come: who is cut off while it sends never reads why.
            self._is_one_too_many = not self._make_room()
            if self._is_one_too_many:
                self.app = _refuse
        self._look_later()

    def on_response_complete(self) -> None:
        self._looks_waiting = 0
        super().on_response_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        if self._next_look is not None:
            self._next_look.cancel()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if self._is_whole_request(data) and self._is_full(data):
            self.transport.write(_full_as_sent())
            self.transport.close()
            _refused_unread.count()
            return
        if self._head_since is None and self.is_waiting:
            self._head_since = time.monotonic()
        super().data_received(data)
        if not self.is_waiting:
            self._head_since = None

    @property
    def is_waiting(self) -> bool:
        """Whether no request is being answered, and none has come whole."""
        return self.cycle is None or bool(self.cycle.response_complete)

    def _is_full(self, data: bytes) -> bool:
        """Whether there is no room for the request. To find that out by reading it takes a
        millisecond, which a process has not for ten times as many as it can answer.
        """
        desk: Desk | None = self.app_state.get(DESK)
        is_full = desk is not None and desk.is_full
        # A person's browser is told on a page of ours.
        has_no_desk = is_full and data.startswith(b"POST ") and b"text/html" not in data
        return has_no_desk or self._is_one_too_many or len(self.tasks) >= self.most_requests

    def _is_whole_request(self, data: bytes) -> bool:
        """Whether this begins and ends a head that may be refused unread."""
        return self.is_waiting and b"\r\n\r\n" in data and not data.startswith(_ALIVE)

    def _look_later(self) -> None:
        self._next_look = self.loop.call_later(self.look_seconds, self._look)

    def _look(self) -> None:
        """Let go a client that is too slow."""
        self._looks_waiting = self._looks_waiting + 1 if self.is_waiting else 0
        now = time.monotonic()
        if self._is_late(now) or self._reads_too_slowly(now):
            self.transport.abort()
        else:
            self._look_later()

    def _is_late(self, now: float) -> bool:
        """Whether a request should have come by now."""
        if self.is_waiting and self._head_since is not None:
            return now - self._head_since > self.head_seconds
        if self.is_waiting or not self.cycle.more_body:
            self._body_since = None
            return False
        self._body_since = self._body_since or now
        return now - self._body_since > self.body_seconds

    def _reads_too_slowly(self, now: float) -> bool:
        """Whether what is sent stays unread. More than before is new: the rest was read."""
        unread = self.transport.get_write_buffer_size()
        if not unread:
            self._unread_since = None
            return False
        has_read = unread > self._unread or self._unread - unread >= LEAST_READ
        if self._unread_since is None or has_read:
            self._unread, self._unread_since = unread, now
        return now - self._unread_since > self.read_seconds

    def _make_room(self) -> bool:
        """Let go whoever has kept a connection longest without asking; False where all ask."""
        waiting = [
            (one._looks_waiting, id(one), one)
            for one in self.connections
            if isinstance(one, TimedConnection) and one._looks_waiting >= self.quiet_looks
        ]
        if not waiting:
            return False
        max(waiting)[2].transport.abort()
        return True


@cache
def _full_as_sent() -> bytes:
    body = json.dumps(problem_to_json(_FULL))
    return _FULL_AS_SENT.format(MEDIA_TYPE, len(body), body).encode()


async def _refuse(scope: Any, receive: Any, send: Any) -> None:
    """Answer that there are too many, and close."""
    response = problem_response(_FULL, scope["path"])
    await response(scope, receive, send)
