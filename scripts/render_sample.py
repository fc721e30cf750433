"""Render the invented reports of corpus/sample from their sources to PDF.

    .venv/bin/python scripts/render_sample.py            all of them
    .venv/bin/python scripts/render_sample.py --check    only say which are out of date; exit 1

A source (corpus/sample/sources/*.report) is plain text: a head of `key: value` lines, an empty
line, then one printed paragraph per line. `corpus/sample/README` explains the marks. The same
source gives the same bytes every time. The typography follows that of the real reports, so that
reading them is exercised: a footer that is drawn before the page's text, a number column with a
hanging indent, square bullets, footnotes in small print, ruled tables, paragraphs that run on over
page ends.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from reportlab import rl_config
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase.pdfmetrics import registerFont, stringWidth
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

SAMPLE = Path(__file__).parents[1] / "corpus" / "sample"
NOTICE = "Invented report for demonstration: no such place exists"
WIDTH, HEIGHT = A4
LEFT, RIGHT, TOP, FLOOR = 71.0, 523.0, 92.0, 770.0
SIZE, LEADING = 10.5, 1.32
SMALL = 7.5
FONTS = {False: "Vera", True: "VeraBd"}

AREAS = {
    "leaders": "The impact of leaders on social work practice with children and families",
    "help": "The experiences and progress of children who need help and protection",
    "care": "The experiences and progress of children in care",
    "merged": "The experiences and progress of children in care and care leavers",
    "leavers": "The experiences and progress of care leavers",
    "overall": "Overall effectiveness",
    "sif-help": "Children who need help and protection",
    "sif-care": "Children looked after and achieving permanence",
    "sif-adoption": "Adoption performance",
    "sif-leavers": "Experiences and progress of care leavers",
    "sif-leaders": "Leadership, management and governance",
    "permanence": "The experiences and progress of children looked after and achieving permanence",
    "board": "Local Safeguarding Children Board",
    "subject": "children in need of help and protection",
    "closing": "Office for Standards in Education, Children’s Services and Skills",
}

CLOSING = (
    "The {closing} (Ofsted) regulates real services. It is named here because every real report "
    "ends with such a page; this one was made up to show how a program reads and answers.",
    "You may use these words freely, under the licence of this project.",
    "Piccadilly Gate",
    "Store Street",
    "Manchester",
    "M1 2WD",
    "T: 0300 000 0000",
    "E: nobody@example.org",
    "W: www.gov.uk/ofsted",
    "© Crown copyright",
)


@dataclass(frozen=True, slots=True)
class Word:
    """Letters that are never parted; `space` tells whether one stands before them."""

    parts: tuple[tuple[str, bool, bool], ...]  # letters, bold, superscript
    space: bool

    def width(self, size: float) -> float:
        """Its length in points, without the space."""
        return sum(
            float(stringWidth(text, FONTS[bold], size * (0.6 if raised else 1)))
            for text, bold, raised in self.parts
        )


def read_source(path: Path) -> tuple[dict[str, str], list[str]]:
    """The head and the lines of the body, names of areas filled in."""
    head, _, body = path.read_text(encoding="utf-8").partition("\n\n")
    fields = dict(line.split(": ", 1) for line in head.splitlines())
    return fields, [_fill(line) for line in body.splitlines() if line.strip()]


def render(path: Path) -> bytes:
    """The PDF of one source. Printed twice: the contents page needs the pages of the headings."""
    fields, lines = read_source(path)
    first = Press(fields, {})
    first.print(lines)
    second = Press(fields, first.page_of_heading)
    return second.print(lines)


class Press:
    """Prints the lines of one source from top to bottom, page after page."""

    def __init__(self, fields: dict[str, str], page_of_heading: dict[str, int]) -> None:
        self._fields = fields
        self._contents = page_of_heading
        self.page_of_heading: dict[str, int] = {}
        self._bytes = BytesIO()
        self._canvas = Canvas(self._bytes, pagesize=A4, invariant=1)
        self._canvas.setTitle(fields["title"])
        self._canvas.setAuthor("Invented for demonstration")
        self._canvas.setSubject(NOTICE)
        self._page, self._top, self._floor = 0, TOP, FLOOR
        self._notes: list[str] = []
        self._in_table = False
        self._columns: tuple[float, ...] = (76.0, 330.0)

    def print(self, lines: list[str]) -> bytes:
        """Print every line and return the file."""
        self._next_page()
        for line in lines:
            self._print_line(line)
        self._end_page()
        self._canvas.save()
        return self._bytes.getvalue()

    def _print_line(self, line: str) -> None:
        mark, _, rest = line.partition(" ")
        if (mark == "|") != self._in_table:
            self._in_table = not self._in_table
            self._top += 4 if self._in_table else 8
        if line == "===":
            self._next_page()
        elif mark.startswith("!"):
            self._directive(mark[1:], rest)
        elif mark in ("#", "##", "###"):
            self._heading(rest, {"#": 14, "##": 12.25, "###": 10.5}[mark], listed=mark != "###")
        elif line.startswith("  - "):
            self._item("■", line[4:], left=LEFT + 46, indent=LEFT + 60)
        elif mark == "-":
            self._item("■", rest, left=LEFT + 14, indent=LEFT + 30)
        elif mark == ">":
            self._box(rest)
        elif mark == "|":
            self._row([cell.strip() for cell in line.strip("| ").split("|")])
        elif re.fullmatch(r"\[\d\]", mark):
            self._note(f"^{mark[1]}^ {rest}")
        elif re.fullmatch(r"\d+\.", mark):
            self._item(mark, rest, left=LEFT, indent=LEFT + 28)
        else:
            self._text(line)

    def _directive(self, name: str, rest: str) -> None:
        if name == "title":
            self._text(rest, size=21, gap=10)
        elif name == "line":
            self._text(rest, gap=2)
        elif name == "columns":
            self._columns = tuple(float(place) for place in rest.split())
        elif name == "graded":
            self._top += 4
            self._row(rest.split(" | "), size=12.25, bold=True)
            self._top += 8
        elif name == "grades":
            self._grades(rest)
        elif name == "contents":
            self._print_contents()
        elif name == "hidden":
            self._hidden(rest)
        elif name == "closing":
            self._closing()
        else:
            raise ValueError(f"unknown mark !{name}")

    def _next_page(self) -> None:
        if self._page:
            self._end_page()
            self._canvas.showPage()
        self._page += 1
        self._top, self._floor, self._notes = TOP, FLOOR, []
        footer = self._fields.get("footer", "") if self._page > 1 else ""
        for offset, words in enumerate(part for part in footer.split(" / ") if part):
            self._draw([*_words(f"**{words}**")], LEFT, 803 + 10 * offset, SMALL)
        self._draw([*_words(str(self._page))], 510, 812, 17)
        self._draw([*_words(NOTICE)], LEFT, 40, 7)
        self._canvas.line(LEFT, HEIGHT - 790, RIGHT, HEIGHT - 790)
        for left in (470, 486, 502):  # where the real reports have a picture
            self._canvas.circle(left, HEIGHT - 44, 6)

    def _end_page(self) -> None:
        top = self._floor
        if self._notes:
            self._canvas.line(LEFT, HEIGHT - top - 4, LEFT + 130, HEIGHT - top - 4)
        for note in self._notes:
            for words in _wrapped(note, RIGHT - LEFT, SMALL):
                top += SMALL * LEADING
                self._draw(words, LEFT, top + 6, SMALL)

    def _text(
        self,
        text: str,
        *,
        left: float = LEFT,
        size: float = SIZE,
        gap: float = 9,
        right: float = RIGHT,
    ) -> None:
        for words in _wrapped(text, right - left, size):
            if self._top + size * LEADING > self._floor:
                self._next_page()
            self._top += size * LEADING
            self._draw(words, left, self._top, size)
        self._top += gap

    def _heading(self, text: str, size: float, *, listed: bool) -> None:
        if self._top + 70 > self._floor:
            self._next_page()
        if listed:
            self.page_of_heading[text] = self._page
        self._top += 5
        self._text(f"**{text}**", size=size, gap=7)

    def _item(self, mark: str, text: str, *, left: float, indent: float) -> None:
        """A marked paragraph: the mark in a column of its own, the text beside it."""
        if self._top + SIZE * LEADING > self._floor:
            self._next_page()
        baseline = self._top + SIZE * LEADING
        if mark == "■":
            self._canvas.setFont("ZapfDingbats", 7)
            self._canvas.drawString(left, HEIGHT - baseline + 1, "n")
        else:
            self._draw([*_words(mark)], left, baseline, SIZE)
        self._text(text, left=indent)

    def _box(self, text: str) -> None:
        lines = len(list(_wrapped(text, RIGHT - LEFT - 10, SIZE)))
        height = lines * SIZE * LEADING + 10
        if self._top + height > self._floor:
            self._next_page()
        self._canvas.rect(LEFT, HEIGHT - self._top - height, RIGHT - LEFT, height)
        self._top += 2
        self._text(text, left=LEFT + 5, right=RIGHT - 5, gap=18)

    def _row(self, cells: list[str], *, size: float = 9.5, bold: bool = False) -> None:
        """A ruled row; in a bold one, the heading of a graded part, cells are centred in height."""
        lefts = self._columns[: len(cells)]
        rights = [*lefts[1:], RIGHT + 5]
        stars = "**" if bold else ""
        wrapped = [
            list(_wrapped(f"{stars}{cell}{stars}", right - left - 10, size))
            for cell, left, right in zip(cells, lefts, rights, strict=True)
        ]
        height = max(len(lines) for lines in wrapped) * size * LEADING + 9
        if self._top + height > self._floor:
            self._next_page()
        for lines, left, right in zip(wrapped, lefts, rights, strict=True):
            self._canvas.rect(left - 5, HEIGHT - self._top - height, right - left, height)
            top = self._top + (
                2 if not bold else (height - 9 - len(lines) * size * LEADING) / 2 + 2
            )
            for number, words in enumerate(lines, start=1):
                self._draw(words, left, top + number * size * LEADING, size)
        self._top += height

    def _grades(self, rest: str) -> None:
        """The table of judgements: `leaders=Good; help=...`; numbered where the keys say `sif-`."""
        kept, numbers = self._columns, iter(("1.", "2.", "2.1", "2.2", "3."))
        if "sif-" not in rest:
            self._row(["**Judgement**", "**Grade**"])
        for pair in rest.split("; "):
            key, grade = pair.split("=")
            number = f"{next(numbers)} " if key.startswith("sif-") else ""
            if self._fields.get("misprint") == "third row" and number == "3. ":
                number = "1. "
            self._columns = (100.0, 400.0) if number[:3] in ("2.1", "2.2") else kept
            self._row([f"{number}{AREAS[key]}", grade])
        self._columns = kept
        self._top += 12

    def _print_contents(self) -> None:
        self._text("Contents", size=17)
        listed = [item for item in self._contents.items() if item[1] > self._page]
        for heading, page in listed:
            top = self._top
            self._text(heading, right=RIGHT - 40, gap=5)
            self._draw([*_words(str(page))], RIGHT - 14, top + SIZE * LEADING, SIZE)

    def _note(self, text: str) -> None:
        """Keep a footnote for the foot of this page; its line comes before the line it serves."""
        lines = len(list(_wrapped(text, RIGHT - LEFT, SMALL)))
        self._floor -= lines * SMALL * LEADING + 8
        self._notes.append(text)

    def _hidden(self, words: str) -> None:
        """Words without ink, as a prepared file might hold them: nobody sees them on the page."""
        pen = self._canvas.beginText(LEFT, HEIGHT - self._top)
        pen.setFont(FONTS[False], SIZE)
        pen.setTextRenderMode(3)
        pen.textOut(words)
        pen.setTextRenderMode(0)
        self._canvas.drawText(pen)

    def _closing(self) -> None:
        self._next_page()
        self._top = 230
        for words in CLOSING:
            self._text(_fill(words), size=SMALL, gap=2 if len(words) < 40 else 8)

    def _draw(self, words: list[Word], left: float, baseline: float, size: float) -> None:
        for number, word in enumerate(words):
            if number and word.space:
                left += stringWidth(" ", FONTS[False], size)
            for text, bold, raised in word.parts:
                points = size * (0.6 if raised else 1)
                self._canvas.setFont(FONTS[bold], points)
                rise = size * 0.35 if raised else 0
                self._canvas.drawString(left, HEIGHT - baseline + rise, text)
                left += stringWidth(text, FONTS[bold], points)


def _fill(line: str) -> str:
    """The line with `{help}` and the like replaced by the printed name of the area."""
    return re.sub(r"\{([a-z-]+)\}", lambda match: AREAS[match[1]], line)


def _words(text: str) -> Iterator[Word]:
    """The words of a line; a line may end at a hyphen. `**` is bold, `^` superscript."""
    bold = raised = space = False
    parts: list[tuple[str, bool, bool]] = []
    for piece in re.split(r"(\*\*|\^| |(?<=[a-z\d]-)(?=[a-z]))", text):
        if piece in ("**", "^"):
            bold, raised = bold != (piece == "**"), raised != (piece == "^")
            continue
        if piece in (" ", "") and parts:
            yield Word(tuple(parts), space)
            parts, space = [], False
        space = space or piece == " "
        if piece.strip():
            parts.append((piece, bold, raised))
    if parts:
        yield Word(tuple(parts), space)


def _wrapped(text: str, width: float, size: float) -> Iterator[list[Word]]:
    """The lines that fit into the width. A backslash between words ends a line where it stands."""
    for stretch in text.split(" \\ "):
        line: list[Word] = []
        used = 0.0
        for word in _words(stretch):
            gap = stringWidth(" ", FONTS[False], size) if word.space and line else 0
            if line and used + gap + word.width(size) > width:
                yield line
                line, used, gap = [], 0.0, 0
            line.append(word)
            used += gap + word.width(size)
        if line:
            yield line


def register_fonts() -> None:
    """Make the fonts that come with reportlab known; they look much like those of the reports."""
    rl_config.useA85 = 0  # files a fifth smaller
    registerFont(TTFont("Vera", "Vera.ttf"))
    registerFont(TTFont("VeraBd", "VeraBd.ttf"))


def main(arguments: list[str]) -> int:
    """Render all, or with --check compare. The exit code."""
    register_fonts()
    stale = 0
    for source in sorted((SAMPLE / "sources").glob("*.report")):
        target = SAMPLE / read_source(source)[0]["file"]
        content = render(source)
        if target.exists() and target.read_bytes() == content:
            continue
        stale += 1
        print(f"{'out of date' if '--check' in arguments else 'written'}: {target.name}")
        if "--check" not in arguments:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
    return 1 if stale and "--check" in arguments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
