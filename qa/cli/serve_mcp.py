"""`qa mcp`: the tools for language models, on standard input and output."""

from __future__ import annotations

import argparse
import os
import signal

from qa.cli.arguments import add_index_arguments, settings_of
from qa.cli.exits import DONE, INTERRUPTED

SUMMARY = "Serve the collection as tools for language models (MCP, on standard input and output)."
EXAMPLE = "qa mcp --index build/collection"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which collection, and where its pages are."""
    parser.add_argument(
        "--address",
        metavar="URL",
        default="",
        help="address of a service with the page, put before links in answers",
    )
    add_index_arguments(parser)


def execute(arguments: argparse.Namespace) -> int:
    """Answer until the client closes the input; nothing but the protocol goes to the output.

    Raises: IndexFolderError where there is no index to answer from.
    """
    from qa.assembly import open_store

    settings = settings_of(arguments)
    with open_store(settings) as store:
        store.live_generation()
    # What waits for standard input cannot be interrupted; nothing is written that could be lost.
    signal.signal(signal.SIGINT, lambda *_: os._exit(INTERRUPTED))
    from qa.mcp.server import serve

    serve(settings, arguments.address)
    return DONE
