"""The OpenAPI description: what FastAPI finds in the routes, and what it cannot know of them."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute
from pydantic import BaseModel

from corpus import load_authorities
from index import IndexFolderError
from qa.api.chat_schemas import ChatProblem
from qa.api.known_names import name_schemas, refer_to_names
from qa.api.list_queries import CURSOR
from qa.api.problem_schemas import Problem
from qa.errors import CollectionNotReady
from qa.http.problems import MEDIA_TYPE
from qa.http.service import Service
from qa.http.sign_in_guard import is_open
from qa.showing.attribution import NOT_AFFILIATED
from qa.understanding import Gazetteer, make_gazetteer

Described = dict[int | str, dict[str, Any]]

TITLE = "Inspection Answers"
_ABOUT = (
    "Answers with citations, and the records behind them, from inspection reports on children's "
    f"services. {NOT_AFFILIATED}"
)
_REFERENCE = "#/components/schemas/"

# What any request may meet: a host that is not ours, no sign-in, a request from another site, too
# large a body, too many requests, a fault of ours, a collection that is being opened or is damaged.
_EVERYWHERE = (400, 401, 403, 413, 429, 500, 503)
_MEANINGS = {
    400: "The request cannot be read, or is not for this host.",
    401: "Sign-in is needed.",
    403: "This is not allowed from where it was sent.",
    404: "There is nothing with this id.",
    409: "Two filters contradict each other.",
    410: "The collection has changed since the page before: start again from the first.",
    413: "The body is too large.",
    422: "Some values cannot be taken.",
    429: "Too many requests: Retry-After says when to try again.",
    500: "Something went wrong in the service.",
    503: "The collection is being opened or cannot be read, or too many wait.",
}


def problems(*statuses: int, like: type[BaseModel] = Problem) -> Described:
    """The errors of a route, those that any route may have among them; `like`: their shape."""
    media = MEDIA_TYPE if like is Problem else "application/json"
    content = {media: {"schema": {"$ref": f"{_REFERENCE}{like.__name__}"}}}
    return {
        status: {"description": _MEANINGS[status], "content": content}
        for status in sorted({*statuses, *_EVERYWHERE})
    }


def read(*statuses: int, is_list: bool = False, is_table: bool = False) -> Described:
    """The answers of a route that reads: its tag, 304, the next page, CSV, and its errors."""
    headers = {"ETag": _header("names the generation that was read")}
    if is_list:
        headers["Link"] = _header('leads to the next page, with rel="next"')
    found: dict[str, Any] = {"description": "Found.", "headers": headers}
    if is_table:
        found["content"] = {"text/csv": {"schema": {"type": "string"}}}
    unchanged = {"description": "What If-None-Match names is still so."}
    return {
        200: found,
        304: unchanged,
        **problems(*statuses, *((409, 410, 422) if is_list else ())),
    }


def events(*names: str) -> dict[str, Any]:
    """What one server-sent event is: its name, one of these, and JSON as its text."""
    data = {"type": "string", "contentMediaType": "application/json"}
    name = {"type": "string", "enum": list(names)}
    return {
        "schema": {
            "type": "object",
            "required": ["event", "data"],
            "properties": {"event": name, "data": data},
        }
    }


def _header(description: str) -> dict[str, Any]:
    return {"description": description, "schema": {"type": "string"}}


def name_of(route: APIRoute) -> str:
    """The name of a route's function, by which generated clients call it."""
    return route.name


def description_of(app: FastAPI, service: Service) -> dict[str, Any]:
    """The OpenAPI description of all routes, as this service answers them now.

    The names that a filter can mean are those of the open collection, and a token is asked for
    where sign-in is needed.
    """
    if app.openapi_schema is None:
        app.openapi_schema = _described(app, service.settings.question_characters)
    described = app.openapi_schema
    components: dict[str, Any] = dict(described["components"])
    components["schemas"] = {**components["schemas"], **name_schemas(_gazetteer(service))}
    if not service.sign_in.is_needed:
        return {**described, "components": components}
    components["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
    paths = {path: _guarded(path, methods) for path, methods in described["paths"].items()}
    return {**described, "paths": paths, "components": components}


def _guarded(path: str, methods: dict[str, Any]) -> dict[str, Any]:
    """The operations of a path with the token that each asks for."""
    if is_open(path):
        return methods
    return {method: {**told, "security": [{"token": []}]} for method, told in methods.items()}


def _described(app: FastAPI, question_characters: int) -> dict[str, Any]:
    made = get_openapi(title=TITLE, version=app.version, description=_ABOUT, routes=app.routes)
    _leave_out_fastapis_own_errors(made)
    _leave_out_cursors(made)
    schemas = made["components"]["schemas"]
    for error in (Problem, ChatProblem):
        shape = error.model_json_schema(ref_template=f"{_REFERENCE}{{model}}")
        schemas |= {**shape.pop("$defs"), error.__name__: shape}
    # How long a question may be is set by whoever runs the service.
    schemas["AskRequest"]["properties"]["question"]["maxLength"] = question_characters
    described: dict[str, Any] = refer_to_names(made, _REFERENCE)
    return described


def _gazetteer(service: Service) -> Gazetteer:
    """The names of the collection that is open; of the register alone while none is."""
    try:
        with service.live.lease() as held:
            return held.answerer.gazetteer
    except (CollectionNotReady, IndexFolderError):
        return make_gazetteer(load_authorities())


def _leave_out_cursors(made: dict[str, Any]) -> None:
    for path in made["paths"].values():
        for operation in path.values():
            parameters = operation.get("parameters", [])
            operation["parameters"] = [one for one in parameters if one["name"] != CURSOR]


def _leave_out_fastapis_own_errors(made: dict[str, Any]) -> None:
    """FastAPI tells of a 422 of its own for any parameter, which a text in a path cannot cause."""
    for path in made["paths"].values():
        for operation in path.values():
            if "HTTPValidationError" in str(operation["responses"].get("422")):
                del operation["responses"]["422"]
    for name in ("HTTPValidationError", "ValidationError"):
        made["components"]["schemas"].pop(name, None)
