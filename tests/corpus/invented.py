"""Makes small PDFs for tests, with every word exactly where a test wants it.

`InventedPdf` is a pen that moves down the page: `line`, `text`, `numbered`, `bullet`, `row` and
`footnote` draw what a report would print; `hidden` draws what a reader of the page cannot see. It
remembers which words belong to the body, so that a test can ask whether any was lost. Below it
stand the parts that every report has (title block, judgement tables, closing text) and files that
are no report.

In a line, `**bold**` is drawn bold and `^3^` as a superscript. All places and people are
invented.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

WIDTH, HEIGHT = A4
LEFT, RIGHT = 71.0, 523.0
TOP, BOTTOM = 100.0, 770.0
INDENT = 99.0  # where the text of a numbered paragraph stands

ILACS_AREAS = {
    "leaders": "The impact of leaders on social work practice\nwith children and families",
    "help": "The experiences and progress of children who\nneed help and protection",
    "care": "The experiences and progress of children in care",
    "leavers": "The experiences and progress of care leavers",
    "overall": "Overall effectiveness",
}
ILACS_GRADES = {"leavers": "Outstanding"}  # the others are good
ILACS_ROWS = tuple((label, ILACS_GRADES.get(key, "Good")) for key, label in ILACS_AREAS.items())

SIF_AREAS = {
    "help": "1. Children who need help and protection",
    "care": "2. Children looked after and achieving permanence",
    "adoption": "2.1 Adoption performance",
    "leavers": "2.2 Experiences and progress of care leavers",
    "leaders": "3. Leadership, management and governance",
}
SIF_GRADES = {"leavers": "Requires improvement"}
SIF_ROWS = tuple((label, SIF_GRADES.get(key, "Good")) for key, label in SIF_AREAS.items())

CLOSING = (
    "The Office for Standards in Education, Children’s Services and Skills (Ofsted) regulates",
    "services that care for children, and inspects them. This ending stands in for the longer",
    "one that every report prints.",
    "",
    "If you would like a copy of this document in large print, please telephone 0300 000 0000.",
    "",
    "Piccadilly Gate",
    "Store Street",
    "Manchester",
    "M1 2WD",
    "",
    "T: 0300 000 0000",
    "Textphone: 0300 000 0001",
    "E: nobody@example.org",
    "W: www.gov.uk/ofsted",
    "",
    "© Crown copyright 2024",
)

Lines = str | Sequence[str]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a printed line of the body stands: its ends, and a height inside its letters."""

    words: str
    page: int
    left: float
    right: float
    middle: float


