"""The sentence of a source that a draft is most like, which may be shown word for word instead."""

from __future__ import annotations

from qa.prose.records import LeanedOn
from qa.prose.verifying.alignment import Alignment

# The cosine of the sentence model and the share of words met, in the mean, from which a sentence
# is about what the draft is about. Measured in docs/decisions/0038.
ALIKE_ENOUGH = 0.5
FEWEST_CHARACTERS = 25


def find_leaned_on(alignment: Alignment, *, has_model: bool) -> LeanedOn | None:
    """The likest sentence, or None where none is like enough."""
    best, found = ALIKE_ENOUGH, None
    for column, sentence in enumerate(alignment.cited.sentences):
        if len(sentence.text) < FEWEST_CHARACTERS or sentence.source.paragraph.kind in (
            "table",
            "front",
        ):
            continue
        likeness = _share_met(alignment, column)
        if has_model:
            likeness = 0.5 * likeness + 0.5 * alignment.cosines[column]
        if likeness > best:
            best, found = likeness, LeanedOn(sentence.source, sentence.span)
    return found


def _share_met(alignment: Alignment, column: int) -> float:
    total = sum(word.weight for word in alignment.draft.words) or 1.0
    keys = alignment.cited.sentences[column].place_by_key
    met = sum(
        word.weight for word in alignment.draft.words if any(key in keys for key in word.keys)
    )
    return met / total
