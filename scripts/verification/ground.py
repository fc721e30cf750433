"""What a corruption is held against: what the cited paragraphs and their reports say."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from corpus import Document
from index import Report
from scripts.verification.cases import Placed, words_of
from scripts.verification.numbers_said import numbers_in


@dataclass(frozen=True)
class Ground:
    """What the paragraphs that a sentence cites say, and the places that it could be put in."""

    text: str
    authorities: tuple[str, ...]
    facts: str  # of the reports' records: kind, dates, grades
    places: tuple[str, ...]  # of all reports at hand

    @cached_property
    def numbers(self) -> set[float]:
        """Every number of the paragraphs and of the dates of their reports."""
        return numbers_in(f"{self.text} {self.facts}")

    @cached_property
    def words(self) -> frozenset[str]:
        """The beginnings of the longer words of the paragraphs."""
        return words_of(self.text)

    def says(self, words: str) -> bool:
        """Whether the paragraphs or the records hold these words."""
        whole = f"{self.text} {self.facts} {' '.join(self.authorities)}"
        return re.search(rf"\b{re.escape(words)}\b", whole, re.IGNORECASE) is not None


def ground_of(cited: Sequence[Placed], places: Sequence[str]) -> Ground:
    """What these paragraphs say."""
    return Ground(
        "\n".join(one.paragraph.text for one in cited),
        tuple(dict.fromkeys(one.report.authority or "?" for one in cited)),
        "\n".join(_facts(one.report) for one in cited),
        tuple(places),
    )


def _facts(report: Document | Report) -> str:
    days = (report.inspection_start, report.inspection_end, report.published)
    said = [day.strftime("%d %B %Y") for day in days if day is not None]
    return " ".join([*said, *(grade.grade or "" for grade in report.judgements)])
