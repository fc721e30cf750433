"""`qa read`: documents as JSON, one line each, in the order of the files."""

from __future__ import annotations

import argparse
from pathlib import Path

from qa.cli.exits import DONE, NOT_ANSWERED
from qa.cli.terminal import print_json, tell

SUMMARY = "Print each document as one line of JSON; files that cannot be read are named on stderr."
EXAMPLE = "qa read reports/*.pdf > documents.jsonl"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The files to read."""
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="PDF, text or Markdown")


def execute(arguments: argparse.Namespace) -> int:
    """Read and print; 1 where any file could not be read."""
    from corpus import document_to_json, read_documents

    unread = 0
    for reading in read_documents(arguments.files):
        if reading.document is not None:
            print_json(document_to_json(reading.document))
        else:
            unread += 1
            tell(f"{reading.source}: {reading.error}")
    return NOT_ANSWERED if unread else DONE
