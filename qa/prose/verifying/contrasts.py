"""Whether a draft with one word turned into its opposite is nearer to its source than it is."""

from __future__ import annotations

from collections.abc import Iterator

from qa.prose.verifying.alignment import Alignment, Encode
from qa.prose.verifying.opposites import find_signed, opposite_of
from qa.prose.verifying.reading import Reading

MOST_TURNED = 4
# A cosine changes by a tenth at most where one word of a sentence does.
WIDENED = 10.0


def opposite_is_nearer(alignment: Alignment, encode: Encode) -> float:
    """By how much the nearest turned draft is nearer to the homes: -1..1; 0 where none is made."""
    ours = encode(alignment.draft.text)
    homes = [found.vector for s in alignment.all_homes() if (found := encode(s.text)) is not None]
    if ours is None or not homes:
        return 0.0
    turned = [found.vector for text in _turned(alignment.draft) if (found := encode(text))]
    if not turned:
        return 0.0
    base = max(float(ours.vector @ home) for home in homes)
    nearest = max(float(vector @ home) for vector in turned for home in homes)
    return max(-1.0, min(1.0, WIDENED * (nearest - base)))


def _turned(draft: Reading) -> Iterator[str]:
    """The draft with one of its first words that have an opposite replaced by it."""
    for signed in find_signed(draft)[:MOST_TURNED]:
        first, last = draft.words[signed.place], draft.words[signed.place + signed.length - 1]
        yield draft.text[: first.start] + opposite_of(signed) + draft.text[last.end :]
