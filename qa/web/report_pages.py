"""The pages of reports: the list, a report, and the permanent address of each paragraph."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, TypeVar
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from pydantic import Field
from starlette.responses import HTMLResponse, RedirectResponse, Response

from corpus import AREAS, Paragraph
from index import Report
from qa.api.ask_request import Strict
from qa.api.words_sent import IN_FIGURES
from qa.errors import FilterUnknown
from qa.http.problems import Problem
from qa.http.service import Service, ServiceOf
from qa.live_collection import OpenGeneration
from qa.showing.holdings import Holdings, holdings_of
from qa.understanding.filter_words import filters_from_words
from qa.web.asked import Asked, FilterForm
from qa.web.form_errors import FormError, form_error
from qa.web.rendering import macros, page
from qa.web.report_views import EvidenceView, evidence_view, paragraph_path, report_view

router = APIRouter(include_in_schema=False)

ROWS = 50  # on one page of the list

Result = TypeVar("Result")


class ListQuery(FilterForm):
    """The filters of the list, and which page of it."""

    page: Annotated[int, Field(ge=1, le=100_000), IN_FIGURES] = 1


class EvidenceQuery(Strict):
    """Which words of the paragraph are marked, and whether only the evidence is wanted."""

    start: Annotated[int | None, Field(ge=0), IN_FIGURES] = None
    end: Annotated[int | None, Field(ge=0), IN_FIGURES] = None
    part: Annotated[str | None, Field(pattern="^evidence$")] = None

    def span(self) -> tuple[int, int] | None:
        """The marked words; None where none are."""
        if self.start is None or self.end is None:
            return None
        return self.start, self.end


@router.get("/reports")
async def reports(
    request: Request, query: Annotated[ListQuery, Query()], service: ServiceOf
) -> HTMLResponse:
    """The reports that meet the filters, newest first."""

    def work(held: OpenGeneration) -> tuple[list[Report], Holdings, FormError | None]:
        holdings = holdings_of(held.collection.reports())
        try:
            filters = filters_from_words(query.words(), held.answerer.gazetteer)
        except FilterUnknown as error:
            return [], holdings, form_error(error)
        return held.collection.reports(filters.scope()), holdings, None

    found, holdings, error = await _held(request, service, work)
    first = (query.page - 1) * ROWS
    return page(
        request,
        "reports.html",
        status=422 if error else 200,
        reports=found[first : first + ROWS],
        total=len(found),
        first=first + 1,
        query=query,
        error=error,
        holdings=holdings,
        asked=Asked(filters=query.words()),
        areas=AREAS,
        address_of=lambda number: f"/reports?{urlencode(_address(query, number), doseq=True)}",
        pages=-(-len(found) // ROWS),
    )


def _address(query: ListQuery, number: int) -> dict[str, object]:
    return {**query.model_dump(exclude_defaults=True, exclude={"page"}), "page": number}


@router.get("/reports/{report_id}")
async def report(request: Request, report_id: str, service: ServiceOf) -> HTMLResponse:
    """A report: its judgements, what needs to improve, every paragraph."""
    view = await _held(
        request,
        service,
        lambda held: report_view(_report(held, report_id), held.collection),
    )
    return page(request, "report.html", view=view)


@router.get("/reports/{report_id}/paragraphs/{name}")
async def paragraph(
    request: Request,
    report_id: str,
    name: str,
    query: Annotated[EvidenceQuery, Query()],
    service: ServiceOf,
) -> Response:
    """A paragraph with its evidence; a number leads to it, or to a list where several have it."""

    def work(held: OpenGeneration) -> tuple[Report, list[Paragraph], EvidenceView | None]:
        found = _report(held, report_id)
        named = held.collection.paragraph(name)
        if named and named[0].id == found.id:
            view = evidence_view(found, named[1], held.collection, query.span())
            return found, [], view
        numbered = [p for p in held.collection.paragraphs(found.id) if p.number == name]
        return found, numbered, None

    found, numbered, view = await _held(request, service, work)
    if view is not None:
        if query.part:
            html = str(macros("evidence.html").evidence(view, 2))
            return HTMLResponse(html, headers={"Cache-Control": "no-store"})
        return page(request, "paragraph.html", view=view)
    if not numbered:
        raise Problem(404, "The report has no such paragraph.")
    if len(numbered) == 1:
        return RedirectResponse(paragraph_path(found, numbered[0]), 307)
    addresses = [(p, paragraph_path(found, p)) for p in numbered]
    return page(request, "paragraphs.html", report=found, number=name, paragraphs=addresses)


def _report(held: OpenGeneration, report_id: str) -> Report:
    found = held.collection.report(report_id)
    if found is None:
        raise Problem(404, "There is no such report in the collection.")
    return found


async def _held(
    request: Request, service: Service, work: Callable[[OpenGeneration], Result]
) -> Result:
    """The work's result, from one generation."""

    def leased() -> Result:
        with service.live.lease() as held:
            return work(held)

    return await service.desk.run(request, leased)
