"""`qa serve`: the service and the page, over HTTP."""

from __future__ import annotations

import argparse
from dataclasses import replace

from qa.cli.arguments import add_index_arguments, settings_of
from qa.cli.exits import DONE

SUMMARY = "Serve the page and the HTTP routes, on this machine alone unless told otherwise."
EXAMPLE = "qa serve --port 8000"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where to listen, and for whom."""
    parser.add_argument("--host", metavar="HOST", help="address to listen on (default: 127.0.0.1)")
    parser.add_argument(
        "--port", type=int, metavar="PORT", help="port to listen on (default: 8000)"
    )
    parser.add_argument(
        "--open-to-everyone",
        action="store_true",
        help="let everybody in who can reach the service, without sign-in",
    )
    add_index_arguments(parser)


def execute(arguments: argparse.Namespace) -> int:
    """Listen until stopped.

    Raises: IndexFolderError where there is no index to answer from; ServiceUnsafe where others
    could reach a service that nobody can sign in to.
    """
    from qa.assembly import open_store
    from qa.http.sign_in import check_safe
    from qa.serving import listen, serve

    settings = settings_of(arguments)
    if arguments.host is not None:
        settings = replace(settings, host=arguments.host)
    if arguments.port is not None:
        settings = replace(settings, port=arguments.port)
    if arguments.open_to_everyone:
        settings = replace(settings, open_to_everyone=True)
    check_safe(settings)
    with open_store(settings) as store:
        store.live_generation()
    with listen(settings) as socket:
        serve(settings, socket)
    return DONE
