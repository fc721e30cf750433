"""Whether a draft cites only what the model was shown, and something of it."""

from __future__ import annotations

from collections.abc import Sequence

from qa.prose.records import DraftSentence, Source
from qa.prose.verifying.orders import gives_orders

# A sentence that leans on more than so many paragraphs says too much to be checked.
MOST_CITED = 6


def citation_fault(draft: DraftSentence, sources: Sequence[Source]) -> str | None:
    """What is wrong with the numbers that a draft cites, in a few words."""
    if not draft.sources:
        return "it cites nothing"
    shown = {source.n for source in sources}
    if not set(draft.sources) <= shown:
        return "it cites a paragraph that was not shown"
    if len(set(draft.sources)) > MOST_CITED:
        return f"it cites more than {MOST_CITED} paragraphs"
    if any(gives_orders(source.paragraph.text) for source in cited_sources(draft, sources)):
        return "it cites a paragraph that gives orders to its reader"
    return None


def cited_sources(draft: DraftSentence, sources: Sequence[Source]) -> list[Source]:
    """The sources that a draft cites, each once, in its own order."""
    by_number = {source.n: source for source in sources}
    return [by_number[n] for n in dict.fromkeys(draft.sources) if n in by_number]
