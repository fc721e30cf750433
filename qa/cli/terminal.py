"""Text on its way to a terminal: cleaned, wrapped, and coloured only where that is wanted.

Words of reports are other people's: no control character of theirs reaches the terminal.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import textwrap
import time
from dataclasses import dataclass
from typing import Any, Literal, TextIO

from qa.showing.plain_text import clean, one_line
from qa.visible import spelled_out

Style = Literal["bold", "dim", "cyan", "green", "yellow", "red"]
_CODES: dict[Style, str] = {
    "bold": "1",
    "dim": "2",
    "cyan": "36",
    "green": "32",
    "yellow": "33",
    "red": "31",
}
WIDEST = 80
BAR_WIDTH = 30
SECONDS_BETWEEN_LINES = 30.0  # of one stage, where there is no terminal


@dataclass(frozen=True, slots=True)
class Paper:
    """What text is laid out for: its width and whether colours may be used."""

    width: int
    colour: bool
    wrap: bool = True

    def styled(self, text: str, *styles: Style) -> str:
        """The text in these styles, or as it is where there are no colours."""
        if not self.colour or not styles:
            return text
        codes = ";".join(_CODES[style] for style in styles)
        return f"\x1b[{codes}m{text}\x1b[0m"

    def wrapped(self, text: str, *, indent: str = "", hanging: str | None = None) -> list[str]:
        """The text, cleaned, in lines of the paper's width; `hanging` indents all but the first."""
        words = one_line(text)
        if not self.wrap:
            return [indent + words]
        return textwrap.wrap(
            words,
            self.width,
            initial_indent=indent,
            subsequent_indent=indent if hanging is None else hanging,
            break_on_hyphens=False,
        )


def paper_for(stream: TextIO, *, plain: bool = False) -> Paper:
    """The paper that a stream is: 80 columns at most, colours only on a willing terminal."""
    is_terminal = stream.isatty()
    width = min(WIDEST, shutil.get_terminal_size((WIDEST, 24)).columns) if is_terminal else WIDEST
    willing = not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return Paper(max(width, 20), is_terminal and willing and not plain, wrap=not plain)


def tell(message: str) -> None:
    """Say something to the person, beside the answer: on standard error, cleaned."""
    print(clean(message), file=sys.stderr, flush=True)


def print_json(values: Any, *, indent: int | None = None) -> None:
    """Print the values as JSON: letters as they are, and escaped what could act on a terminal."""
    print(spelled_out(json.dumps(values, ensure_ascii=False, indent=indent)), flush=True)


class ProgressLine:
    """What a long run is at: a bar on a terminal, a quiet line now and then in a pipe."""

    def __init__(self) -> None:
        self._is_terminal = sys.stderr.isatty()
        self._length = 0
        self._doing = ""
        self._told_at = 0.0

    def show(self, doing: str, done: int, of: int) -> None:
        """Replace the bar; elsewhere say when something new begins, and later how far it is."""
        if self._is_terminal:
            self._draw(f"{doing:<10} {_bar(done, of)} {done:,} of {of:,}")
        elif doing != self._doing or time.monotonic() - self._told_at >= SECONDS_BETWEEN_LINES:
            tell(f"{doing} {done:,} of {of:,}")
            self._told_at = time.monotonic()
        self._doing = doing

    def end(self) -> None:
        """Clear the bar."""
        if self._length:
            print(f"\r{' ' * self._length}\r", end="", file=sys.stderr, flush=True)
            self._length = 0
        self._doing = ""

    def _draw(self, text: str) -> None:
        columns = shutil.get_terminal_size((WIDEST, 24)).columns
        line = clean(text)[: min(WIDEST, columns) - 1]
        print(f"\r{line.ljust(self._length)}", end="", file=sys.stderr, flush=True)
        self._length = len(line)


def _bar(done: int, of: int) -> str:
    filled = BAR_WIDTH * done // of if of else BAR_WIDTH
    return f"[{'#' * filled}{'.' * (BAR_WIDTH - filled)}]"
