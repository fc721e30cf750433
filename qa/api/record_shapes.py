"""Records as the routes show them: the rows of every way in, with what a reader elsewhere needs.

That is the address of the page, the attribution and the licence, and a source that tells nothing of
the machine that serves it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from corpus import Judgement, Paragraph, judgement_to_json, paragraph_to_json
from index import Hit, Report
from qa.records import Answer, Citation
from qa.showing.answer_json import answer_to_json, citation_to_json
from qa.showing.attribution import rights_to_json
from qa.showing.links import paragraph_link, report_link
from qa.showing.report_rows import judgement_row, report_row
from qa.showing.shown_source import shown_source

Values = dict[str, Any]


def answer_whole(answer: Answer) -> Values:
    """An answer as `ask --json` prints it, but for where the files lie."""
    values = answer_to_json(answer)
    for citation in (*values["citations"], *values["related"]):
        citation["source"] = shown_source(citation["source"])
    return values


def citation_item(citation: Citation) -> Values:
    """A citation as it stands in an answer."""
    values = citation_to_json(citation)
    return {**values, "source": shown_source(values["source"])}


def report_item(report: Report) -> Values:
    """A report as a list shows it."""
    return {
        **report_row(report),
        "title": report.title,
        "source": shown_source(report.source),
        "link": report_link(report.id),
        **rights_to_json(report),
    }


def report_whole(report: Report) -> Values:
    """A report with its judgements, the files it came in, and what to know of it."""
    return {
        **report_item(report),
        "sha256": report.sha256,
        "judgements": [judgement_to_json(judgement) for judgement in report.judgements],
        "aliases": [shown_source(alias) for alias in report.aliases],
        "warnings": list(report.warnings),
    }


def judgement_item(report: Report, judgement: Judgement) -> Values:
    """A judgement as a list shows it."""
    paragraph_id = judgement.paragraph_id
    link = paragraph_link(report.id, paragraph_id) if paragraph_id else report_link(report.id)
    return {**judgement_row(report, judgement), "link": link, **rights_to_json(report)}


def paragraph_item(report: Report, paragraph: Paragraph) -> Values:
    """A paragraph as a list of its report shows it."""
    return {
        **paragraph_to_json(paragraph),
        "report_id": report.id,
        "link": paragraph_link(report.id, paragraph.id),
    }


def paragraph_whole(
    report: Report, paragraph: Paragraph, paragraphs: Sequence[Paragraph]
) -> Values:
    """A paragraph with its report and its neighbours among the report's paragraphs."""
    ids = [other.id for other in paragraphs]
    place = ids.index(paragraph.id)
    return {
        **paragraph_item(report, paragraph),
        "previous": ids[place - 1] if place else None,
        "next": ids[place + 1] if place + 1 < len(ids) else None,
        "report": report_whole(report),
    }


def hit_item(rank: int, hit: Hit) -> Values:
    """A paragraph that a search found; `rank` counts from 1."""
    return {
        "rank": rank,
        "score": round(hit.score, 6),
        "paragraph": paragraph_item(hit.report, hit.paragraph),
        "report": report_item(hit.report),
    }
