"""What the service is, what it can be relied on for, and whose words it shows."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse

from qa.web.rendering import page

router = APIRouter(include_in_schema=False)


@router.get("/about")
async def about(request: Request) -> HTMLResponse:
    """The page about the service."""
    return page(request, "about.html")
