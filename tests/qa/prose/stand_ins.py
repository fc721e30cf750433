"""A model that writes what a script says, and the strictest check, without any server."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass, field
from typing import Any

from qa.prose.language_model import Message, ModelUnusable, Tokens
from qa.prose.records import DraftSentence, LeanedOn, Source, Verdict
from qa.records import ModelFailure
from qa.sentences import split_sentences

# What shares less than this share of its words with a sentence does not lean on it.
LEAST_SHARED = 0.3


class VerbatimVerifier:
    """Passes what stands word for word in a cited paragraph."""

    def verify(self, draft: DraftSentence, sources: Sequence[Source]) -> Verdict:
        """Whether a cited paragraph holds the sentence; else the sentence it shares most with."""
        cited = [source for source in sources if source.n in draft.sources]
        if not cited:
            return Verdict("citation", "cites nothing that was shown")
        words = set(draft.text.casefold().split())
        best, leaned_on = LEAST_SHARED, None
        for source in cited:
            text = source.paragraph.text
            for span in split_sentences(text):
                said = text[span.start : span.end]
                if " ".join(said.split()) == draft.text:
                    return Verdict(None, "", LeanedOn(source, span))
                shared = len(words & set(said.casefold().split())) / len(words)
                if shared > best:
                    best, leaned_on = shared, LeanedOn(source, span)
        return Verdict("content", "not word for word", leaned_on)


@dataclass
class ScriptedModel:
    """Writes these pieces, then fails if it is told to; remembers what it was sent."""

    pieces: Sequence[str]
    failure: ModelFailure | None = None
    tokens: Tokens | None = None
    name: str = "scripted"
    sent: list[Sequence[Message]] = field(default_factory=list)
    is_closed: bool = False

    async def write(
        self, messages: Sequence[Message], schema: dict[str, Any] | None
    ) -> AsyncGenerator[str | Tokens]:
        """See `LanguageModel.write`."""
        self.sent.append(messages)
        try:
            for piece in self.pieces:
                await asyncio.sleep(0)
                yield piece
            if self.tokens is not None:
                yield self.tokens
            if self.failure is not None:
                raise ModelUnusable(self.failure)
        finally:
            self.is_closed = True
