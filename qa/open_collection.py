"""What this room asks of an opened collection; `index.Collection` gives it, and so do stand-ins."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from corpus import Judgement, Paragraph
from index import Coverage, EncodedText, Hit, Report, Scope


class OpenCollection(Protocol):
    """One generation of a collection, for the whole of a question."""

    @property
    def model(self) -> str:
        """The name of the embedding model."""
        ...

    def reports(self, scope: Scope = ...) -> Sequence[Report]:
        """The reports in scope, newest first."""
        ...

    def report(self, report_id: str) -> Report | None:
        """A report by its id."""
        ...

    def paragraphs(self, report_id: str) -> Sequence[Paragraph]:
        """A report's paragraphs in reading order."""
        ...

    def paragraph(self, paragraph_id: str) -> tuple[Report, Paragraph] | None:
        """A paragraph by its id, with its report."""
        ...

    def judgements(self, scope: Scope = ...) -> Sequence[tuple[Report, Judgement]]:
        """The judgements of the reports in scope, newest first."""
        ...

    def prepare(self, words: str) -> None:
        """Encode words that searches will be made with."""
        ...

    def search(
        self, words: str, scope: Scope = ..., limit: int = ..., looked_at: int = ...
    ) -> Sequence[Hit]:
        """The paragraphs in scope that fit the words best, `looked_at` of them looked at twice."""
        ...

    def nearness(self, words: str, hit: Hit, spans: Sequence[tuple[int, int]]) -> Sequence[float]:
        """How near the words are to each stretch of a hit's paragraph; empty where unknown."""
        ...

    def encode(self, text: str) -> EncodedText | None:
        """A text's vector and tokens; None where the collection has no model for them."""
        ...

    def rarity(self, words: str) -> float:
        """How rare the rarest of the words is; higher is rarer, 0 the least."""
        ...

    def coverage(self, scope: Scope = ...) -> Coverage:
        """What a search in this scope looks at, counted."""
        ...
