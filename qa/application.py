"""The application: routes, what stands around them, and what lives as long as it runs."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

from fastapi import FastAPI, Request
from starlette.responses import Response
from starlette.types import ASGIApp

from corpus import PageRenderer
from qa.api import asking, chat, images, operations, records, search
from qa.api.describing import TITLE, description_of, name_of
from qa.assembly import make_writer
from qa.http.body_limit import BodyLimit
from qa.http.connections import DESK
from qa.http.cross_site import CrossSite
from qa.http.desk import ClientGone, Desk
from qa.http.head_requests import HeadRequests
from qa.http.logs import log_event, request_log, use_values
from qa.http.metrics import Metrics
from qa.http.observing import CLIENT_GONE, Observing
from qa.http.problems import Refusing, add_handlers, teller
from qa.http.request_limits import RequestLimits
from qa.http.security_headers import SecurityHeaders
from qa.http.service import Service
from qa.http.shared_counts import SharedCounts
from qa.http.sharing import COUNTS, METRICS
from qa.http.sign_in import SignIn
from qa.http.sign_in_guard import SignInGuard
from qa.http.spending import shared_spending
from qa.http.trusted_hosts import TrustedHosts
from qa.http.writing import WritingDesk
from qa.live_collection import LiveCollection
from qa.page_images import PageImages
from qa.records import ModelUse
from qa.settings import Settings
from qa.web import about_page, ask_page, docs_page, report_pages, sign_in, static_files
from qa.web.error_page import error_page

DRAWN_AT_ONCE = 2  # pages in each process, each in a child of its own
PAGES_WAITING = 32  # at 60 ms each the last of them waits a second


class Guarded(FastAPI):
    """An application whose guards stand outside of everything, its answer to errors included.

    Starlette puts what `add_middleware` names inside of that answer, so that a response to an error
    nobody foresaw would pass no guard.
    """

    def build_middleware_stack(self) -> ASGIApp:
        """The guards, from the inside out: the last is the first to see a request."""
        service: Service = self.state.service
        settings = service.settings
        guarded: ASGIApp = super().build_middleware_stack()
        guarded = SignInGuard(guarded, service.sign_in)
        if settings.requests_per_minute:
            guarded = RequestLimits(guarded, service.counts, settings.requests_per_minute)
        guarded = BodyLimit(guarded)
        guarded = CrossSite(guarded)
        guarded = Refusing(guarded, _tell_problem)
        guarded = TrustedHosts(guarded, settings.host, settings.allowed_hosts)
        guarded = SecurityHeaders(guarded)
        log = request_log(with_questions=settings.log_questions)
        return Observing(guarded, (log, service.metrics.observe))


def create_app(settings: Settings, shared: Path | None = None) -> FastAPI:
    """The service for these settings; its collection is opened when it starts to run.

    `shared` is a folder of `qa.http.sharing.share`, by which several processes are one service.
    """
    service = _service(settings, shared)
    app = Guarded(
        title=TITLE,
        lifespan=partial(_lifespan, service),
        docs_url=None,
        redoc_url=None,
        openapi_url="/openapi.json",
        generate_unique_id_function=name_of,
    )
    app.openapi = partial(description_of, app, service)  # type: ignore[method-assign]
    app.state.service = service
    add_handlers(app, _tell_problem)
    app.add_exception_handler(ClientGone, _nobody_reads_this)
    app.add_middleware(HeadRequests)
    api = (asking, search, records, images, chat, operations)
    pages = (ask_page, report_pages, about_page, docs_page, sign_in, static_files)
    for part in (*api, *pages):
        app.include_router(part.router)
    return app


def _service(settings: Settings, shared: Path | None) -> Service:
    """The parts of a service, none of them started yet."""
    metrics = Metrics(shared / METRICS if shared else None)

    def tell(event: str, values: dict[str, object]) -> None:
        log_event(event, values, is_error="error" in values)
        metrics.observe_event(event, values)

    def tell_use(use: ModelUse) -> None:
        log_event("model used", use_values(use))
        metrics.observe_model(use)

    counts = SharedCounts(shared / COUNTS if shared else None)
    live = LiveCollection(settings, tell=tell)
    return Service(
        settings,
        live,
        Desk(watch=metrics.observe_desk),
        WritingDesk(live, make_writer(settings, tell_use, shared_spending(settings, counts))),
        Desk(DRAWN_AT_ONCE, PAGES_WAITING),
        PageImages(PageRenderer(children=DRAWN_AT_ONCE)),
        counts,
        metrics,
        SignIn(settings, counts),
    )


@asynccontextmanager
async def _lifespan(service: Service, _: FastAPI) -> AsyncIterator[dict[str, object]]:
    """What lives as long as the application runs; with what connections look at."""
    log_event("service started", {})
    service.live.start()
    service.images.start()
    try:
        yield {DESK: service.desk}
    finally:
        service.desk.close()
        service.writing.close()
        service.drawing.close()
        service.images.stop()
        service.live.stop()
        service.counts.close()
        log_event("service stopped", {})


_tell_problem = teller(error_page)


async def _nobody_reads_this(_: Request, __: Exception) -> Response:
    return Response(status_code=CLIENT_GONE)
