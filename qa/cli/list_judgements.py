"""`qa judgements`: the grades of a collection, with their report and paragraph."""

from __future__ import annotations

import argparse
import sys

from qa.cli.arguments import add_filter_arguments, add_index_arguments, filters_of, settings_of
from qa.cli.exits import DONE
from qa.cli.list_reports import add_format_arguments, print_rows
from qa.cli.terminal import paper_for, tell
from qa.showing.record_words import judgement_line
from qa.showing.report_rows import JUDGEMENT_COLUMNS, judgement_row

SUMMARY = "List the judgements of the collection: area, grade, report and paragraph."
EXAMPLE = 'qa judgements --area "care leavers" --grade inadequate --csv'


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
        print_rows(rows, JUDGEMENT_COLUMNS, as_csv=arguments.csv)
        return DONE
    paper = paper_for(sys.stdout)
    for report, judgement in judgements:
        print("\n".join(paper.wrapped(judgement_line(report, judgement), hanging="  ")))
    noun = "judgement" if len(judgements) == 1 else "judgements"
    tell(f"{len(judgements)} {noun}" if judgements else "No judgement meets these conditions.")
    return DONE
