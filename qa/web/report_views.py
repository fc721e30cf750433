"""Reports and their paragraphs as the page shows them: plain values for the templates."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from urllib.parse import quote, urlencode

from corpus import FULL_INSPECTIONS, Judgement, Paragraph
from index import Report, Scope
from qa.finding import improvement_paragraphs
from qa.open_collection import OpenCollection
from qa.web.grade_chart import GradeChart, chart_of
from qa.web.views import place_words, report_path

# How much of its section is shown beside a paragraph of a document without pages.
NEIGHBOURS = 2


@dataclass(frozen=True, slots=True)
class SectionView:
    """The paragraphs under one heading, in reading order."""

    heading: str | None
    grade: str | None
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True)
class ReportView:
    """A report's page."""

    report: Report
    sections: tuple[SectionView, ...]
    improvements: tuple[Paragraph, ...]
    superseded_by: Report | None
    others: tuple[Report, ...]  # of the same authority, newest first
    chart: GradeChart | None

    def judgement_path(self, judgement: Judgement) -> str | None:
        """The address of the paragraph that prints a judgement."""
        if judgement.paragraph_id is None:
            return None
        return f"{report_path(self.report)}/paragraphs/{quote(judgement.paragraph_id, safe='')}"


@dataclass(frozen=True, slots=True)
class EvidenceView:
    """A paragraph with what proves it: its neighbours, and the pages it is printed on."""

    report: Report
    paragraph: Paragraph
    place: str
    href: str
    report_href: str
    before: str
    marked: str
    after: str
    previous: str | None  # address
    following: str | None
    pages: tuple[tuple[int, str], ...]  # number and address of the image
    context: tuple[Paragraph, ...]  # the section around it, where there are no pages
    superseded_by: Report | None


def report_view(report: Report, collection: OpenCollection) -> ReportView:
    """A report with its paragraphs by section, and its authority's other reports."""
    paragraphs = collection.paragraphs(report.id)
    same = Scope(authorities=(report.authority,)) if report.authority else None
    others = [other for other in collection.reports(same) if other.id != report.id] if same else []
    full = [one for one in (report, *others) if one.kind in FULL_INSPECTIONS]
    by = report.superseded_by
    return ReportView(
        report=report,
        sections=tuple(_sections(paragraphs)),
        improvements=tuple(improvement_paragraphs(report, collection)),
        superseded_by=collection.report(by) if by else None,
        others=tuple(others),
        chart=chart_of(full),
    )


def _sections(paragraphs: Sequence[Paragraph]) -> Iterator[SectionView]:
    for (heading, grade), some in groupby(paragraphs, lambda p: (p.section, p.section_grade)):
        yield SectionView(heading, grade, tuple(some))


def evidence_view(
    report: Report,
    paragraph: Paragraph,
    collection: OpenCollection,
    span: tuple[int, int] | None = None,
) -> EvidenceView:
    """A paragraph's evidence; `span` marks words of it, and one that does not fit marks none."""
    paragraphs = list(collection.paragraphs(report.id))
    at = next(i for i, other in enumerate(paragraphs) if other.id == paragraph.id)
    text = paragraph.text
    start, end = span if span and 0 <= span[0] < span[1] <= len(text) else (0, 0)
    by = report.superseded_by
    around = paragraphs[max(at - NEIGHBOURS, 0) : at + NEIGHBOURS + 1]
    return EvidenceView(
        report=report,
        paragraph=paragraph,
        place=place_words(paragraph),
        href=paragraph_path(report, paragraph, (start, end) if end else None),
        report_href=report_path(report),
        before=text[:start],
        marked=text[start:end],
        after=text[end:],
        previous=paragraph_path(report, paragraphs[at - 1]) if at else None,
        following=paragraph_path(report, paragraphs[at + 1]) if paragraphs[at + 1 :] else None,
        pages=tuple(_pages(report, paragraph)),
        context=()
        if paragraph.page
        else tuple(p for p in around if p.section == paragraph.section),
        superseded_by=collection.report(by) if by else None,
    )


def paragraph_path(
    report: Report, paragraph: Paragraph, span: tuple[int, int] | None = None
) -> str:
    """The permanent address of a paragraph; `span` marks words of it."""
    path = f"{report_path(report)}/paragraphs/{quote(paragraph.id, safe='')}"
    return f"{path}?{urlencode({'start': span[0], 'end': span[1]})}" if span else path


def _pages(report: Report, paragraph: Paragraph) -> Iterator[tuple[int, str]]:
    if paragraph.page is None or paragraph.page_end is None:
        return
    for page in range(paragraph.page, paragraph.page_end + 1):
        marked = urlencode({"paragraph": paragraph.id})
        yield page, f"/api{report_path(report)}/pages/{page}.png?{marked}"
