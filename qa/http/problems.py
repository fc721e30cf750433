"""Errors as a client sees them: RFC 9457 everywhere, OpenAI's shape under /v1.

Nothing that was sent comes back in them, and no trace of the program does. Which error is which
status stands in one table; a test holds that it knows every error of every room.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from corpus import CorpusError
from index import GenerationGone, IndexFolderError, StoreUnavailable
from qa.errors import (
    CollectionNotReady,
    FilterUnknown,
    OutOfTime,
    QaError,
    QuestionEmpty,
    QuestionPersonal,
    QuestionTooLong,
    RangeReversed,
    TokensUnreadable,
)

MEDIA_TYPE = "application/problem+json"
_AWAY = "The collection cannot be reached just now. Try again in a moment."
RETRY_SECONDS = 2  # what Retry-After says while a collection is opened


class ValueNotTaken(ValueError):
    """What a check of ours says of a value: what is wanted, and nothing of the value itself."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One value of a request that cannot be taken: where it stands, and what is wanted there."""

    pointer: str  # RFC 6901 within the body, or the name of a query parameter
    detail: str


class Problem(Exception):
    """A request that is not fulfilled, with what its sender can do."""

    def __init__(
        self,
        status: int,
        detail: str,
        headers: Mapping[str, str] | None = None,
        faults: Sequence[Fault] = (),
        code: str | None = None,
    ) -> None:
        self.status, self.detail = status, detail
        self.headers = dict(headers or {})
        self.faults = tuple(faults)
        self.code = code  # OpenAI's word for it, told under /v1 alone
        super().__init__(detail)

    @property
    def title(self) -> str:
        """The standard's words for the status."""
        return HTTPStatus(self.status).phrase


def problem_response(problem: Problem, path: str) -> Response:
    """The problem as the clients of this path expect it."""
    if path.startswith("/v1/"):
        # OpenAI knows no 422, and its clients tell a bad request by 400.
        status = 400 if problem.status == 422 else problem.status
        # They send again what was in conflict, but for this: dates stay in conflict.
        once = {"x-should-retry": "false"} if status == 409 else {}
        return JSONResponse(_openai_error(problem), status, {**problem.headers, **once})
    return JSONResponse(
        problem_to_json(problem), problem.status, problem.headers, media_type=MEDIA_TYPE
    )


def problem_to_json(problem: Problem) -> dict[str, Any]:
    """RFC 9457: type, title, status, detail, and `errors` for the values at fault."""
    values: dict[str, Any] = {
        "type": "about:blank",
        "title": problem.title,
        "status": problem.status,
        "detail": problem.detail,
    }
    if problem.faults:
        values["errors"] = [{"pointer": f.pointer, "detail": f.detail} for f in problem.faults]
    return values


def problem_of(error: Exception) -> Problem:
    """What is told of an error; of one that nobody foresaw, only that it happened."""
    if isinstance(error, Problem):
        return error
    if isinstance(error, RangeReversed):
        return Problem(409, "Two filters contradict each other: the dates end before they begin.")
    if isinstance(error, FilterUnknown):
        return Problem(422, _unknown_filter(error))
    if isinstance(error, QuestionEmpty | QuestionTooLong):
        return Problem(422, str(error), faults=(Fault("/question", str(error)),))
    if isinstance(error, QuestionPersonal):
        return Problem(422, str(error), faults=(Fault(f"/{error.place}", str(error)),))
    if isinstance(error, CollectionNotReady):
        return Problem(503, str(error), {"Retry-After": str(RETRY_SECONDS)})
    if isinstance(error, OutOfTime):
        return Problem(503, str(error), {"Retry-After": str(RETRY_SECONDS)})
    if isinstance(error, GenerationGone | StoreUnavailable):
        return Problem(503, _AWAY, {"Retry-After": str(RETRY_SECONDS)})
    if isinstance(error, IndexFolderError):
        return Problem(503, "The collection cannot be read. Whoever runs it: qa doctor says why.")
    if isinstance(error, CorpusError):
        return Problem(503, "The file of this report cannot be shown.")
    if isinstance(error, TokensUnreadable):
        return Problem(503, "Nobody can be let in now. Whoever runs it: qa token --list says why.")
    if isinstance(error, QaError):
        return Problem(400, "The request cannot be fulfilled.")
    return Problem(500, "Something went wrong here. Try again; if it stays, tell whoever runs it.")