class InventedPdf:
    """A pen that draws lines down A4 pages. Places are points from the page's top left corner."""

    def __init__(
        self,
        path: Path,
        *,
        footer: Callable[[int], Sequence[str]] = lambda number: (),
        numbered_pages: bool = True,
        encryption: StandardEncryption | None = None,
    ) -> None:
        self.path = path
        self.page = 0
        self.body: list[str] = []  # the words a reader must find, in the order they were drawn
        self.places: list[Place] = []  # where the lines of the body stand
        self._footer, self._numbered_pages = footer, numbered_pages
        self._canvas = Canvas(str(path), pagesize=A4, invariant=1, encrypt=encryption)
        self.next_page()

    def next_page(self, *, top: float = TOP) -> None:
        """Start a page. Its footer is drawn first, as in the real reports."""
        if self.page:
            self._canvas.showPage()
        self.page += 1
        self.top = top
        if self._numbered_pages:
            self._draw(str(self.page), 514, 812, 20)
        for offset, words in enumerate(self._footer(self.page)):
            self._draw(f"**{words}**", LEFT, 803 + 10 * offset, 8)

    def line(self, words: str, *, left: float = LEFT, size: float = 12, body: bool = True) -> None:
        """One printed line at the pen; the pen moves below it."""
        self.top += size * 1.2
        right = self._draw(words, left, self.top, size)
        if body:
            printed = re.sub(r"\*\*|\^", "", words)
            self.body += printed.split()
            self.places.append(Place(printed, self.page, left, right, self.top - size / 3))

    def text(self, lines: Lines, *, left: float = LEFT, size: float = 12, gap: float = 12) -> None:
        """A paragraph: a string is wrapped at the margin, a sequence is drawn line by line."""
        for words in _wrapped(lines, left, size):
            self.line(words, left=left, size=size)
        self.top += gap

    def heading(self, lines: Lines, *, size: float = 14, left: float = LEFT) -> None:
        """A bold heading with some space above and below; a string is wrapped."""
        self.top += 8
        for words in _wrapped(lines, left, size, "Helvetica-Bold"):
            self.line(f"**{words}**", left=left, size=size)
        self.top += 10

    def numbered(
        self, number: str, lines: Lines, *, left: float = LEFT, indent: float = INDENT
    ) -> None:
        """A numbered paragraph with a hanging indent: the number stands in a column of its own."""
        top = self.top
        self.line(number, left=left)
        self.top = top
        self.text(lines, left=indent)

    def bullet(self, lines: Lines, *, left: float = 90, indent: float = 106) -> None:
        """An item with a square mark. Text and mark are drawn apart, as Wingdings are in print."""
        self._canvas.setFont("ZapfDingbats", 9)
        self._canvas.drawString(left, HEIGHT - self.top - 13, "n")
        self.text(lines, left=indent, gap=8)

    def row(
        self, cells: Sequence[str], lefts: Sequence[float] = (76, 380), *, bold: bool = False
    ) -> None:
        """A ruled row of a table; a cell's line ends are kept."""
        top, lowest = self.top, self.top
        for cell, left in zip(cells, lefts, strict=True):
            self.top = top + 4
            for words in cell.split("\n"):
                self.line(f"**{words}**" if bold else words, left=left)
            lowest = max(lowest, self.top + 6)
        for left, right in zip(lefts, [*lefts[1:], RIGHT + 5], strict=True):
            self._canvas.rect(left - 5, HEIGHT - lowest, right - left, lowest - top)
        self.top = lowest

    def graded(self, lines: Sequence[str], grade: Sequence[str]) -> None:
        """A framed heading with its grade in the cell beside it, half way up."""
        top, most = self.top, max(len(lines), len(grade))
        for cell, left, right in ((lines, 76.0, 350.0), (grade, 355.0, RIGHT)):
            self.top = top + 6 + (most - len(cell)) * 14 * 0.6
            for words in cell:
                self.line(f"**{words}**", left=left, size=14)
            self._canvas.rect(
                left - 5, HEIGHT - top - most * 17 - 14, right - left + 5, most * 17 + 14
            )
        self.top = top + most * 17 + 26

    def box(self, lines: Lines, *, left: float = LEFT) -> None:
        """A paragraph in a frame, such as a summary between two numbered paragraphs."""
        top = self.top
        self.text(lines, left=left, gap=6)
        self._canvas.rect(left - 5, HEIGHT - self.top, RIGHT - left + 10, self.top - top)
        self.top += 12

    def footnote(self, lines: Sequence[str], *, top: float = 740) -> None:
        """Small print under a short rule at the foot of the page. The pen stays where it is."""
        pen, self.top = self.top, top
        self._canvas.line(LEFT, HEIGHT - top, LEFT + 144, HEIGHT - top)
        for words in lines:
            self.line(words, size=8)
        self.top = pen

    def hidden(
        self,
        words: str,
        *,
        left: float = LEFT,
        top: float | None = None,
        size: float = 12,
        mode: int = 0,
        colour: str = "black",
        on: str | None = None,
    ) -> None:
        """Words that no reader of the page sees; `on` paints a patch of that colour behind them."""
        if top is None:
            self.top += size * 1.2
            top = self.top
        if on is not None:
            self._canvas.setFillColor(on)
            self._canvas.rect(left - 2, HEIGHT - top - 4, 400, size + 8, stroke=0, fill=1)
        pen = self._canvas.beginText(left, HEIGHT - top)
        pen.setFont("Helvetica", size)
        pen.setFillColor(colour)
        pen.setTextRenderMode(mode)
        pen.textOut(words)
        pen.setTextRenderMode(0)
        self._canvas.drawText(pen)
        self._canvas.setFillColor("black")

    def picture(self) -> None:
        """A grey picture over most of the page: a scan has nothing else."""
        from PIL import Image

        grey = ImageReader(Image.new("L", (60, 80), 200))
        self._canvas.drawImage(grey, LEFT, 100, width=450, height=600)

    def save(self) -> Path:
        """Write the file."""
        self._canvas.save()
        return self.path

    def _draw(self, words: str, left: float, top: float, size: float) -> float:
        """Draw one line and tell where it ends; `**` switches bold, `^` switches superscript."""
        bold, raised = False, False
        for part in re.split(r"(\*\*|\^)", words):
            if part == "**":
                bold = not bold
            elif part == "^":
                raised = not raised
            elif part:
                font, points = (
                    "Helvetica-Bold" if bold else "Helvetica",
                    size * (0.6 if raised else 1),
                )
                self._canvas.setFont(font, points)
                self._canvas.drawString(left, HEIGHT - top + (size * 0.35 if raised else 0), part)
                left += stringWidth(part, font, points)
        return left


