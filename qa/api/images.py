"""`GET /api/reports/{id}/pages/{n}.png`: a page as printed, with a paragraph marked."""

from __future__ import annotations

from pathlib import Path as FilePath
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from corpus import Box, NoPages, PageMissing
from qa.api.describing import Described, read
from qa.api.records import ReportId, get_paragraph, get_report
from qa.api.words_sent import IN_FIGURES, Word
from qa.http.problems import Problem
from qa.http.service import ServiceOf
from qa.http.unchanged import has_already, unchanged
from qa.live_collection import OpenGeneration
from qa.page_images import PageImages, PageWanted

PNG = "image/png"
# Kept for a day, then asked about: it changes only where the report is issued anew.
CACHE = "private, max-age=86400"
_NO_PAGE = "This report has no such page to show."

router = APIRouter(prefix="/api", tags=["records"])

PageNumber = Annotated[
    int, Path(ge=1, le=100_000, description="counted from 1", examples=[1]), IN_FIGURES
]


class Marked(BaseModel):
    """What is marked on the page."""

    model_config = ConfigDict(extra="forbid")

    paragraph: Annotated[
        Word | None, Field(description="`id` of a paragraph, whose words are marked")
    ] = None


_IMAGE: Described = {
    200: {
        "description": "The page.",
        "content": {PNG: {"schema": {"type": "string", "format": "binary"}}},
        "headers": read()[200]["headers"],
    }
}


@router.get(
    "/reports/{report_id}/pages/{page}.png",
    response_class=Response,
    responses={**read(404, 422), **_IMAGE},
)
async def read_page(
    report_id: ReportId,
    page: PageNumber,
    query: Annotated[Marked, Query()],
    request: Request,
    service: ServiceOf,
) -> Response:
    """A page as it is printed, with a paragraph marked; 404 for documents without pages."""

    def look() -> tuple[FilePath, PageWanted]:
        with service.live.lease() as held:
            return _wanted(held, report_id, page, query.paragraph)

    file, wanted = await service.desk.run(request, look)
    headers = {"ETag": f'"{wanted.key}"', "Cache-Control": CACHE}
    if has_already(request, headers["ETag"]):
        return unchanged(headers)
    image = service.images.kept(wanted)
    if image is None:
        image = await service.drawing.run(request, lambda: _drawn(service.images, file, wanted))
    return Response(image, headers=headers, media_type=PNG)


def _wanted(
    held: OpenGeneration, report_id: str, page: int, paragraph_id: str | None
) -> tuple[FilePath, PageWanted]:
    """The file to draw from, and what of it.

    Raises: Problem 404 where there is no such report, paragraph or page, or no file of it.
    """
    report = get_report(held, report_id)
    boxes: tuple[Box, ...] = ()
    if paragraph_id is not None:
        its_report, paragraph = get_paragraph(held, paragraph_id)
        if its_report.id != report.id:
            raise Problem(404, "This report holds no paragraph with this id.")
        boxes = paragraph.boxes
    file = held.collection.original(report.sha256)
    if report.pages is None or page > report.pages or file is None:
        raise Problem(404, _NO_PAGE)
    return file, PageWanted(report.sha256, page, boxes)


def _drawn(images: PageImages, file: FilePath, wanted: PageWanted) -> bytes:
    """The page as PNG.

    Raises: Problem 404 where the file has no such page; CorpusError where it cannot be drawn.
    """
    try:
        return images.image(file, wanted)
    except (NoPages, PageMissing) as error:
        raise Problem(404, _NO_PAGE) from error
