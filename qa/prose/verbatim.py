"""The strictest verification there is: a sentence passes only word for word."""

from __future__ import annotations

from collections.abc import Sequence

from qa.open_collection import OpenCollection
from qa.prose.records import DraftSentence, LeanedOn, Source, Verdict
from qa.sentences import split_sentences


class VerbatimVerifier:
    """Passes what stands in a cited paragraph as it is."""

    def verify(self, draft: DraftSentence, sources: Sequence[Source]) -> Verdict:
        """Whether a cited paragraph holds the sentence; else the sentence it shares most with."""
        cited = [source for source in sources if source.n in draft.sources]
        if not cited:
            return Verdict("citation", "cites nothing that was shown")
        words = set(draft.text.casefold().split())
        best: tuple[float, LeanedOn] | None = None
        for source in cited:
            text = source.paragraph.text
            for span in split_sentences(text):
                said = text[span.start : span.end]
                if " ".join(said.split()) == draft.text:
                    return Verdict(None, "", LeanedOn(source, span))
                shared = len(words & set(said.casefold().split())) / max(len(words), 1)
                if shared > (best[0] if best else 0.3):
                    best = shared, LeanedOn(source, span)
        return Verdict("content", "not word for word", best[1] if best else None)


def make_verifier(collection: OpenCollection) -> VerbatimVerifier:
    """The same for any collection."""
    return VerbatimVerifier()
