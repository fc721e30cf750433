"""`qa judgements`: the grades of a collection, with their report and paragraph."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING, Any

from qa.cli.arguments import add_filter_arguments, add_index_arguments, filters_of, settings_of
from qa.cli.exits import DONE
from qa.cli.list_reports import add_format_arguments, print_rows
from qa.cli.terminal import paper_for, tell
from qa.labels import short_when

if TYPE_CHECKING:
    from corpus import Judgement
    from index import Report

SUMMARY = "List the judgements of the collection: area, grade, report and paragraph."
EXAMPLE = 'qa judgements --area "care leavers" --grade inadequate --csv'

COLUMNS = (
    "authority",
    "area",
    "grade",
    "status",
    "areas",
    "printed",
    "kind",
    "inspection_start",
    "inspection_end",
    "published",
    "report_id",
    "paragraph_id",
    "page",
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Filters and the form of the list."""
    add_format_arguments(parser)
    add_index_arguments(parser)
    add_filter_arguments(parser)


def execute(arguments: argparse.Namespace) -> int:
    """Print the judgements of the reports in scope."""
    from qa.assembly import open_answerer

    with open_answerer(settings_of(arguments)) as answerer:
        scope = filters_of(arguments, answerer.gazetteer).scope()
        judgements = answerer.collection.judgements(scope)
    if arguments.json or arguments.csv:
        rows = [judgement_row(report, judgement) for report, judgement in judgements]
        print_rows(rows, COLUMNS, as_csv=arguments.csv)
        return DONE
    paper = paper_for(sys.stdout)
    for report, judgement in judgements:
        who = report.authority or report.title or report.id
        grade = judgement.grade or judgement.status
        merged = " (one grade for several areas)" if judgement.status == "merged" else ""
        line = f"{who}, {short_when(report)}: {judgement.area}: {grade}{merged}"
        print("\n".join(paper.wrapped(line, hanging="  ")))
    noun = "judgement" if len(judgements) == 1 else "judgements"
    tell(f"{len(judgements)} {noun}" if judgements else "No judgement meets these conditions.")
    return DONE


def judgement_row(report: Report, judgement: Judgement) -> dict[str, Any]:
    """A judgement with its report as plain values; merged areas are joined by "; "."""
    return {
        "authority": report.authority,
        "area": judgement.area,
        "grade": judgement.grade,
        "status": judgement.status,
        "areas": "; ".join(judgement.areas),
        "printed": judgement.printed,
        "kind": report.kind,
        "inspection_start": _iso(report.inspection_start),
        "inspection_end": _iso(report.inspection_end),
        "published": _iso(report.published),
        "report_id": report.id,
        "paragraph_id": judgement.paragraph_id,
        "page": judgement.page,
    }


def _iso(when: Any) -> str | None:
    return when.isoformat() if when else None
