"""`qa reports`: the reports of a collection, newest first."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from qa.cli.arguments import add_filter_arguments, add_index_arguments, filters_of, settings_of
from qa.cli.exits import DONE
from qa.cli.terminal import Paper, paper_for, print_json, tell
from qa.showing.record_words import dates_words, report_line
from qa.showing.report_rows import REPORT_COLUMNS, report_row, rows_as_csv

if TYPE_CHECKING:
    from index import Report

SUMMARY = "List the reports of the collection, newest first."
EXAMPLE = "qa reports --authority Leeds --since 2018"


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
        print_rows([report_row(report) for report in reports], REPORT_COLUMNS, as_csv=arguments.csv)
        return DONE
    paper = paper_for(sys.stdout)
    for report in reports:
        print("\n".join(_lines(report, paper)))
    noun = "report" if len(reports) == 1 else "reports"
    tell(f"{len(reports)} {noun}" if reports else "No report meets these conditions.")
    return DONE


def print_rows(rows: Sequence[dict[str, Any]], columns: Sequence[str], *, as_csv: bool) -> None:
    """Rows as CSV with a header, or as a JSON array."""
    if as_csv:
        print(rows_as_csv(rows, columns), end="")
    else:
        print_json(list(rows), indent=1)


def _lines(report: Report, paper: Paper) -> list[str]:
    head, when = report_line(report), dates_words(report)
    return [*paper.wrapped(head, hanging="  "), *paper.wrapped(f"{when}; {report.id}", indent="  ")]
