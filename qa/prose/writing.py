"""An answer in a language model's words: START READING HERE within `qa/prose`.

    quoted answer ─▶ sources ─▶ model writes ─▶ sentences ─▶ each is checked ─▶ shown, or not

Whether and from what there is an answer was decided before, without a model: where it fails, is
slow or writes what cannot be used, that answer stands, and a note says so.
"""

from __future__ import annotations

import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace
from typing import Any

from qa.composing.drafting import superseded_notes
from qa.prose import prompt
from qa.prose.draft_reader import DraftReader
from qa.prose.language_model import (
    CHARACTERS_PER_TOKEN,
    LanguageModel,
    Message,
    ModelUnusable,
    Tokens,
)
from qa.prose.messages import messages_for, schema_for
from qa.prose.notes import failure_note, withdrawn_note, written_note
from qa.prose.page import Page, Shown
from qa.prose.placeholders import MarkUnknown, filled
from qa.prose.records import DraftSentence, LeanedOn, Source, Verdict
from qa.prose.sources import mixes_own_words, sources_of
from qa.prose.spending import NO_PRICES, UNLIMITED, Prices, Spending
from qa.records import Answer, ModelFailure, ModelUse, Question, is_plain
from qa.visible import as_asked

# At least this share of what a model wrote has to pass; where most fails, what passes is not to be
# trusted either. Of a model that lies in every third sentence 1.8 % of what is shown is false with
# .5 and .34, 2.1 % with .25 and without; of a faithful one .767 and .781 is its own (2026-11-24,
# tests/prose/test_lying_model.py).
LEAST_PASSING = 0.5
# A model whose first so many sentences all fail is stopped.
MOST_FAILING = 6

Check = Callable[[DraftSentence, Sequence[Source]], Awaitable[Verdict]]


@dataclass(frozen=True, slots=True)
class Finished:
    """The whole answer. `is_withdrawn`: what was shown of the model's is no part of it."""

    answer: Answer
    is_withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class Writer:
    """Has answers written; `observe` is told of each use of the model, a stopped one too."""

    model: LanguageModel
    prices: Prices = NO_PRICES
    spending: Spending = UNLIMITED
    observe: Callable[[ModelUse], None] = lambda use: None

    async def write(
        self, question: Question, answer: Answer, check: Check
    ) -> AsyncGenerator[Shown | Finished]:
        """The sentences as each may be shown, then the whole answer.

        Closing the iterator stops the model.
        """
        sources = sources_of(answer)
        if not sources:
            yield Finished(answer)
            return
        if not self.spending.has_left():
            yield Finished(unwritten(answer, "over budget"))
            return
        page = Page(answer, sources, question.limit)
        for shown in page.records():
            yield shown
        call = _Call(self.model, messages_for(question, answer.understanding, sources))
        failure: ModelFailure | None = "stopped"  # unless it comes to an end here
        try:
            async with aclosing(call.drafts(schema_for(sources))) as drafts:
                async for draft in drafts:
                    taken = page.take(*await _checked(draft, sources, check))
                    if taken is not None:
                        yield taken
                    if page.checked >= MOST_FAILING and not page.written:
                        break
            failure = None
        except ModelUnusable as error:
            failure = error.failure
        finally:
            use = self._used(call, page, failure)
        if page.written == 0 or page.written < LEAST_PASSING * page.checked:
            yield Finished(_withdrawn(answer, use), is_withdrawn=page.checked > page.dropped)
            return
        for shown in page.quotes(of_absent=failure is None):
            yield shown
        yield Finished(_written(answer, page, use))

    def _used(self, call: _Call, page: Page, failure: ModelFailure | None) -> ModelUse:
        """What the call took, told to whoever counts it."""
        tokens = call.tokens(failure)
        cost = self.prices.cost(tokens)
        if cost:
            self.spending.add(cost)
        use = ModelUse(
            name=self.model.name,
            prompt=prompt.VERSION,
            written=page.written,
            checked=page.checked,
            dropped=page.dropped,
            replaced=page.replaced,
            failed_for=tuple(sorted(page.failed_for.items())),
            failure=failure,
            tokens_in=tokens.sent,
            tokens_out=tokens.written,
            cost=cost,
            seconds=time.monotonic() - call.began_at,
        )
        self.observe(use)
        return use


