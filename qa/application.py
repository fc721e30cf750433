"""The application: routes, what stands around them, and what lives as long as it runs."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial

from fastapi import FastAPI

from qa.api import asking, operations, records, search
from qa.api.describing import TITLE, description_of, name_of
from qa.http.desk import Desk
from qa.http.head_requests import HeadRequests
from qa.http.problems import add_handlers
from qa.http.service import Service
from qa.live_collection import LiveCollection
from qa.settings import Settings

LARGEST_BODY = 64 * 1024  # bytes; the longest question with its conversation takes half of it


def create_app(settings: Settings) -> FastAPI:
    """The service for these settings; its collection is opened when it starts to run."""
    service = Service(settings, LiveCollection(settings), Desk())

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        service.live.start()
        try:
            yield
        finally:
            service.desk.close()
            service.live.stop()

    app = FastAPI(
        title=TITLE,
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        openapi_url="/openapi.json",
        max_body_size=LARGEST_BODY,
        generate_unique_id_function=name_of,
    )
    app.openapi = partial(description_of, app, settings.question_characters)  # type: ignore[method-assign]
    app.state.service = service
    add_handlers(app)
    app.add_middleware(HeadRequests)
    for part in (asking, search, records, operations):
        app.include_router(part.router)
    return app
