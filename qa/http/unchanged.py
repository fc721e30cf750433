"""Answers that a client may keep and ask about again: ETag, If-None-Match, and 304.

A generation never changes, so its name is the tag of all that is read from it.
"""

from __future__ import annotations

from collections.abc import Mapping

from fastapi import Request
from starlette.responses import Response

# Kept by the client alone, and asked about before each use.
ASK_AGAIN = "no-cache, private"


def tag_of(stamp: tuple[int, str], *also: str) -> str:
    """The tag of something read from the generation with this stamp, and of what else it rests on.

    It is weak: the same records may be written in other bytes by another version of the program.
    """
    generation, sha256 = stamp
    return f'W/"{"-".join((str(generation), sha256[:16], *also))}"'


def unless_unchanged(request: Request, response: Response, tag: str, cache: str) -> Response:
    """The response with its tag, or 304 without a body where the client has it already."""
    response.headers["ETag"] = tag
    response.headers["Cache-Control"] = cache
    if not has_already(request, tag):
        return response
    kept = {"etag", "cache-control", "vary", "link"}
    return unchanged({name: value for name, value in response.headers.items() if name in kept})


def has_already(request: Request, tag: str) -> bool:
    """Whether the client names the tag, by the weak comparison (RFC 9110, section 8.8.3.2)."""
    if_none_match = request.headers.get("if-none-match")
    if if_none_match is None:
        return False
    known = {one.strip().removeprefix("W/") for one in if_none_match.split(",")}
    return "*" in known or tag.removeprefix("W/") in known


def unchanged(headers: Mapping[str, str]) -> Response:
    """304 with what the whole response would have said of itself."""
    return Response(status_code=304, headers=headers)