class _Call:
    """One call of a model and what it took."""

    def __init__(self, model: LanguageModel, messages: Sequence[Message]) -> None:
        self._model, self._messages = model, messages
        self._told: Tokens | None = None
        self._written = 0  # characters
        self.began_at = time.monotonic()

    async def drafts(self, schema: dict[str, Any]) -> AsyncGenerator[DraftSentence]:
        """The model's sentences as they are complete.

        Raises: ModelUnusable.
        """
        reader = DraftReader()
        async with aclosing(self._model.write(self._messages, schema)) as pieces:
            async for piece in pieces:
                if isinstance(piece, Tokens):
                    self._told = piece
                    continue
                self._written += len(piece)
                for draft in reader.feed(piece):
                    yield draft
        for draft in reader.end():
            yield draft

    def tokens(self, failure: ModelFailure | None) -> Tokens:
        """As they were told; of a call that was stopped, as many as its characters likely were."""
        if self._told is not None:
            return self._told
        if failure not in (None, "stopped"):
            return Tokens(0, 0)
        sent = sum(len(message.content) for message in self._messages)
        return Tokens(*(-(-count // CHARACTERS_PER_TOKEN) for count in (sent, self._written)))


async def _checked(
    draft: DraftSentence, sources: Sequence[Source], check: Check
) -> tuple[DraftSentence, Verdict]:
    """The sentence with its marks filled in, and whether it may be shown."""
    numbers = tuple(dict.fromkeys(draft.sources))
    cited = [source for source in sources if source.n in numbers]
    try:
        text = _tidied(filled(draft.text, cited))
    except MarkUnknown:
        return draft, Verdict("form", "a mark that stands for nothing")
    draft = DraftSentence(text, numbers)
    if not is_plain(text):
        return draft, Verdict("form", "no plain sentence")
    verdict = await check(draft, sources)
    if not _is_of(verdict.leaned_on, sources):
        verdict = replace(verdict, leaned_on=None)
    if verdict.failure is None and (not cited or len(cited) < len(numbers)):
        verdict = replace(verdict, failure="citation", why="cites what was not shown")
    if verdict.failure is None and mixes_own_words(cited):
        verdict = replace(verdict, failure="citation", why="mixes a council's words with findings")
    return draft, verdict


def _is_of(leaned_on: LeanedOn | None, sources: Sequence[Source]) -> bool:
    """Whether what was leaned on is a stretch of one of the sources."""
    if leaned_on is None:
        return True
    paragraph, span = leaned_on.source.paragraph, leaned_on.span
    is_shown = any(
        source.n == leaned_on.source.n and source.paragraph.id == paragraph.id for source in sources
    )
    return is_shown and 0 <= span.start < span.end <= len(paragraph.text)


def _tidied(text: str) -> str:
    """The sentence as it is shown: on one line, with a stop."""
    words = " ".join(as_asked(text).split())
    return words if words.endswith((".", "!", "?", ".”", '."')) else f"{words}."


def _written(answer: Answer, page: Page, use: ModelUse) -> Answer:
    """The answer with what was written in it."""
    citations = page.citations
    outdated = superseded_notes(answer.citations)
    notes = [note for note in answer.notes if note not in outdated]
    notes += [*superseded_notes(citations), written_note(use)]
    if use.failure is not None:
        notes.append(failure_note(use.failure, has_written=True))
    reports = {citation.report.id for citation in citations}
    return replace(
        _timed(answer, use),
        sentences=page.sentences,
        citations=citations,
        coverage=replace(answer.coverage, reports_answering=len(reports)),
        notes=tuple(notes),
        model=use,
    )


def _withdrawn(answer: Answer, use: ModelUse) -> Answer:
    """The answer as it was without the model."""
    note = failure_note(use.failure, has_written=False) if use.failure else withdrawn_note(use)
    return replace(
        _noting(_timed(answer, use), note),
        model=replace(use, written=0, replaced=0, dropped=use.checked),
    )


def unwritten(answer: Answer, failure: ModelFailure) -> Answer:
    """The answer as it was, saying why no model wrote it."""
    return _noting(answer, failure_note(failure, has_written=False))


def _noting(answer: Answer, note: str) -> Answer:
    return replace(answer, notes=(*answer.notes, note))


def _timed(answer: Answer, use: ModelUse) -> Answer:
    total = answer.timing.total + 1000 * use.seconds
    return replace(answer, timing=replace(answer.timing, total=total))
