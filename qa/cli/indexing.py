"""`qa index`: bring a collection up to date with files and folders, and say what happened."""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from corpus import CorpusError
from index import IndexBusy, StoreUnavailable
from qa.cli.arguments import add_index_arguments, settings_of
from qa.cli.exits import DONE, MISUSED, NOT_ANSWERED
from qa.cli.terminal import Paper, ProgressLine, paper_for, print_json, tell
from qa.cli.watching import INTERVAL_SECONDS, Watcher
from qa.settings import Settings
from qa.showing.plain_text import one_line

if TYPE_CHECKING:
    from index import FileOutcome, IndexRun

SUMMARY = "Read, embed and publish reports. Runs add up; what has not changed is not done again."
EXAMPLE = "qa index reports/ --index my-index"

# Outcomes of files that are now in the collection, or have left it as asked.
_WELL = frozenset({"added", "changed", "unchanged", "removed", "copy"})
# A table of more rows than this lists only what a person has to look at, with a count of the rest.
_LONGEST_TABLE = 60


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Paths to add and to remove, and the rarer ways to run."""
    add = parser.add_argument
    add("paths", nargs="*", type=Path, metavar="PATH", help="files and folders to index")
    add("--remove", action="append", default=[], type=Path, metavar="PATH", help="take out again")
    watch = f"run again when a file has come, changed or gone (a look every {INTERVAL_SECONDS:g} s)"
    add("--watch", action="store_true", help=watch)
    add("--rebuild", action="store_true", help="read and embed everything again")
    add("--roll-back", action="store_true", help="go back to the collection before the last run")
    add("--json", action="store_true", help="print what happened as JSON")
    add_index_arguments(parser)


def execute(arguments: argparse.Namespace) -> int:
    """Index, or roll back; 1 where some files could not be read."""
    settings = settings_of(arguments)
    if arguments.roll_back:
        return _roll_back(arguments, settings)
    if not (arguments.paths or arguments.remove or arguments.rebuild):
        tell("qa index: name files or folders, or use --remove, --rebuild or --roll-back.")
        return MISUSED
    if arguments.watch and (arguments.remove or arguments.rebuild or not arguments.paths):
        tell("qa index: --watch goes with files or folders to add, nothing else.")
        return MISUSED
    if arguments.watch:
        return _watch(arguments, settings)
    outcome = _update(arguments, settings)
    _print(outcome, arguments, settings)
    return DONE if all(file.outcome in _WELL for file in outcome.files) else NOT_ANSWERED


def _update(
    arguments: argparse.Namespace, settings: Settings, leave: Iterable[Path] = ()
) -> IndexRun:
    from qa.assembly import open_store

    progress = ProgressLine()
    try:
        with open_store(settings) as store:
            return store.update(
                arguments.paths,
                remove=arguments.remove,
                leave=leave,
                rebuild=arguments.rebuild,
                precision=settings.embedding_precision,
                progress=progress.show,
            )
    finally:
        progress.end()


def _watch(arguments: argparse.Namespace, settings: Settings) -> NoReturn:
    """Run whenever files have come to rest, until Ctrl-C (which `exits.run` turns into 130)."""
    watcher = Watcher(arguments.paths)
    watcher.look()  # a path that leads nowhere is an error now, and a thing to wait for later
    tell(f"Watching, with a look every {INTERVAL_SECONDS:g} seconds. Ctrl-C ends it.")
    trouble = ""
    while True:
        time.sleep(INTERVAL_SECONDS)
        try:
            leave = watcher.look()
            if leave is not None:
                _print(_update(arguments, settings, leave), arguments, settings)
                watcher.done()
            trouble = ""
        except (CorpusError, IndexBusy, StoreUnavailable) as error:
            # May pass: a disk or an engine that is away, another writer.
            if str(error) != trouble:
                tell(f"qa index: {error}")
            trouble = str(error)


def _roll_back(arguments: argparse.Namespace, settings: Settings) -> int:
    if arguments.paths or arguments.remove or arguments.rebuild or arguments.watch:
        tell("qa index: --roll-back stands alone.")
        return MISUSED
    from qa.assembly import open_store

    with open_store(settings) as store:
        generation = store.roll_back()
    if arguments.json:
        print_json({"generation": generation})
    else:
        print(f"The collection is generation {generation} again.")
    return DONE


def _print(outcome: IndexRun, arguments: argparse.Namespace, settings: Settings) -> None:
    if arguments.json:
        print_json({**asdict(outcome), "index": settings.store or str(settings.index)})
        return
    paper = paper_for(sys.stdout)
    print("\n".join(outcome_lines(outcome.files, paper)))
    noun = "report" if outcome.reports == 1 else "reports"
    print(
        f"The collection holds {outcome.reports:,} {noun} with {outcome.paragraphs:,} paragraphs "
        f"(generation {outcome.generation}).",
        flush=True,
    )


def outcome_lines(files: Sequence[FileOutcome], paper: Paper) -> list[str]:
    """A table of what happened to each file, what went wrong last and with its reason."""
    counts = Counter(file.outcome for file in files)
    shown = list(files)
    if len(files) > _LONGEST_TABLE:
        shown = [file for file in files if file.outcome not in _WELL]
    width = max((len(file.outcome) for file in shown), default=0)
    lines = []
    for file in sorted(shown, key=lambda file: file.outcome not in _WELL):
        well = file.outcome in _WELL
        word = paper.styled(file.outcome.ljust(width), "green" if well else "red")
        lines.append(f"{word}  {_shortened(file.source, paper.width - width - 2)}")
        if file.detail:
            lines += paper.wrapped(file.detail, indent=" " * (width + 2))
    summary = ", ".join(f"{count:,} {outcome}" for outcome, count in sorted(counts.items()))
    return [*lines, summary or "There was nothing to do."]


def _shortened(path: str, width: int) -> str:
    """The path, its beginning left out where it is too long for a line."""
    path = one_line(path)
    return path if len(path) <= width else "..." + path[-(width - 3) :]
