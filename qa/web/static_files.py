"""The page's own files: a stylesheet, a script and an icon, and no others."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import FileResponse, Response

from qa.http.problems import Problem
from qa.web.rendering import FOLDER

router = APIRouter(include_in_schema=False)

_TYPES = {
    "style.css": "text/css; charset=utf-8",
    "page.js": "text/javascript; charset=utf-8",
    "icon.svg": "image/svg+xml",
}


@router.get("/static/{name}")
async def static_file(name: str, request: Request) -> Response:
    """A file by its name; an address with its version never changes what it means."""
    if name not in _TYPES:
        raise Problem(404, "There is no such file.")
    is_versioned = "v" in request.query_params
    caching = "public, max-age=31536000, immutable" if is_versioned else "no-cache"
    return FileResponse(
        FOLDER / "static" / name, media_type=_TYPES[name], headers={"Cache-Control": caching}
    )


@router.get("/favicon.ico")
async def favicon() -> Response:
    """The icon, where a browser looks for it unasked."""
    return FileResponse(FOLDER / "static" / "icon.svg", media_type=_TYPES["icon.svg"])
