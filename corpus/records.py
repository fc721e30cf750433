"""The one record that leaves this room: a report as a Document of paragraphs and judgements.

Everything here is frozen and plain. How a file becomes a Document is told in `reading.py`; how a
Document becomes JSON and back in `document_json.py`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date

from corpus.vocabulary import GRADES, KINDS

PARAGRAPH_KINDS = ("numbered", "bullet", "prose", "table", "front")
JUDGEMENT_STATUSES = ("judged", "not judged", "merged")


@dataclass(frozen=True, slots=True)
class Box:
    """Where words stand on a page: points, measured from the page's top left corner."""

    page: int  # counted from 1
    left: float
    top: float
    right: float
    bottom: float

    def __post_init__(self) -> None:
        across = -math.inf < self.left <= self.right < math.inf  # JSON tells no other numbers
        down = -math.inf < self.top <= self.bottom < math.inf
        if self.page < 1 or not across or not down:
            raise ValueError(f"not a box on a page: {self}")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """The smallest citable unit of a report, in the order of reading."""

    id: str
    number: str | None  # as printed, without the full stop; None for what has no number
    section: str | None  # the heading of the section it stands in
    section_grade: str | None  # the grade of the graded section it belongs to
    area: str | None  # the area of judgement it stands under, in the words of vocabulary.AREAS
    page: int | None  # where it starts, counted from 1; None for documents without pages
    page_end: int | None
    kind: str  # one of PARAGRAPH_KINDS
    text: str
    boxes: tuple[Box, ...] = ()
    subsection: str | None = None  # a plain heading of lower rank, nearer than `section`

    def __post_init__(self) -> None:
        if self.kind not in PARAGRAPH_KINDS:
            raise ValueError(f"paragraph {self.id}: {self.kind!r} is no kind of paragraph")
        if not self.text.strip():
            raise ValueError(f"paragraph {self.id} has no text")
        if self.section_grade is not None and self.section_grade not in GRADES:
            raise ValueError(f"paragraph {self.id}: {self.section_grade!r} is no grade")
        if (self.page is None) != (self.page_end is None):
            raise ValueError(f"paragraph {self.id} starts or ends on no page")


@dataclass(frozen=True, slots=True)
class Judgement:
    """A grade that the report prints for an area, with the paragraph that prints it."""

    area: str  # one of vocabulary.AREAS, or as printed, in lower case
    printed: str  # the words of the report
    grade: str | None  # None where status is "not judged"
    status: str  # one of JUDGEMENT_STATUSES; "merged": one grade for all of `areas`
    areas: tuple[str, ...]
    page: int | None
    paragraph_id: str | None

    def __post_init__(self) -> None:
        if self.status not in JUDGEMENT_STATUSES:
            raise ValueError(f"judgement of {self.area}: {self.status!r} is no status")
        if (self.grade is None) != (self.status == "not judged"):
            raise ValueError(f"judgement of {self.area}: {self.grade!r} with status {self.status}")
        if self.grade is not None and self.grade not in GRADES:
            raise ValueError(f"judgement of {self.area}: {self.grade!r} is no grade")


@dataclass(frozen=True, slots=True)
class Document:
    """One report as read from one file. What the report does not print is None, never a guess."""

    id: str  # from authority, kind and date: the same for every copy of a report
    source: str  # the file's path as given
    sha256: str  # of the file's bytes
    title: str | None
    authority: str | None  # the name of the register, or as printed where it is on no list
    kind: str  # one of vocabulary.KINDS
    inspection_start: date | None
    inspection_end: date | None
    published: date | None  # printed, or else from the file's name
    lead_inspector: str | None  # several are joined by "; "
    pages: int | None
    overall: str | None  # the grade for overall effectiveness
    judgements: tuple[Judgement, ...]
    paragraphs: tuple[Paragraph, ...]
    warnings: tuple[str, ...]

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"document {self.id}: {self.kind!r} is no kind of report")
        if self.overall is not None and self.overall not in GRADES:
            raise ValueError(f"document {self.id}: {self.overall!r} is no grade")
        start, end = self.inspection_start, self.inspection_end
        if start and end and end < start:
            raise ValueError(f"document {self.id}: the inspection ends before it starts")
        ids = [paragraph.id for paragraph in self.paragraphs]
        if len(ids) != len(set(ids)):
            raise ValueError(f"document {self.id}: two paragraphs share an id")