Tell = Callable[[Request, Problem], Response]  # a problem, to the client of a request


def teller(error_page: Tell) -> Tell:
    """Tells problems in the form that a client expects; a browser on a page gets `error_page`."""

    def tell(request: Request, problem: Problem) -> Response:
        if wants_page(request):
            return error_page(request, problem)
        return problem_response(problem, request.url.path)

    return tell


def wants_page(request: Request) -> bool:
    """Whether a person's browser asks, for a page."""
    is_page = not request.url.path.startswith(("/api/", "/v1/"))
    return is_page and "text/html" in request.headers.get("accept", "")


class Refusing:
    """Answers for the guards inside of it: a Problem that one raises is told as the routes' are."""

    def __init__(self, app: ASGIApp, tell: Tell) -> None:
        self._app = app
        self._tell = tell

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or tell why not."""
        try:
            await self._app(scope, receive, send)
        except (Problem, QaError) as error:
            await self._tell(Request(scope), problem_of(error))(scope, receive, send)


def add_handlers(app: FastAPI, respond: Tell) -> None:
    """Have the application tell every error this way."""

    async def told(request: Request, error: Exception) -> Response:
        return respond(request, problem_of(error))

    async def invalid(request: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)
        return respond(request, _invalid(error))

    async def by_status(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        detail = _DETAILS.get(error.status_code, HTTPStatus(error.status_code).phrase)
        return respond(request, Problem(error.status_code, detail, error.headers))

    app.add_exception_handler(RequestValidationError, invalid)
    app.add_exception_handler(HTTPException, by_status)
    for kind in (Problem, QaError, CorpusError, IndexFolderError, Exception):
        app.add_exception_handler(kind, told)


_DETAILS = {
    404: "There is nothing at this address.",
    405: "This address does not take that method: Allow says which it takes.",
    413: "The request is too large.",
}


def _invalid(error: RequestValidationError) -> Problem:
    """Which values are at fault and what is wanted; never the values themselves."""
    faults = tuple(_fault(one) for one in error.errors())
    if any(one["type"] == "json_invalid" for one in error.errors()):
        return Problem(422, "The body is no JSON.", faults=faults)
    return Problem(422, "Some values cannot be taken: see errors.", faults=faults)


def _fault(found: Mapping[str, Any]) -> Fault:
    where, *place = found["loc"]
    if where == "body":
        if found["type"] == "json_invalid":
            place = []
        steps = (str(step).replace("~", "~0").replace("/", "~1") for step in place)
        # The name of a value that is not wanted is the sender's word too.
        named = found["type"] != "extra_forbidden"
        pointer = "".join(f"/{step}" for step in (list(steps) if named else list(steps)[:-1]))
    else:
        pointer = str(place[0]) if place and found["type"] != "extra_forbidden" else str(where)
    return Fault(pointer, _wanted(found))


def _wanted(found: Mapping[str, Any]) -> str:
    if found["type"] == "extra_forbidden":
        return "A name that is not known here."
    refusal = found.get("ctx", {}).get("error")
    if isinstance(refusal, ValueNotTaken):
        return str(refusal)
    if found["type"] in ("value_error", "assertion_error"):
        return "This value cannot be taken."
    if found["type"] == "string_pattern_mismatch":
        return "This value is not of the form that is wanted here: /docs shows it."
    return str(found["msg"])


def _unknown_filter(error: FilterUnknown) -> str:
    near = f" Nearest are: {', '.join(error.nearest)}." if error.nearest else ""
    return f"A filter names no {error.name}.{near}"


def _openai_error(problem: Problem) -> dict[str, Any]:
    kind = {401: "authentication_error", 429: "rate_limit_error"}.get(
        problem.status, "server_error" if problem.status >= 500 else "invalid_request_error"
    )
    places = [(_place(fault), fault.detail) for fault in problem.faults]
    told = [f"{place}: {detail}" if place else detail for place, detail in places]
    return {
        "error": {
            "message": "; ".join(told) or problem.detail,
            "type": kind,
            "param": places[0][0] if places else None,
            "code": problem.code,
        }
    }


def _place(fault: Fault) -> str | None:
    """Where in the body the fault is, as OpenAI writes it: "messages[0].content"."""
    first, *others = fault.pointer.lstrip("/").split("/")
    steps = "".join(f"[{step}]" if step.isdecimal() else f".{step}" for step in others)
    return f"{first}{steps}" or None
