"""Writes PDFs byte by byte, so that anything in them can be wrong.

Words are drawn as reports print them: title block and judgement table on page 1, a graded heading
and numbered paragraphs on page 2. Places are points from the page's top left corner.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field

WIDTH, HEIGHT = 595, 842
LEFT, INDENT, CELL = 71, 99, 380
CATALOGUE = b"<< /Type /Catalog /Pages 2 0 R >>"
FONTS = (
    b"<< /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
    b" /F2 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold"
    b" /Encoding /WinAnsiEncoding >> >>"
)

GRADED = (
    ("The impact of leaders on social work practice", "Good"),
    ("The experiences and progress of children in care", "Good"),
    ("Overall effectiveness", "Inadequate"),
)
FINDINGS = (
    "Children in Hollowmere wait too long for a social worker to visit them.",
    "Foster carers in Hollowmere are seldom told what is planned for the children.",
    "Leaders in Hollowmere do not know how many children are missing from care.",
)


def draw(
    words: str | bytes,
    top: float,
    *,
    left: float = LEFT,
    size: float = 12,
    bold: bool = False,
    before: str = "",
) -> bytes:
    """One printed line; `before` are operators that change how it is drawn."""
    text = words.encode("cp1252", "replace") if isinstance(words, str) else words
    text = text.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
    font = "F2" if bold else "F1"
    pen = f"q {before} BT /{font} {size:g} Tf 1 0 0 1 {left:g} {HEIGHT - top:g} Tm ("
    return pen.encode() + text + b") Tj ET Q\n"


@dataclass(slots=True)
class ReportPen:
    """The words of an invented report, to which a hostile file adds its own."""

    place: str
    graded: Sequence[tuple[str, str]] = GRADED
    findings: Sequence[str] = FINDINGS
    pages: list[bytes] = field(default_factory=list)
    top: float = 0.0

    def __post_init__(self) -> None:
        self._front()
        self._body()

    def _front(self) -> None:
        page = draw(f"Inspection of {self.place} local", 120, size=26)
        page += draw("authority children's services", 152, size=26)
        page += draw("Inspection dates: 6 to 10 May 2024", 190)
        page += draw("Lead inspector: Ada Quill, His Majesty's Inspector", 210)
        page += self.table(self.graded, 250)
        self.pages.append(page)

    def table(self, rows: Sequence[tuple[str, str]], top: float) -> bytes:
        """A judgement table under its header."""
        page = b""
        for step, (area, grade) in enumerate([("Judgement", "Grade"), *rows]):
            page += draw(area, top + 24 * step, left=76, bold=step == 0)
            page += draw(grade, top + 24 * step, left=CELL, bold=step == 0)
        return page

    def _body(self) -> None:
        page = draw(
            "The experiences and progress of children in care: good", 120, size=14, bold=True
        )
        for number, words in enumerate(self.findings, 1):
            top = 150 + 30 * number
            page += draw(f"{number}.", top) + draw(words, top, left=INDENT)
        self.top = 150 + 30 * (len(self.findings) + 1)
        self.pages.append(page)

    def add(self, operators: bytes, page: int = 2) -> ReportPen:
        """Draw more on a page counted from 1."""
        self.pages[page - 1] += operators
        return self

    def objects(self, resources: bytes = b"") -> list[bytes]:
        """Catalogue, page tree, then a page and its content in turn."""
        kids = b" ".join(b"%d 0 R" % (3 + 2 * index) for index in range(len(self.pages)))
        found = [CATALOGUE, b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, len(self.pages))]
        for index, content in enumerate(self.pages):
            found.append(page_object(4 + 2 * index, resources=resources))
            found.append(stream(content))
        return found

    def save(self, extra: Sequence[bytes] = (), resources: bytes = b"") -> bytes:
        """The file; `extra` objects come after the others."""
        return pdf_of([*self.objects(resources), *extra])


def page_object(
    contents: int, *, box: str = f"0 0 {WIDTH} {HEIGHT}", resources: bytes = b""
) -> bytes:
    """A page whose content is the object of that number."""
    return (
        b"<< /Type /Page /Parent 2 0 R /MediaBox [%s] /Contents %d 0 R"
        b" /Resources << /Font %s %s >> >>"
        % (
            box.encode(),
            contents,
            FONTS,
            resources,
        )
    )


def stream(content: bytes, entries: bytes = b"") -> bytes:
    """A stream object."""
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(content), entries, content)


def packed(content: bytes, times: int = 1) -> bytes:
    """A stream object compressed so many times over."""
    for _ in range(times):
        content = zlib.compress(content, 9)
    return stream(content, b"/Filter [%s]" % b" ".join([b"/FlateDecode"] * times))


def pdf_of(objects: Sequence[bytes], trailer: bytes = b"") -> bytes:
    """A PDF of these objects, numbered from 1; the first is the catalogue."""
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for number, words in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, words)
    table, size = len(out), len(objects) + 1
    out += b"xref\n0 %d\n0000000000 65535 f \n" % size
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (
        size,
        trailer,
        table,
    )
    return bytes(out)
