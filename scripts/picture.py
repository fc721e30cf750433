"""Draws docs/ask.svg: the terminal after a real question to the sample reports.

`make picture` indexes the sample and draws anew.
"""

from __future__ import annotations

import os
import pty
import re
import subprocess
from io import StringIO
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import TerminalTheme
from rich.text import Text

ROOT = Path(__file__).resolve().parents[1]
ASK = ROOT / ".venv" / "bin" / "ask"
QUESTION = "How are care leavers in Quillbridge helped to find a home?"
COLUMNS = 80
LINES = 44  # what a reader takes in at a glance

INK, PAPER, GREY = (29, 33, 38), (255, 255, 255), (90, 96, 104)
RED, GREEN, BROWN, BLUE = (176, 28, 34), (15, 110, 60), (138, 90, 0), (20, 86, 160)
PURPLE, TEAL = (120, 50, 130), (0, 105, 120)
# The sixteen colours of a terminal, all of them dark enough to be read on white.
THEME = TerminalTheme(
    PAPER,
    INK,
    [INK, RED, GREEN, BROWN, BLUE, PURPLE, TEAL, GREY],
    [GREY, RED, GREEN, BROWN, BLUE, PURPLE, TEAL, INK],
)

# rich's own template fetches a typeface from elsewhere; this one uses what the reader has.
TEMPLATE = """\
<svg class="rich-terminal" viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg"
     role="img" aria-label="A question asked in a terminal, answered with quotations and citations">
<style>
.{unique_id}-matrix {{ font-family: ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace;
  font-size: {char_height}px; line-height: {line_height}px; font-variant-east-asian: full-width; }}
.{unique_id}-title {{ font-size: 18px; font-weight: bold; font-family: arial, sans-serif; }}
{styles}
</style>
<defs>
<clipPath id="{unique_id}-clip-terminal">
<rect x="0" y="0" width="{terminal_width}" height="{terminal_height}" />
</clipPath>
{lines}
</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g>
</g>
</svg>
"""


def main() -> None:
    """Ask, keep what the terminal shows, draw it."""
    os.environ.update(COLUMNS=str(COLUMNS), TERM="xterm-256color")
    shown = terminal_output([str(ASK), "--sample", QUESTION]).splitlines()
    lines = [f'$ ask "{QUESTION}"', *shown[:LINES]]
    if len(shown) > LINES:
        lines.append("...")
    console = Console(record=True, width=COLUMNS, file=StringIO(), force_terminal=True)
    console.print(Text.from_ansi("\n".join(lines)))
    svg = console.export_svg(title="ask", theme=THEME, code_format=TEMPLATE, unique_id="ask")
    (ROOT / "docs" / "ask.svg").write_text(re.sub(r" +$", "", svg, flags=re.MULTILINE), "utf-8")


def terminal_output(command: list[str]) -> str:
    """What a command prints to a terminal, colours included."""
    reader, writer = pty.openpty()
    with subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=writer):
        os.close(writer)
        printed = b"".join(iter(lambda: read_chunk(reader), b""))
    os.close(reader)
    return printed.decode("utf-8", "replace").replace("\r\n", "\n")


def read_chunk(terminal: int) -> bytes:
    """The next bytes, none at the end."""
    try:
        return os.read(terminal, 65536)
    except OSError:  # how Linux tells that nobody writes to a terminal any more
        return b""


if __name__ == "__main__":
    main()
