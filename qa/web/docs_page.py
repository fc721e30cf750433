"""What programs can ask the service, written out from its OpenAPI description."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse

from qa.web.docs_view import routes_of, shapes_of
from qa.web.rendering import page

router = APIRouter(include_in_schema=False)


@router.get("/docs")
async def docs(request: Request) -> HTMLResponse:
    """The page of the routes."""
    described = request.app.openapi()
    return page(request, "docs.html", routes=routes_of(described), shapes=shapes_of(described))
