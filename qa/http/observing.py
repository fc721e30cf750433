"""What happened to each request, told once it has ended, to whoever counts or writes it down.

This stands outside of everything, so that it sees whatever answers: an error that nobody foresaw
ends here and is told to the client by its number alone.
"""

from __future__ import annotations

import re
import secrets
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from qa.http.logs import naming_request
from qa.http.problems import problem_of, problem_response

REQUEST_ID = "X-Request-ID"
GENERATION = "X-Collection-Generation"
# The client closed the connection before its answer began: the number that nginx gives it.
CLIENT_GONE = 499

_ASKED = "asked"  # under `scope["state"]`
_WELL_FORMED_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that a request asked, and the status of its answer."""

    question: str
    status: str


@dataclass(frozen=True, slots=True)
class Seen:
    """One request as it went. Nothing of it is the client's own words but `asked` and the id."""

    request_id: str
    method: str  # one of the usual ones, or OTHER
    route: str | None  # as it is declared, with its parameters unfilled; None where none matched
    status: int
    seconds: float
    generation: int | None
    client_gone: bool
    asked: Asked | None
    error: Exception | None  # that nobody foresaw


Observer = Callable[[Seen], None]


def note_asked(request: Request, question: str, status: str) -> None:
    """Have the observers of a request know what was asked and how it was answered."""
    request.scope.setdefault("state", {})[_ASKED] = Asked(question, status)


class Observing:
    """Gives each request an id, and tells the observers how it went."""

    def __init__(self, app: ASGIApp, observers: Sequence[Observer]) -> None:
        self._app = app
        self._observers = tuple(observers)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, whatever happens."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        watch = _Watch(scope, receive, send)
        with naming_request(watch.request_id):
            try:
                await self._app(scope, watch.receive, watch.send)
            except Exception as error:
                watch.error = error
                if not watch.has_begun:
                    response = problem_response(problem_of(error), scope["path"])
                    await response(scope, watch.receive, watch.send)
                # An answer that had begun is cut off: the server closes the connection.
            finally:
                seen = watch.seen()
                for observer in self._observers:
                    observer(seen)


class _Watch:
    """One request while it runs."""

    def __init__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self._scope, self._receive, self._send = scope, receive, send
        self._begun_at = time.perf_counter()
        self._status = 0
        self._generation: int | None = None
        self._is_complete = False
        self._client_gone = False
        self.error: Exception | None = None
        self.request_id = _id_of(scope)

    @property
    def has_begun(self) -> bool:
        return bool(self._status)

    async def receive(self) -> Message:
        message = await self._receive()
        if message["type"] == "http.disconnect" and not self._is_complete:
            self._client_gone = True
        return message

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._status = message["status"]
            headers = MutableHeaders(scope=message)
            headers[REQUEST_ID] = self.request_id
            generation = headers.get(GENERATION, "")
            self._generation = int(generation) if generation.isdecimal() else None
        elif message["type"] == "http.response.body":
            self._is_complete = not message.get("more_body", False)
        await self._send(message)

    def seen(self) -> Seen:
        return Seen(
            request_id=self.request_id,
            method=self._scope["method"] if self._scope["method"] in _METHODS else "OTHER",
            route=_route_of(self._scope),
            status=self._status or CLIENT_GONE,
            seconds=time.perf_counter() - self._begun_at,
            generation=self._generation,
            client_gone=self._client_gone,
            asked=self._scope.get("state", {}).get(_ASKED),
            error=self.error,
        )


def _id_of(scope: Scope) -> str:
    """The id that came with a request, where it can be one; else a new one."""
    sent = Headers(scope=scope).get(REQUEST_ID, "")
    return sent if _WELL_FORMED_ID.fullmatch(sent) else secrets.token_hex(8)


def _route_of(scope: Scope) -> str | None:
    """The route that answered, as it is declared."""
    if route := scope.get("route"):
        return str(route.path)
    # FastAPI names the routes that it was given, and not those of its own, as /openapi.json.
    if endpoint := scope.get("endpoint"):
        own = (r for r in scope["app"].routes if getattr(r, "endpoint", None) is endpoint)
        return next((str(route.path) for route in own), None)
    return None
