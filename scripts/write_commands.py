"""Writes docs/commands.md from the parsers of the commands.

    python -m scripts.write_commands

`tests/test_documents.py` fails where the page is out of date. It is made from the parsers and not
from the printed help, because that differs between versions of Python.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

from qa.cli import ask, main

DOCS = Path(__file__).resolve().parents[1] / "docs"
NOTE = "<!-- made by `python -m scripts.write_commands`: change the source, not this page -->"


def commands_page() -> str:
    """Every command with what it takes, as Markdown."""
    parts = ["# Commands", NOTE, section("ask", ask.parser())]
    parts += [section(f"qa {name}", command) for name, command in qa_commands()]
    return "\n\n".join(parts) + "\n"


def qa_commands() -> Iterator[tuple[str, argparse.ArgumentParser]]:
    """The commands of `qa` by name, in the order of its help."""
    for action in main.parser()._actions:
        if isinstance(action, argparse._SubParsersAction):
            yield from action.choices.items()


def section(heading: str, parser: argparse.ArgumentParser) -> str:
    """One command: its sentence, its arguments as a table, its example and exit codes."""
    rows = [row for action in parser._actions for row in argument_row(action)]
    table = "\n".join(["| argument | meaning |", "| --- | --- |", *rows])
    example = f"```\n{(parser.epilog or '').strip()}\n```"
    return f"## `{heading}`\n\n{parser.description}\n\n{table}\n\n{example}"


def argument_row(action: argparse.Action) -> Iterator[str]:
    """One argument as a row of a table; none for `-h`, which every command has."""
    if action.dest == "help":
        return
    names = ", ".join(action.option_strings) or str(action.metavar or action.dest).upper()
    takes = ""
    if action.option_strings and action.nargs != 0:
        choices = "\\|".join(map(str, action.choices or ()))
        takes = f" {choices or action.metavar or action.dest.upper()}"
    told = (action.help or "").replace("|", "\\|")
    yield f"| `{names}{takes}` | {told} |"


if __name__ == "__main__":
    (DOCS / "commands.md").write_text(commands_page(), encoding="utf-8")
