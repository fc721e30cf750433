"""What a tool found, as text for a language model: short, with the ids to go on with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from corpus import Judgement, Paragraph
from index import Hit, Report
from qa.api.listing import RowsPage
from qa.records import Answer, Citation
from qa.showing.answer_words import citation_place, report_title
from qa.showing.attribution import NOT_AFFILIATED, attribution
from qa.showing.exports import answer_as_text
from qa.showing.plain_text import one_line
from qa.showing.record_words import dates_words, judgement_line, report_line


def answer_text(answer: Answer, address: str) -> str:
    """The answer as it is taken along; each source's address ends with its paragraph's id."""
    return answer_as_text(answer, date.today(), address)


def search_text(page: RowsPage) -> str:
    """The paragraphs found, each with its report, place, words and id."""
    lines: list[str] = []
    for rank, hit in page.rows:
        lines += _hit_lines(rank, hit)
    reports = [hit.report for _, hit in page.rows]
    return _text([_told(page, "paragraph"), *lines, *_rights(reports)])


def paragraph_text(
    report: Report, paragraph: Paragraph, before: str | None, after: str | None
) -> str:
    """The paragraph, and the ids of its neighbours."""
    lines = [f"{_title(report)}, {_place(report, paragraph)}", "", one_line(paragraph.text), ""]
    lines += [f"paragraph before: {before}"] if before else []
    lines += [f"paragraph after: {after}"] if after else []
    return _text([*lines, *_rights([report])])


def reports_text(page: RowsPage) -> str:
    """The reports, each with its dates and id."""
    rows: list[Report] = list(page.rows)
    lines = [f"- {report_line(report)}; {dates_words(report)}; {report.id}" for report in rows]
    return _text([_told(page, "report"), *lines, *_rights(rows)])


def judgements_text(page: RowsPage) -> str:
    """The judgements, each with the id of the paragraph that prints it."""
    rows: list[tuple[Report, Judgement]] = list(page.rows)
    lines = [
        f"- {judgement_line(report, judgement)}; {judgement.paragraph_id or report.id}"
        for report, judgement in rows
    ]
    return _text([_told(page, "judgement"), *lines, *_rights(report for report, _ in rows)])


def _hit_lines(rank: int, hit: Hit) -> Iterator[str]:
    yield f"{rank}. {_title(hit.report)}, {_place(hit.report, hit.paragraph)}"
    yield f"   {hit.paragraph.text}"
    yield f"   {hit.paragraph.id}"


def _title(report: Report) -> str:
    successor = f", superseded by {report.superseded_by}" if report.superseded_by else ""
    return f"{report_title(report)}{successor}"


def _place(report: Report, paragraph: Paragraph) -> str:
    return citation_place(Citation(1, report, paragraph, 0, len(paragraph.text))) or "in the text"


def _told(page: RowsPage, noun: str) -> str:
    """How many there are, which of them follow, and how to get on."""
    nouns = noun if page.total == 1 else f"{noun}s"
    if not page.rows:
        return f"No {noun} meets these conditions."
    shown = f"{page.first + 1} to {page.first + len(page.rows)} of {page.total} {nouns}"
    return f"{shown}; the next with cursor {page.next}" if page.next else shown


def _rights(reports: Iterable[Report]) -> list[str]:
    return ["", *dict.fromkeys(attribution(report) for report in reports), NOT_AFFILIATED]


def _text(lines: Iterable[str]) -> str:
    """The lines, each cleaned and kept to one line; its indent stays."""
    kept = (f"{' ' * (len(line) - len(line.lstrip(' ')))}{one_line(line)}" for line in lines)
    return "\n".join(kept)
