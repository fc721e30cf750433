"""A verifier so simple that what it must catch and must miss is known beforehand."""

from __future__ import annotations

from collections.abc import Sequence

from qa.prose.records import DraftSentence, Source, Verdict
from scripts.verification.cases import words_of
from scripts.verification.numbers_said import numbers_in


class NumbersAndWords:
    """Passes a sentence whose numbers and half of whose words its sources have."""

    def verify(self, draft: DraftSentence, sources: Sequence[Source]) -> Verdict:
        cited = [source for source in sources if source.n in draft.sources]
        if not cited:
            return Verdict("citation")
        text = " ".join(f"{one.paragraph.text} {one.report.authority}" for one in cited)
        text += " ".join(str(one.report.date) for one in cited)
        if not numbers_in(draft.text) <= numbers_in(text):
            return Verdict("number")
        words = words_of(draft.text)
        in_common = len(words & words_of(text)) / (len(words) or 1)
        return Verdict(None if in_common >= 0.5 else "content")