def _wrapped(lines: Lines, left: float, size: float, font: str = "Helvetica") -> Sequence[str]:
    """The lines themselves, or a string broken where the right margin is reached."""
    if not isinstance(lines, str):
        return lines
    done: list[str] = []
    for word in lines.split():
        longer = f"{done[-1]} {word}" if done else word
        if done and left + stringWidth(longer, font, size) <= RIGHT:
            done[-1] = longer
        else:
            done.append(word)
    return done


def ilacs_front(
    pdf: InventedPdf,
    *,
    place: str = "Thornmere",
    dates: str = "**Inspection dates:** 6 to 10 May 2024",
    lead: str = "**Lead inspector:** Ada Quill, His Majesty’s Inspector",
    rows: Sequence[tuple[str, str]] = ILACS_ROWS,
) -> None:
    """The title block and judgement table of an ILACS report."""
    pdf.line(f"Inspection of {place} local", size=26)
    pdf.line("authority children’s services", size=26)
    pdf.top += 10
    pdf.text([dates])
    pdf.text(lead.split("\n"))
    pdf.row(("Judgement", "Grade"), bold=True)
    for row in rows:
        pdf.row(row)
    pdf.top += 14


def sif_front(
    pdf: InventedPdf,
    *,
    place: str = "Thornmere City Council",
    dates: str = "Inspection date: 2 June 2014 – 25 June 2014",
    published: str | None = "Report published: 8 August 2014",
    overall: str = "Children’s services in Thornmere are good",
    rows: Sequence[tuple[str, str]] = SIF_ROWS,
    board: str | None = "good",
) -> None:
    """The first page of a single inspection; without `board` it is a re-inspection."""
    pdf.line(place, size=26)
    subject = "children in need of help and protection"
    first = "Inspection of services" if board else "Re-inspection of services"
    pdf.heading(f"{first} for {subject}, children looked after and care leavers")
    if board:
        pdf.line("and", size=14)
        pdf.heading(["Review of the effectiveness of the Local Safeguarding Children", "Board"])
    pdf.text([words for words in (dates, published) if words], size=14)
    pdf.row((overall,), (76,), bold=True)
    for label, grade in rows:
        pdf.row((label, grade), (100 if re.match(r"2\.\d", label) else 76, 400))
    if board:
        pdf.row((f"The effectiveness of the Local Safeguarding Children Board is {board}.",), (76,))


def closing(pdf: InventedPdf) -> None:
    """The inspectorate's address and notices, on a page of their own; not part of the body."""
    pdf.next_page(top=220)
    for words in CLOSING:
        pdf.line(words, size=8, body=False)


def web_page(path: Path) -> Path:
    """A web page saved under the name of a report."""
    path.write_text(
        "<!DOCTYPE html>\n<html><head><title>Not found</title></head>"
        "<body><h1>Page not found</h1><p>The report has moved.</p></body></html>\n"
    )
    return path


def slow_pdf(path: Path, *, operators: int = 3_000_000) -> Path:
    """A small file whose one page holds so many words that reading takes long and much memory."""
    content = zlib.compress(b"BT /F1 12 Tf 72 700 Td " + b"(a)Tj " * operators + b"ET")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font"
        b" << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
        b"<< /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
    ]
    return pdf_of_objects(path, objects)


def endless_pdf(path: Path) -> Path:
    """A small file whose one page is laid out with a pattern of more tiles than can be drawn."""
    tile, page = b"0 0 1 1 re f", b"/Pattern cs /P1 scn 0 0 595 842 re f"
    return pdf_of_objects(
        path,
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
            b" /Resources << /Pattern << /P1 5 0 R >> >> >>",
            b"<< /Length %d >>\nstream\n%s\nendstream" % (len(page), page),
            b"<< /Type /Pattern /PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 1 1]"
            b" /XStep 0.001 /YStep 0.001 /Resources << >> /Length %d >>\nstream\n%s\nendstream"
            % (len(tile), tile),
        ],
    )


def pdf_of_objects(path: Path, objects: Sequence[bytes]) -> Path:
    """A PDF of these objects, numbered from 1; the first is the catalogue."""
    out, places = BytesIO(), []
    out.write(b"%PDF-1.4\n")
    for number, words in enumerate(objects, start=1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, words))
    table, size = out.tell(), len(objects) + 1
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % size)
    out.write(b"".join(b"%010d 00000 n \n" % place for place in places))
    out.write(b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, table))
    path.write_bytes(out.getvalue())
    return path
