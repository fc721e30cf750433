"""What the service writes down: one JSON object a line on standard error, plain on a terminal.

A line about a request holds no word of the client's: no question, no query, no path but the route
as it is declared, no address. `QA_LOG_QUESTIONS` adds the question and the words of unforeseen
errors, which may repeat it.
"""

from __future__ import annotations

import logging
import os
import traceback
from collections.abc import Mapping, MutableMapping
from contextlib import AbstractContextManager
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import structlog

if TYPE_CHECKING:
    from qa.http.observing import Observer, Seen
    from qa.records import ModelUse

_NAME = "qa"


def configuration(*, is_terminal: bool) -> dict[str, Any]:
    """For uvicorn, which applies it in each of its processes: its own lines look like ours.

    On a terminal a person reads: plain lines, and of uvicorn's own only what went wrong.
    """
    lines = "plain_lines" if is_terminal else "json_lines"
    own = "WARNING" if is_terminal else "INFO"
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"lines": {"()": f"qa.http.logs.{lines}"}},
        "handlers": {
            "stderr": {
                "class": "logging.StreamHandler",
                "formatter": "lines",
                "stream": "ext://sys.stderr",
            }
        },
        "root": {"handlers": ["stderr"], "level": "WARNING"},
        "loggers": {_NAME: {"level": "INFO"}, "uvicorn": {"level": own}},
    }


# What is asked every few seconds by machines is written down only where it fails.
_QUIET_ROUTES = frozenset({"/livez", "/readyz", "/metrics", "/static/{name}"})
_FRAMES = 12  # of an unforeseen error: the innermost calls

_log = structlog.wrap_logger(
    logging.getLogger(_NAME),
    wrapper_class=structlog.stdlib.BoundLogger,
    processors=[structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
    cache_logger_on_first_use=True,
)


def json_lines() -> structlog.stdlib.ProcessorFormatter:
    """A formatter that makes a line of JSON of every record, ours or a library's."""
    return _lines(
        _add_process,
        structlog.processors.TimeStamper(fmt="iso", utc=True, key="time"),
        structlog.stdlib.ProcessorFormatter.remove_processors_meta,
        structlog.processors.format_exc_info,
        structlog.processors.JSONRenderer(ensure_ascii=False),
    )


def plain_lines() -> structlog.stdlib.ProcessorFormatter:
    """A formatter for a person at a terminal: the same, without what only programs want."""
    return _lines(
        structlog.processors.TimeStamper(fmt="%H:%M:%S", utc=False),
        structlog.stdlib.ProcessorFormatter.remove_processors_meta,
        _leave_out_request_id,
        structlog.dev.ConsoleRenderer(colors=False, pad_event_to=0),
    )


def _lines(*processors: structlog.typing.Processor) -> structlog.stdlib.ProcessorFormatter:
    return structlog.stdlib.ProcessorFormatter(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.stdlib.add_log_level,
            *processors,
        ]
    )


def _leave_out_request_id(
    _: object, __: str, values: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    values.pop("request_id", None)
    return values


def _add_process(_: object, __: str, values: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Which of the service's processes writes: their lines come out between each other."""
    values["process"] = os.getpid()
    return values


def naming_request(request_id: str) -> AbstractContextManager[None]:
    """Have every line that is written inside of the block name the request."""
    return structlog.contextvars.bound_contextvars(request_id=request_id)


def log_event(event: str, values: Mapping[str, object], *, is_error: bool = False) -> None:
    """Write down something that happened to the service."""
    _log.log(logging.ERROR if is_error else logging.INFO, event, **values)


def use_values(use: ModelUse) -> dict[str, object]:
    """What a language model did, without a word that was sent or written."""
    values = {**asdict(use), "failed_for": dict(use.failed_for), "seconds": round(use.seconds, 3)}
    return {name: value for name, value in values.items() if value is not None}


def request_log(*, with_questions: bool) -> Observer:
    """An observer that writes down each request."""

    def write(seen: Seen) -> None:
        if seen.route in _QUIET_ROUTES and seen.status < 400:
            return
        values = _values_of(seen)
        if with_questions and seen.asked:
            values["question"] = seen.asked.question
        if seen.error is not None:
            values |= error_values(seen.error, with_words=with_questions)
        _log.log(logging.ERROR if seen.error else logging.INFO, "request", **values)

    return write


def _values_of(seen: Seen) -> dict[str, object]:
    values: dict[str, object] = {
        "request_id": seen.request_id,
        "method": seen.method,
        "route": seen.route,
        "status": seen.status,
        "duration_ms": round(1000 * seen.seconds, 1),
    }
    if seen.generation is not None:
        values["generation"] = seen.generation
    if seen.asked:
        values["answer_status"] = seen.asked.status
    if seen.client_gone:
        values["client_gone"] = True
    return values


def error_values(error: Exception, *, with_words: bool = False) -> dict[str, object]:
    """What an error was and where; not its words, which may be the client's."""
    frames = traceback.extract_tb(error.__traceback__)[-_FRAMES:]
    values: dict[str, object] = {
        "error": type(error).__name__,
        "calls": [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames],
    }
    if with_words:
        values["error_words"] = str(error)
    return values
