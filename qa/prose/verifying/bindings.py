"""Whether what belongs together in a source stays together in a draft.

A number may stand in what is cited and belong to something else there; two sides of a comparison
may have changed places; what one does may be told of another.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from qa.prose.verifying.alignment import Alignment, Met
from qa.prose.verifying.dates import without_dates
from qa.prose.verifying.numbers import means
from qa.prose.verifying.quantities import Quantity, find_quantities
from qa.prose.verifying.roles import find_roles

# How many words to either side of a number say what it is the number of.
REACH = 6
# Two numbers have changed places where each is so much nearer to the other's words (decision 38).
# A single one proves nothing: a paraphrase may tell two sentences in one.
NEARER_BOTH = 1.5
# What a mark between a number and a word adds to the words between them.
CLAUSE_STEP = 4


def number_binding_fault(alignment: Alignment) -> str | None:
    """The number of a draft that belongs to something else in its source, in a few words."""
    draft = alignment.draft
    ours = [
        one
        for one in find_quantities(without_dates(draft.text), both=False)
        if one.kind in ("count", "share", "days", "money", "distance") and not one.parts
    ]
    theirs = [
        (number, quantity)
        for number, sentence in enumerate(alignment.cited.sentences)
        for quantity in find_quantities(without_dates(sentence.text), both=False)
    ]
    scores = []
    for one in ours:
        around = _around(alignment, one)
        own = max(
            (_nearness(alignment, around, n, q) for n, q in theirs if means(one, q)), default=0.0
        )
        other, value = max(
            (
                (_nearness(alignment, around, n, q), q.value)
                for n, q in theirs
                if q.kind == one.kind and not means(one, q) and q.value != one.value
            ),
            default=(0.0, -1.0),
        )
        scores.append((one, own, other, value))
    for first, own, other, value in scores:
        for second, own_2, other_2, value_2 in scores:
            if first is second or second.kind != first.kind:
                continue
            if value == second.value and value_2 == first.value:
                if _telling(alignment, first) + _telling(alignment, second) < TELLING:
                    continue
                if other + other_2 > NEARER_BOTH * (own + own_2):
                    return "two numbers that changed places"
    return None


# So many words of matter have to stand around two numbers to tell which is which.
TELLING = 3


def _telling(alignment: Alignment, quantity: Quantity) -> int:
    """How many words of matter around a number are met: none that name a role."""
    roles = find_roles(alignment.draft.text)
    words = alignment.draft.words
    place = next((p for p, w in enumerate(words) if w.end > quantity.start), 0)
    return sum(
        word.weight >= 1
        and word.clause == words[place].clause
        and not word.is_number
        and not any(role.start <= word.start < role.end for role in roles)
        for word in words[max(0, place - REACH) : place + REACH + 1]
    )


def _around(alignment: Alignment, quantity: Quantity) -> list[tuple[Met, float]]:
    """What meets the words around a number in its clause, with how near they are: 0..1."""
    words = alignment.draft.words
    place = next((p for p, w in enumerate(words) if w.end > quantity.start), 0)
    clause = words[place].clause
    return [
        (met, 1 / (1 + 0.5 * abs(other - place)))
        for other in range(max(0, place - REACH), min(len(words), place + REACH + 1))
        if words[other].clause == clause
        and words[other].weight >= 0.25
        and not quantity.start <= words[other].start < quantity.end
        and (met := alignment.met[other]) is not None
        and met.strength >= 0.6
    ]


def _nearness(
    alignment: Alignment, around: Sequence[tuple[Met, float]], number: int, quantity: Quantity
) -> float:
    """How near a number of the source is to the words that meet those around one of the draft."""
    reading = alignment.cited.sentences[number].reading
    place = next((p for p, w in enumerate(reading.words) if w.end > quantity.start), 0)
    clause = reading.words[place].clause
    total = 0.0
    for met, near in around:
        if met.sentence == number and met.place != place:
            step = 0 if reading.words[met.place].clause == clause else CLAUSE_STEP
            total += near * met.strength / (1 + 0.5 * (abs(met.place - place) + step))
    return total


# Words that name one of two sides.
_SIDES = re.compile(
    r"\b(?:east\w*|west\w*|north\w*|south\w*|central|younger|older|primary|secondary|"
    r"boys?|girls?|mothers?|fathers?|"
    r"first|second|former|latter|urban|rural|town|country|inside|outside|day|night|"
    r"old|new|large|small)\b",
    re.IGNORECASE,
)


def side_binding_fault(alignment: Alignment) -> str | None:
    """Two sides of a comparison that have changed places, in a few words."""
    draft = alignment.draft
    sides = [
        place
        for place, word in enumerate(draft.words)
        if _SIDES.fullmatch(word.folded) and alignment.met[place] is not None
    ]
    for one in sides:
        for other in sides:
            if draft.words[one].clause >= draft.words[other].clause:
                continue
            if draft.words[one].stem == draft.words[other].stem:
                continue
            here, there = _part_of(alignment, one), _part_of(alignment, other)
            if here is None or there is None or here == there:
                continue
            if _told_in(alignment, one) == there and _told_in(alignment, other) == here:
                return "two sides that changed places"
    return None


_CONTRASTS = re.compile(
    r";|\b(?:but|while|whereas|although|though)\b|\band (?=in\b|the\b|those\b)", re.IGNORECASE
)


def _part_of(alignment: Alignment, place: int) -> tuple[int, int] | None:
    """The sentence of the source, and the part of it between contrasts, that meets a word."""
    met = alignment.met[place]
    if met is None or met.strength < 0.6:
        return None
    return met.sentence, _part(alignment, met)


def _part(alignment: Alignment, met: Met) -> int:
    reading = alignment.cited.sentences[met.sentence].reading
    return len(_CONTRASTS.findall(reading.text[: reading.words[met.place].start]))


def _told_in(alignment: Alignment, side: int) -> tuple[int, int] | None:
    """The part of the source that meets most of what a clause of the draft says of a side."""
    clause = alignment.draft.words[side].clause
    votes: Counter[tuple[int, int]] = Counter()
    for place, word in enumerate(alignment.draft.words):
        if place != side and word.clause == clause and word.weight >= 1:
            part = _part_of(alignment, place)
            if part is not None:
                votes[part] += 1
    return votes.most_common(1)[0][0] if votes else None


# What stands before these is the effect, what stands behind them the cause; and the reverse.
_EFFECT_FIRST = re.compile(
    r"\b(?:because(?: of)?|due to|owing to|thanks to|as a (?:result|consequence) of|"
    r"caused by|stem(?:s|med)? from|"
    r"(?:comes?|came) from|driven by|for want of|is down to|are down to)\b",
    re.IGNORECASE,
)
_CAUSE_FIRST = re.compile(
    r"(?:\bso(?= (?:that )?\w)|\btherefore\b|\bas a (?:result|consequence)\b(?! of)|"
    r"\bconsequently\b|\bwhich means\b|"
    r"\bmean(?:s|t|ing) that\b|\ble(?:d|ads?|ading) to\b|\bresult(?:s|ed|ing)? in\b|"
    r"\bhence\b|\bwhich (?:has|have|had) \w+ed\b)",
    re.IGNORECASE,
)


def cause_binding_fault(alignment: Alignment) -> str | None:
    """A cause told as the effect, in a few words."""
    ours = _effect_and_cause(alignment.draft.text)
    if ours is None:
        return None
    effect, cause = ours
    straight = turned = 0
    for number, sentence in enumerate(alignment.cited.sentences):
        theirs = _effect_and_cause(sentence.text)
        if theirs is None:
            continue
        for place, word in enumerate(alignment.draft.words):
            met = alignment.met[place]
            if met is None or met.sentence != number or word.weight < 1 or met.strength < 0.6:
                continue
            start = sentence.reading.words[met.place].start
            there = "effect" if start in theirs[0] else "cause" if start in theirs[1] else None
            here = "effect" if word.start in effect else "cause" if word.start in cause else None
            if here and there:
                straight += here == there
                turned += here != there
    if turned >= 3 and not straight:
        return "a cause told as the effect"
    return None


def _effect_and_cause(text: str) -> tuple[range, range] | None:
    """The stretches of a sentence that tell the effect and the cause, where a word parts them."""
    first = _EFFECT_FIRST.search(text)
    if first is not None:
        if first.start() > 3:
            return range(first.start()), range(first.end(), len(text))
        comma = text.find(",", first.end())
        return (range(comma, len(text)), range(first.end(), comma)) if comma > 0 else None
    second = _CAUSE_FIRST.search(text)
    if second is not None and second.start() > 3:
        return range(second.end(), len(text)), range(second.start())
    return None


# A number that a source tells of an earlier time.
_OLD_BEHIND = re.compile(
    r"[^.;,]{0,25}?\b(?:ago|before|previously|earlier|at the (?:last|"
    r"previous) inspection|the previous year)\b",
    re.IGNORECASE,
)
_OLD_BEFORE = re.compile(
    r"\b(?:from|against|compared (?:with|to)|was|were|had been)\s+(?:\w+\s+)?$", re.IGNORECASE
)
_FROM_TO = re.compile(r"\bfrom (?P<first>[^.;]{1,40}?) to (?P<second>[^.;]{1,40})", re.IGNORECASE)


def time_binding_fault(alignment: Alignment) -> str | None:
    """A change told backwards: from the newer number to the older, in a few words."""
    plain = without_dates(alignment.draft.text)
    source = without_dates(alignment.cited.text)
    for match in _FROM_TO.finditer(plain):
        first, second = find_quantities(match["first"]), find_quantities(match["second"])
        if not first or not second or first[0].kind != second[0].kind:
            continue
        if _is_old(source, second[0]) and not _is_old(source, first[0]):
            return "a change told backwards"
    return None


def _is_old(source: str, quantity: Quantity) -> bool:
    for other in find_quantities(source, both=False):
        if means(quantity, other) and (
            _OLD_BEHIND.match(source, other.end) or _OLD_BEFORE.search(source[: other.start])
        ):
            return True
    return False
