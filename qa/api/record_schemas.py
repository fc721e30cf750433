"""What records look like as JSON, told to clients. The values are made in `record_shapes.py`.

Nothing is compared with these as it is sent: tests do that, for every route.
"""

from __future__ import annotations

from typing import Annotated, Generic, Literal, TypeVar

from pydantic import Field

from corpus import Grade, Kind
from qa.api.answer_schemas import SearchCoverage, Understood
from qa.api.schema_words import Day, PageNumber, Rights, Shape

Item = TypeVar("Item")


class ReportItem(Rights):
    """A report in a list."""

    id: str
    authority: str | None
    kind: Kind
    inspection_start: Day | None
    inspection_end: Day | None
    published: Day | None
    lead_inspector: str | None
    overall: Grade | None
    pages: int | None = Field(description="null for documents without pages")
    paragraphs: int = Field(description="how many it has")
    superseded_by: str | None = Field(description="id of the authority's next full inspection")
    source: str = Field(description="the file it came in")
    title: str | None
    link: str = Field(description="its page, as a path")


class Judgement(Shape):
    """A grade that a report prints for an area."""

    area: str
    printed: str = Field(description="the area in the report's own words")
    grade: Grade | None
    status: Literal["judged", "not judged", "merged"]
    areas: list[str] = Field(description="several where one grade stands for them all")
    page: PageNumber | None
    paragraph_id: str | None


class Report(ReportItem):
    """A report with its judgements, without its paragraphs."""

    sha256: str
    judgements: list[Judgement]
    aliases: list[str] = Field(description="other files that hold a copy of it")
    warnings: list[str]


class JudgementItem(Rights):
    """A judgement in a list, with its report."""

    authority: str | None
    area: str
    grade: Grade | None
    status: Literal["judged", "not judged", "merged"]
    areas: str = Field(description='"; " between several')
    printed: str
    kind: Kind
    inspection_start: Day | None
    inspection_end: Day | None
    published: Day | None
    report_id: str
    paragraph_id: str | None
    page: PageNumber | None
    link: str = Field(description="where it is printed, as a path")


class Box(Shape):
    """Where words stand on a page."""

    page: PageNumber
    rect: Annotated[
        list[float],
        Field(min_length=4, max_length=4, description="left, top, right, bottom, in points"),
    ]


class ParagraphItem(Shape):
    """A paragraph: the smallest part of a report that can be cited."""

    id: str
    number: str | None = Field(description="as printed")
    section: str | None
    section_grade: Grade | None
    area: str | None
    page: PageNumber | None
    page_end: PageNumber | None
    kind: Literal["numbered", "bullet", "prose", "table", "front"]
    text: str
    boxes: list[Box]
    subsection: str | None
    report_id: str
    link: str = Field(description="its permanent address, as a path")


class Paragraph(ParagraphItem):
    """A paragraph with its report and its neighbours."""

    previous: str | None
    next: str | None
    report: Report


class Hit(Shape):
    """A paragraph that a search found."""

    rank: int = Field(ge=1)
    score: float = Field(description="higher is better")
    paragraph: ParagraphItem
    report: ReportItem


class ItemsPage(Shape, Generic[Item]):
    """One page of a list."""

    items: list[Item] = Field(max_length=50)
    total: int = Field(ge=0, description="rows of the whole list")
    next: str | None = Field(description="leads to the next page: a path; a tool's cursor")
    notice: str


class ReportPage(ItemsPage[ReportItem]):
    """Reports, newest first."""


class JudgementPage(ItemsPage[JudgementItem]):
    """Judgements, those of the newest report first."""


class ParagraphPage(ItemsPage[ParagraphItem]):
    """Paragraphs of one report, in the order of reading."""

    report: Report


class SearchPage(ItemsPage[Hit]):
    """Paragraphs that a search found, best first."""

    as_question: bool = Field(description="understood as a question, not taken as mere words")
    understood: Understood
    coverage: SearchCoverage
