"""Numbered citations, made as an answer is put together."""

from __future__ import annotations

from corpus import Paragraph
from index import Report
from qa.records import Citation


class CitationList:
    """The citations of one answer in the order of their first use."""

    def __init__(self) -> None:
        self._citations: list[Citation] = []
        self._n_by_place: dict[tuple[str, int, int], int] = {}

    def cite(self, report: Report, paragraph: Paragraph, start: int, end: int) -> int:
        """The number of the citation of these words; the same words keep one number."""
        place = (paragraph.id, start, end)
        if place not in self._n_by_place:
            n = len(self._citations) + 1
            self._citations.append(Citation(n, report, paragraph, start, end))
            self._n_by_place[place] = n
        return self._n_by_place[place]

    def all(self) -> tuple[Citation, ...]:
        """Every citation made so far, by number."""
        return tuple(self._citations)
