"""Templates into pages: one environment, everything escaped, other people's words cleaned."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse

from qa.labels import KIND_NAMES, date_range, day, report_words
from qa.showing.attribution import NOT_AFFILIATED, attribution
from qa.showing.plain_text import clean

FOLDER = Path(__file__).parent
SERVICE_NAME = "Inspection Answers"


def render(template: str, **values: object) -> str:
    """A template, or a part of a page, as HTML."""
    return _environment().get_template(template).render(**values)


def macros(template: str) -> Any:
    """The macros of a template, to be called one by one."""
    return _environment().get_template(template).module


def page(request: Request, template: str, *, status: int = 200, **values: object) -> HTMLResponse:
    """A whole page. It is the asker's own: no cache on the way may keep it."""
    html = render(template, **_of_request(request), **values)
    return HTMLResponse(html, status, {"Cache-Control": "no-store"})


def asset(name: str) -> str:
    """The address of a file of ours, which changes with its content."""
    return f"/static/{name}?v={_version(name)}"


@cache
def _version(name: str) -> str:
    return hashlib.sha256((FOLDER / "static" / name).read_bytes()).hexdigest()[:12]


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(FOLDER / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_seen,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        capitalised=capitalised,
        clean=_clean,
        day=day,
        grade_class=grade_class,
        report_words=report_words,
    )
    environment.globals.update(
        asset=asset,
        attribution=attribution,
        service_name=SERVICE_NAME,
        kind_names=KIND_NAMES,
        date_range=date_range,
        not_affiliated=NOT_AFFILIATED,
    )
    return environment


def _seen(value: Any) -> Any:
    """What is printed, without what nobody sees; HTML of our own stays as it is."""
    return clean(value) if type(value) is str else value


def _clean(words: str) -> str:
    """Words of a report as one line, without what could act on the page."""
    return clean(words).replace("\t", ": ")


def capitalised(words: str) -> str:
    """The words with a capital first letter; the others stay as they are."""
    return words[:1].upper() + words[1:]


def grade_class(grade: str | None) -> str:
    """The name that the stylesheet has for a grade."""
    return f"grade-{grade.replace(' ', '-')}" if grade else "grade-none"


def _of_request(request: Request) -> dict[str, Any]:
    """What every page shows of the request: where it is, and whether somebody is signed in."""
    state = request.scope.get("state", {})
    return {
        "path": request.url.path,
        "is_signed_in": bool(state.get("is_signed_in")),
        "base": f"{request.url.scheme}://{request.url.netloc}",
    }
