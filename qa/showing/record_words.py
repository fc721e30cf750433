"""A report and a judgement as a line of a list, in words."""

from __future__ import annotations

from corpus import Judgement
from index import Report
from qa.labels import KIND_NAMES, date_range, day, short_when


def report_line(report: Report) -> str:
    """ "Leeds: ILACS inspection, good (superseded)"."""
    who = report.authority or report.title or report.id
    grade = report.overall or "no overall grade"
    replaced = " (superseded)" if report.superseded_by else ""
    return f"{who}: {KIND_NAMES[report.kind]}, {grade}{replaced}"


def dates_words(report: Report) -> str:
    """When it was inspected and published, or "undated"."""
    inspected = date_range(report.inspection_start, report.inspection_end)
    published = f"published {day(report.published)}" if report.published else None
    return ", ".join(part for part in (inspected, published) if part) or "undated"


def judgement_line(report: Report, judgement: Judgement) -> str:
    """ "Leeds, March 2022: care leavers: good"."""
    who = report.authority or report.title or report.id
    grade = judgement.grade or judgement.status
    merged = " (one grade for several areas)" if judgement.status == "merged" else ""
    return f"{who}, {short_when(report)}: {judgement.area}: {grade}{merged}"
