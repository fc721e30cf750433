"""Exit codes, and the one place where a command's errors are caught and told."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable

from corpus import CorpusError
from index import IndexFolderError, NothingToRollBack
from qa.cli.terminal import tell
from qa.errors import QaError

DONE = 0
NOT_ANSWERED = 1  # any other status of `ask`, or some files could not be read
MISUSED = 2
UNAVAILABLE = 3  # index or model
NOT_ALLOWED = 4
INTERRUPTED = 130


def exit_code(error: BaseException) -> int | None:
    """The exit code of an error that a user or operator can meet; None for any other."""
    if isinstance(error, KeyboardInterrupt):
        return INTERRUPTED
    if isinstance(error, QaError):
        return error.exit_code
    if isinstance(error, CorpusError):
        return NOT_ANSWERED
    if isinstance(error, NothingToRollBack):
        return MISUSED
    if isinstance(error, IndexFolderError):
        return UNAVAILABLE
    return NOT_ALLOWED if isinstance(error, PermissionError) else None


def run(command: Callable[[], int]) -> int:
    """Run a command; tell its error on standard error and give the exit code."""
    try:
        return command()
    except BrokenPipeError:
        # The reader of our output has had enough ("ask ... | head"): not a failure of ours.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except (KeyboardInterrupt, QaError, CorpusError, IndexFolderError, PermissionError) as error:
        code = exit_code(error)
        if code is None:
            raise
        if code != INTERRUPTED:
            tell(f"{os.path.basename(sys.argv[0])}: {error}")
        return code
