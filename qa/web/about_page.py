"""What the service is, what it can be relied on for, and whose words it shows."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse

from qa.http.service import ServiceOf
from qa.prose.server_address import is_near, parse_server_address
from qa.settings import Settings
from qa.web.rendering import page

router = APIRouter(include_in_schema=False)


@router.get("/about")
async def about(request: Request, service: ServiceOf) -> HTMLResponse:
    """The page about the service."""
    settings = service.settings
    return page(request, "about.html", model=settings.model, model_place=_place(settings))


def _place(settings: Settings) -> str:
    """Where questions go to be answered in a model's words, as people say it."""
    if settings.model_server is None:
        return ""
    address = parse_server_address(settings.model_server, settings.model_networks)
    if address.host == "localhost" or is_near(address.host, ()):
        return "on the machine that runs this service"
    if address.scheme == "http":
        return "in the network of this service"
    return f"at {address.host}"
