"""The sentences of an answer as they are put together: records first, then what passed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from qa.composing.citations import CitationList
from qa.prose.records import DraftSentence, LeanedOn, Source, Verdict
from qa.prose.sources import group_of, whole_span
from qa.records import Answer, Citation, Sentence


@dataclass(frozen=True, slots=True)
class Shown:
    """A sentence that may be shown now, and the citations that it is the first to use."""

    sentence: Sentence
    citations: tuple[Citation, ...]


class Page:
    """One answer while a model writes it."""

    def __init__(self, answer: Answer, sources: Sequence[Source], limit: int | None) -> None:
        self._answer = answer
        self._source_by_n = {source.n: source for source in sources}
        self._limit = None if limit is None else max(limit, len(answer.citations))
        self._citations = CitationList()
        self._sentences: list[Sentence] = []
        self._said: set[str] = set()
        self.checked = self.written = self.dropped = self.replaced = 0
        self.failed_for: Counter[str] = Counter()

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """All that is shown so far."""
        return tuple(self._sentences)

    @property
    def citations(self) -> tuple[Citation, ...]:
        """All that it cites."""
        return self._citations.all()

    def records(self) -> list[Shown]:
        """The sentences of records, which stand as they are, in front."""
        return [self._copied(s) for s in self._answer.sentences if s.kind == "record"]

    def quotes(self, *, of_absent: bool) -> list[Shown]:
        """Quotes of the answer without a model whose paragraph nothing cites yet.

        `of_absent`: only the first of each report that nothing cites yet; else all.
        """
        citation_by_n = {citation.n: citation for citation in self._answer.citations}
        found = []
        for sentence in self._answer.sentences:
            if sentence.kind != "quote":
                continue
            cited = [citation_by_n[n] for n in sentence.citations]
            shown = self._citations.all()
            if of_absent:
                there = {citation.report.id for citation in shown}
                is_new = not there & {citation.report.id for citation in cited}
            else:
                paragraphs = {citation.paragraph.id for citation in shown}
                is_new = not paragraphs & {citation.paragraph.id for citation in cited}
            if is_new:
                found.append(self._copied(sentence))
        return found

    def take(self, draft: DraftSentence, verdict: Verdict) -> Shown | None:
        """What a sentence that was checked adds; None where nothing of it may be shown."""
        self.checked += 1
        key = draft.text.casefold()
        if verdict.failure is None and key in self._said:
            verdict = Verdict("form", "said before")
        if verdict.failure is None:
            shown = self._written(draft, verdict.leaned_on)
            if shown is not None:
                self._said.add(key)
                self.written += 1
                return shown
            verdict = Verdict("citation", "more citations than asked for")
        self.failed_for[verdict.failure or "form"] += 1
        shown = self._quoted(verdict.leaned_on) if verdict.leaned_on else None
        if shown is None:
            self.dropped += 1
        else:
            self.replaced += 1
        return shown

    def _written(self, draft: DraftSentence, leaned_on: LeanedOn | None) -> Shown | None:
        sources = [self._source_by_n[n] for n in dict.fromkeys(draft.sources)]
        places = []
        for source in sources:
            carries = leaned_on is not None and leaned_on.source.n == source.n
            span = leaned_on.span if leaned_on and carries else whole_span(source.paragraph)
            places.append((source, span.start, span.end))
        return self._add(draft.text, places, "written", group_of(sources))

    def _quoted(self, leaned_on: LeanedOn) -> Shown | None:
        """The words that a sentence leaned on, unless they were said already."""
        source = self._source_by_n.get(leaned_on.source.n)
        if source is None:
            return None
        start, end = leaned_on.span.start, leaned_on.span.end
        text = source.paragraph.text[start:end]
        if not text.strip() or text.casefold() in self._said:
            return None
        shown = self._add(text, [(source, start, end)], "quote", group_of([source]))
        if shown is not None:
            self._said.add(text.casefold())
        return shown

    def _add(
        self,
        text: str,
        places: Sequence[tuple[Source, int, int]],
        kind: str,
        group: str,
    ) -> Shown | None:
        """The sentence with its citations; None where they would be more than were asked for."""
        known = {(c.paragraph.id, c.start, c.end) for c in self._citations.all()}
        wanted = {(source.paragraph.id, start, end) for source, start, end in places}
        if self._limit is not None and len(known | wanted) > self._limit:
            return None
        before = len(known)
        numbers = tuple(
            self._citations.cite(source.report, source.paragraph, start, end)
            for source, start, end in places
        )
        made = Sentence(text, numbers, "written" if kind == "written" else "quote", group)
        self._sentences.append(made)
        return Shown(made, self._citations.all()[before:])

    def _copied(self, sentence: Sentence) -> Shown:
        """A sentence of the answer without a model, its citations numbered anew."""
        citation_by_n = {citation.n: citation for citation in self._answer.citations}
        before = len(self._citations.all())
        numbers = []
        for n in sentence.citations:
            cited = citation_by_n[n]
            numbers.append(
                self._citations.cite(cited.report, cited.paragraph, cited.start, cited.end)
            )
        made = Sentence(
            sentence.text, tuple(numbers), sentence.kind, sentence.group, sentence.proof
        )
        self._sentences.append(made)
        return Shown(made, self._citations.all()[before:])
