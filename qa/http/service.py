"""What every route works with, made once for an application."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from qa.http.desk import Desk
from qa.http.metrics import Metrics
from qa.http.shared_counts import SharedCounts
from qa.http.sign_in import SignIn
from qa.http.writing import WritingDesk
from qa.live_collection import LiveCollection
from qa.page_images import PageImages
from qa.settings import Settings


@dataclass(frozen=True, slots=True)
class Service:
    """The parts of a running service."""

    settings: Settings
    live: LiveCollection
    desk: Desk
    writing: WritingDesk  # for what a language model writes
    drawing: Desk  # for pages: they take longer, and no question waits for them
    images: PageImages
    counts: SharedCounts
    metrics: Metrics
    sign_in: SignIn


async def service_of(request: Request) -> Service:
    """The service that a request came to."""
    service: Service = request.app.state.service
    return service


ServiceOf = Annotated[Service, Depends(service_of)]
