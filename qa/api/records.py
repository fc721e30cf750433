"""`GET /api/reports`, `/api/judgements` and what is in them: the records, as they are."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request
from starlette.responses import JSONResponse, Response

from index import Report
from qa.api.describing import read
from qa.api.list_queries import Paged, RecordsQuery
from qa.api.listing import page_at, read_answer
from qa.api.record_schemas import JudgementPage, ParagraphPage, ReportPage
from qa.api.record_schemas import Paragraph as ParagraphShape
from qa.api.record_schemas import Report as ReportShape
from qa.api.record_shapes import paragraph_item, paragraph_whole, report_whole
from qa.api.tables import JUDGEMENTS, REPORTS, form_of, table_response
from qa.http.problems import Problem
from qa.http.service import ServiceOf
from qa.live_collection import OpenGeneration

router = APIRouter(prefix="/api", tags=["records"])

Records = Annotated[RecordsQuery, Query()]
ReportId = Annotated[str, Path(description="`id` of a report")]
ParagraphId = Annotated[str, Path(description="`id` of a paragraph")]


@router.get("/reports", response_model=ReportPage, responses=read(is_list=True, is_table=True))
async def list_reports(query: Records, request: Request, service: ServiceOf) -> Response:
    """The reports that meet the filters, newest first; also as CSV."""

    def make(held: OpenGeneration) -> Response:
        reports = held.collection.reports(query.scope(held.answerer.gazetteer))
        return table_response(REPORTS, reports, query, request, held)

    return await read_answer(service, request, make, form_of(request))


@router.get(
    "/judgements", response_model=JudgementPage, responses=read(is_list=True, is_table=True)
)
async def list_judgements(query: Records, request: Request, service: ServiceOf) -> Response:
    """The judgements of the reports that meet the filters, newest first; also as CSV.

    With `area` only those for one of these areas; a merged judgement counts for each of its own.
    """

    def make(held: OpenGeneration) -> Response:
        judgements = held.collection.judgements(query.scope(held.answerer.gazetteer))
        return table_response(JUDGEMENTS, judgements, query, request, held)

    return await read_answer(service, request, make, form_of(request))


@router.get("/reports/{report_id}", response_model=ReportShape, responses=read(404))
async def read_report(report_id: ReportId, request: Request, service: ServiceOf) -> Response:
    """A report with its judgements, without its paragraphs."""

    def make(held: OpenGeneration) -> Response:
        return JSONResponse(report_whole(get_report(held, report_id)))

    return await read_answer(service, request, make)


@router.get(
    "/reports/{report_id}/paragraphs",
    response_model=ParagraphPage,
    responses=read(404, is_list=True),
)
async def list_paragraphs(
    report_id: ReportId, query: Annotated[Paged, Query()], request: Request, service: ServiceOf
) -> Response:
    """The paragraphs of a report in the order of reading."""

    def make(held: OpenGeneration) -> Response:
        report = get_report(held, report_id)
        paragraphs = held.collection.paragraphs(report.id)
        page = page_at(request, paragraphs, query, held)
        values = page.to_json(
            lambda paragraph: paragraph_item(report, paragraph), report=report_whole(report)
        )
        return JSONResponse(values, headers=page.headers)

    return await read_answer(service, request, make)


@router.get("/paragraphs/{paragraph_id}", response_model=ParagraphShape, responses=read(404))
async def read_paragraph(
    paragraph_id: ParagraphId, request: Request, service: ServiceOf
) -> Response:
    """A paragraph with its report, and the ids of those before and after it."""

    def make(held: OpenGeneration) -> Response:
        found = held.collection.paragraph(paragraph_id)
        if found is None:
            raise Problem(404, "The collection holds no paragraph with this id.")
        report, paragraph = found
        return JSONResponse(
            paragraph_whole(report, paragraph, held.collection.paragraphs(report.id))
        )

    return await read_answer(service, request, make)


def get_report(held: OpenGeneration, report_id: str) -> Report:
    """The report with this id.

    Raises: Problem 404 where there is none.
    """
    report = held.collection.report(report_id)
    if report is None:
        raise Problem(404, "The collection holds no report with this id.")
    return report
