"""What every answer to one question shares: its understanding, its reports, its coverage."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus import Paragraph
from index import Hit, Report
from qa.composing.citations import CitationList
from qa.open_collection import OpenCollection
from qa.record_answers import RecordOutcome
from qa.records import (
    Answer,
    AnswerCoverage,
    Citation,
    Sentence,
    Status,
    Understanding,
)
from qa.scoping.scope_reasons import who_is_absent, why_only_partly
from qa.scoping.timeline import Placed

# How many near paragraphs are shown where nothing answers, and how many ranked ones are kept.
RELATED = 3
RETRIEVED = 20


@dataclass(frozen=True, slots=True)
class Draft:
    """What every answer to one question shares."""

    understanding: Understanding
    placed: Placed
    collection: OpenCollection

    def without_sentences(
        self,
        status: Status,
        reason: str,
        hits: list[Hit] | None = None,
        retrieved: list[tuple[Report, Paragraph]] | None = None,
    ) -> Answer:
        """An answer that says why there is none, with near paragraphs where there are some."""
        related = tuple(
            Citation(n, hit.report, hit.paragraph, 0, len(hit.paragraph.text))
            for n, hit in enumerate((hits or [])[:RELATED], 1)
        )
        return Answer(
            status=status,
            reason=reason,
            understanding=self.understanding,
            sentences=(),
            citations=(),
            coverage=self._coverage(searched=status == "no_evidence"),
            choices=self.understanding.choices if status == "clarification" else (),
            related=related,
            retrieved=tuple(retrieved or ()),
            notes=self.understanding.notes,
        )

    def answered(
        self,
        sentences: tuple[Sentence, ...],
        citations: CitationList,
        retrieved: list[tuple[Report, Paragraph]],
    ) -> Answer:
        """An answer from paragraphs; partial where a part of the question stays open."""
        cited = [citation.report for citation in citations.all()]
        reason = why_only_partly(self.understanding, self.placed, cited)
        return Answer(
            status="partial" if reason else "answered",
            reason=reason,
            understanding=self.understanding,
            sentences=sentences,
            citations=citations.all(),
            coverage=self._coverage(citations.all()),
            retrieved=tuple(retrieved),
            notes=(*self.understanding.notes, *superseded_notes(citations.all())),
        )

    def from_records(self, outcome: RecordOutcome, citations: CitationList) -> Answer:
        """An answer from the records; partial where a part of the question stays open."""
        cited = [(citation.report, citation.paragraph) for citation in citations.all()]
        status, reason = outcome.status, outcome.reason
        if status == "answered" and cited:
            reason = why_only_partly(self.understanding, self.placed, [r for r, _ in cited])
            reason = reason or who_is_absent(self.understanding, self.collection)
            status = "partial" if reason else "answered"
        return Answer(
            status=status,
            reason=reason,
            understanding=self.understanding,
            sentences=outcome.sentences,
            citations=citations.all(),
            coverage=self._coverage(citations.all()),
            retrieved=each_once(cited)[:RETRIEVED],
            notes=(*self.understanding.notes, *outcome.notes),
        )

    def coverage_of(self, citations: tuple[Citation, ...]) -> AnswerCoverage:
        """What was searched, and how many reports are cited."""
        return self._coverage(citations)

    def noting(self, note: str | None) -> Draft:
        """The same draft with a note more."""
        if note is None:
            return self
        understanding = self.understanding
        return replace(
            self, understanding=replace(understanding, notes=(*understanding.notes, note))
        )

    def _coverage(
        self, citations: tuple[Citation, ...] = (), *, searched: bool = True
    ) -> AnswerCoverage:
        whole = self.collection.coverage(self.placed.scope)
        if not searched:
            whole = replace(whole, reports_in_scope=0, authorities_in_scope=0)
        return AnswerCoverage(whole, len({citation.report.id for citation in citations}))


def each_once(
    found: Sequence[tuple[Report, Paragraph]],
) -> tuple[tuple[Report, Paragraph], ...]:
    """The paragraphs without repeats, each at its first place."""
    by_id: dict[str, tuple[Report, Paragraph]] = {}
    for report, paragraph in found:
        by_id.setdefault(paragraph.id, (report, paragraph))
    return tuple(by_id.values())


def superseded_notes(citations: tuple[Citation, ...]) -> list[str]:
    """One note where an answer also quotes reports that a later inspection has superseded."""
    old = {c.report.id for c in citations if c.report.superseded_by}
    if not old:
        return []
    if len(old) == len({c.report.id for c in citations}):
        return ["Every report quoted here has been superseded by a later inspection."]
    return ["Reports marked “superseded” have been followed by a later full inspection."]
