"""What goes into a search (Scope) and what comes out of a collection (Report, Hit, Coverage)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal, get_args

from corpus import Judgement, Paragraph

DateField = Literal["any", "inspection", "published"]
Precision = Literal["int8", "fp32"]  # of the numbers that an exported model computes with
PRECISIONS: tuple[Precision, ...] = get_args(Precision)
WordRanker = Literal["arrays", "rank-bm25"]  # what scores by words: index/bm25.py or index/okapi.py
WORD_RANKERS: tuple[WordRanker, ...] = get_args(WordRanker)


@dataclass(frozen=True, slots=True)
class Scope:
    """Which reports and paragraphs a search may see. An empty field does not narrow.

    Several values of one field widen it, several fields narrow. A scope that matches nothing finds
    nothing.
    """

    authorities: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()  # where the paragraph stands
    grades: tuple[str, ...] = ()  # the report's overall grade
    area_grades: tuple[tuple[str, str], ...] = ()  # (area, grade) that the report must have
    since: date | None = None
    until: date | None = None  # the last day that counts
    date_field: DateField = "any"  # "any": the inspection or the publication date in the range
    latest_only: bool = False  # each authority's newest report of its kind
    report_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """A report of the collection: its record without the paragraphs."""

    id: str
    source: str
    sha256: str
    title: str | None
    authority: str | None
    kind: str
    inspection_start: date | None
    inspection_end: date | None
    published: date | None
    lead_inspector: str | None
    pages: int | None
    overall: str | None
    judgements: tuple[Judgement, ...]
    warnings: tuple[str, ...]
    paragraph_count: int
    superseded_by: str | None  # the id of the same authority's next full inspection
    aliases: tuple[str, ...] = ()  # other files that hold a copy of this report

    @property
    def date(self) -> date | None:
        """The day by which reports are ordered: the inspection's last, else the publication's."""
        return self.inspection_end or self.inspection_start or self.published


@dataclass(frozen=True, slots=True)
class Hit:
    """A paragraph that a search found, with every score that put it there."""

    paragraph: Paragraph
    report: Report
    score: float  # fused; higher is better
    scores: dict[str, float] = field(default_factory=dict)  # by ranker: "bm25", "dense"
    row: int | None = None  # of the paragraph in the collection that found it


@dataclass(frozen=True, slots=True)
class Coverage:
    """What was searched, counted in reports and authorities."""

    reports_in_collection: int
    reports_in_scope: int
    authorities_in_scope: int


@dataclass(frozen=True, slots=True)
class FileOutcome:
    """What a run did with one file."""

    source: str  # the file as it was named
    outcome: str  # "added", "changed", "unchanged", "removed", "copy", or a CorpusError's outcome
    detail: str = ""  # a sentence where the outcome alone does not say it
    report_id: str | None = None  # None where the file holds no report, or several


@dataclass(frozen=True, slots=True)
class IndexRun:
    """What a run of `update_collection` did, and what the collection holds after it."""

    generation: int
    files: tuple[FileOutcome, ...]
    reports: int
    paragraphs: int
