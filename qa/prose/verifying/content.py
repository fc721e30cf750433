"""How well what a draft says is carried by what it cites: how its words are met."""

from __future__ import annotations

from dataclasses import dataclass

from qa.prose.verifying.alignment import Alignment
from qa.prose.verifying.reading import Word
from qa.prose.verifying.roles import find_roles

# Below this a word of the draft is taken not to be met at all. Measured with the rest.
UNMET = 0.45


@dataclass(frozen=True, slots=True)
class ContentSigns:
    """What speaks for a draft, before it is weighed; each 0..1 and higher for the better."""

    met: float  # the mean of how its words are met anywhere in what it cites
    at_home: float  # the least share of a clause that its home meets
    worst: float  # how the word is met that is met worst
    cosine: float  # how alike the likest cited sentence is as a whole
    unmet: float  # 1 less a fifth for each word that is hardly met, 0 at the least


def content_signs(alignment: Alignment) -> ContentSigns:
    """The signs of a draft beside what it cites."""
    around = alignment.cited.around_keys
    roles = _role_places(alignment)
    met = [
        (word.weight, 1.0 if place in roles or word.keys & around else strength)
        for place, (word, strength) in enumerate(
            zip(alignment.draft.words, alignment.best, strict=True)
        )
        if word.weight > 0 and not word.is_number and not _is_number_word(word)
    ]
    total = sum(weight for weight, _ in met) or 1.0
    strong = sorted(strength for weight, strength in met if weight >= 1.0) or [0.0]
    shares = [
        share
        for clause, share in enumerate(alignment.carried)
        if sum(w.weight for w in alignment.draft.words if w.clause == clause) >= 1.5
    ]
    return ContentSigns(
        met=sum(weight * strength for weight, strength in met) / total,
        at_home=min(shares, default=max(alignment.carried, default=0.0)),
        worst=strong[0],
        cosine=max(alignment.cosines, default=0.0),
        unmet=max(0.0, 1.0 - 0.2 * sum(strength < UNMET for strength in strong)),
    )


def _is_number_word(word: Word) -> bool:
    return word.folded in _NUMBER_WORDS


_NUMBER_WORDS = frozenset(
    """
    one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
    seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred
    thousand million half third thirds quarter quarters fifth fifths sixth tenth dozen percent cent
    fortnight fortnightly weekly monthly yearly annually annual daily quarterly
    """.split()
)


def _role_places(alignment: Alignment) -> frozenset[int]:
    """The words that name roles: those are looked at by a check of their own."""
    mentions = find_roles(alignment.draft.text)
    return frozenset(
        place
        for place, word in enumerate(alignment.draft.words)
        if any(mention.start <= word.start < mention.end for mention in mentions)
    )
