"""`qa reports`: the reports of a collection, newest first."""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from qa.cli.arguments import add_filter_arguments, add_index_arguments, filters_of, settings_of
from qa.cli.exits import DONE
from qa.cli.terminal import Paper, clean, paper_for, tell
from qa.labels import KIND_NAMES, date_range, day

if TYPE_CHECKING:
    from index import Report

SUMMARY = "List the reports of the collection, newest first."
EXAMPLE = "qa reports --authority Leeds --since 2018"

COLUMNS = (
    "id",
    "authority",
    "kind",
    "inspection_start",
    "inspection_end",
    "published",
    "lead_inspector",
    "overall",
    "pages",
    "paragraphs",
    "superseded_by",
    "source",
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Filters and the form of the list."""
    add_format_arguments(parser)
    add_index_arguments(parser)
    add_filter_arguments(parser)


def add_format_arguments(parser: argparse.ArgumentParser) -> None:
    """`--json` or `--csv`."""
    group = parser.add_mutually_exclusive_group()
    group.add_argument("--json", action="store_true", help="print a JSON array")
    group.add_argument("--csv", action="store_true", help="print CSV with a header")


def execute(arguments: argparse.Namespace) -> int:
    """Print the reports in scope."""
    from qa.assembly import open_answerer

    with open_answerer(settings_of(arguments)) as answerer:
        scope = filters_of(arguments, answerer.gazetteer).scope()
        reports = answerer.collection.reports(scope)
    if arguments.json or arguments.csv:
        print_rows([report_row(report) for report in reports], COLUMNS, as_csv=arguments.csv)
        return DONE
    paper = paper_for(sys.stdout)
    for report in reports:
        print("\n".join(_lines(report, paper)))
    noun = "report" if len(reports) == 1 else "reports"
    tell(f"{len(reports)} {noun}" if reports else "No report meets these conditions.")
    return DONE


def report_row(report: Report) -> dict[str, Any]:
    """A report as plain values."""
    return {
        "id": report.id,
        "authority": report.authority,
        "kind": report.kind,
        "inspection_start": _iso(report.inspection_start),
        "inspection_end": _iso(report.inspection_end),
        "published": _iso(report.published),
        "lead_inspector": report.lead_inspector,
        "overall": report.overall,
        "pages": report.pages,
        "paragraphs": report.paragraph_count,
        "superseded_by": report.superseded_by,
        "source": report.source,
    }


def print_rows(rows: Sequence[dict[str, Any]], columns: Sequence[str], *, as_csv: bool) -> None:
    """Rows as CSV with a header, or as a JSON array."""
    if not as_csv:
        print(json.dumps(list(rows), ensure_ascii=False, indent=1))
        return
    writer = csv.DictWriter(sys.stdout, columns, lineterminator="\n")
    writer.writeheader()
    for row in rows:
        writer.writerow({name: _cell(row[name]) for name in columns})


def _cell(value: Any) -> Any:
    """A value that no spreadsheet takes for a formula: words of reports are other people's."""
    if value is None:
        return ""
    if isinstance(value, str):
        value = clean(value)
        return f"'{value}" if value[:1] in ("=", "+", "-", "@", "\t") else value
    return value


def _lines(report: Report, paper: Paper) -> list[str]:
    who = report.authority or report.title or report.id
    grade = report.overall or "no overall grade"
    inspected = date_range(report.inspection_start, report.inspection_end)
    published = f"published {day(report.published)}" if report.published else None
    when = ", ".join(part for part in (inspected, published) if part) or "undated"
    replaced = " (superseded)" if report.superseded_by else ""
    head = f"{who}: {KIND_NAMES[report.kind]}, {grade}{replaced}"
    return [*paper.wrapped(head, hanging="  "), *paper.wrapped(f"{when}; {report.id}", indent="  ")]


def _iso(when: Any) -> str | None:
    return when.isoformat() if when else None
