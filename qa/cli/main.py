"""`qa`: make, look at and measure a collection. One module for each command beside this one."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module

from qa.cli.exits import run

_EXAMPLE = """example:
  qa index reports/
  qa judgements --area "care leavers" --grade inadequate --csv

ask questions with `ask`; `qa COMMAND -h` explains a command.
exit codes: 0 done, 1 some files could not be read, 2 misused, 3 index or model unavailable or
damaged, 4 not allowed, 130 interrupted"""

# Command -> the module that has `add_arguments`, `execute`, SUMMARY and EXAMPLE.
COMMANDS = {
    "read": "qa.cli.reading",
    "index": "qa.cli.indexing",
    "reports": "qa.cli.list_reports",
    "judgements": "qa.cli.list_judgements",
    "evaluate": "qa.cli.evaluating",
    "serve": "qa.cli.serve",
    "token": "qa.cli.token",
    "mcp": "qa.cli.serve_mcp",
    "doctor": "qa.cli.doctor",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """The console script `qa`."""
    parsed = parser().parse_args(arguments)
    module = import_module(COMMANDS[parsed.command])
    return run(lambda: int(module.execute(parsed)))


def parser() -> argparse.ArgumentParser:
    """The parser of `qa` with all its commands; documents are made from it too."""
    top = argparse.ArgumentParser(
        prog="qa",
        description="Read, index and measure inspection reports.",
        epilog=_EXAMPLE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, module_name in COMMANDS.items():
        module = import_module(module_name)
        command = commands.add_parser(
            name,
            help=module.SUMMARY,
            description=module.SUMMARY,
            epilog=f"example:\n  {module.EXAMPLE}",
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        module.add_arguments(command)
    return top


if __name__ == "__main__":
    sys.exit(main())
