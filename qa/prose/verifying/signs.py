"""What speaks for and against a draft beside what it cites, sign by sign.

Most signs are from 0 to 1; where a name says what is wrong, 1 is that it is. No sign decides by
itself: `deciding.py` weighs them together. Those kept here are the ones without which sentences of
reports that took no part were told apart worse (docs/decisions/0038).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from statistics import fmean
from typing import TYPE_CHECKING

from qa.prose.verifying.alignment import ALIKE, Alignment, Encode
from qa.prose.verifying.cited import CitedSentence
from qa.prose.verifying.content import content_signs
from qa.prose.verifying.contrasts import opposite_is_nearer
from qa.prose.verifying.denials import find_denials, parity_of
from qa.prose.verifying.modality import due_added
from qa.prose.verifying.opposites import word_value
from qa.prose.verifying.polarity import (
    compares_otherwise,
    denied_here,
    denied_there,
    opposite_told,
    turned_round,
    unlike_in_tone,
)
from qa.prose.verifying.quantifiers import amount_left_out, amount_said
from qa.prose.verifying.reading import Reading
from qa.prose.verifying.roles import find_roles, role_fault

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Signs = Mapping[str, float]
Rule = Callable[[Alignment, int, list[CitedSentence]], str | None]

# Rules that look at one clause and its home; what each finds is told to people.
_BY_CLAUSE: tuple[tuple[str, Rule], ...] = (
    ("amount_said", lambda alignment, clause, home: amount_said(alignment, clause)),
    ("amount_left_out", amount_left_out),
    ("opposite", opposite_told),
    ("turned", turned_round),
    ("tone", unlike_in_tone),
    ("denied_here", denied_here),
    ("denied_there", denied_there),
    ("due_added", due_added),
)
# From here on a word of the source is taken for the draft's own.
STRONG = 0.8
# So far apart two words of a draft may stand for their order to be compared, in words.
ORDER_REACH = 8
# A jump of so many words or more counts as one into another sentence.
LONGEST_JUMP = 12
# What is taken where a draft has too few met words for a sign; the mean of labelled sentences.
NO_ORDER, NO_JUMP, NO_CONTEXT = 0.3, 0.5, 0.5
MOST_CLAUSES = 5

_CAUSE = re.compile(
    r"\b(?:because|led to|as a result|due to|since|so that|which is why)\b", re.IGNORECASE
)
_ONLY = re.compile(
    r"\b(?:only|solely|alone|entirely|main reason|mainly|chiefly|never|no)\b", re.IGNORECASE
)
_ONLY_THERE = re.compile(
    r"\b(?:only|solely|alone|entirely|main\w*|chiefly|never|no|not|few|just)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Found:
    """The signs of a draft, and for some of them what was found, in a few words."""

    signs: Signs
    told: Mapping[str, str]


def find_signs(alignment: Alignment, encode: Encode) -> Found:
    """The signs of a draft beside what it cites."""
    told = _told_by_rules(alignment)
    ruled = {name: float(name in told) for name, _ in _BY_CLAUSE} | {
        "role": float("role" in told),
        "compared": float(compares_otherwise(alignment)),
    }
    near = " ".join(sentence.text for sentence in alignment.all_homes())
    text = alignment.draft.text
    worded = {
        "cause_told": float(bool(_CAUSE.search(text))),
        "only_added": float(bool(_ONLY.search(text)) and not _ONLY_THERE.search(near)),
        "opposite_nearer": opposite_is_nearer(alignment, encode),
    }
    content = content_signs(alignment)
    met = {
        "met": content.met,
        "at_home": content.at_home,
        "worst": content.worst,
        "cosine": content.cosine,
        "unmet": content.unmet,
    }
    return Found(
        met | ruled | worded | _order_signs(alignment) | _denial_signs(alignment)
        | {"in_context": _in_context(alignment, encode)},
        told,
    )  # fmt: skip


def _told_by_rules(alignment: Alignment) -> dict[str, str]:
    """What the rules find, by sign: the first finding of each."""
    told: dict[str, str] = {}
    for clause in range(alignment.draft.clauses):
        home = alignment.home_sentences(clause)
        for name, rule in _BY_CLAUSE if home else ():
            fault = None if name in told else rule(alignment, clause, home)
            if fault:
                told[name] = fault
    fault = role_fault(alignment)
    return told | ({"role": fault} if fault else {})


@dataclass(frozen=True, slots=True)
class _Pair:
    """A word of the draft with the word that meets it, by their places."""

    ours: int
    sentence: int
    theirs: int
    strength: float


def _pairs(alignment: Alignment, least: float) -> list[_Pair]:
    return [
        _Pair(place, met.sentence, met.place, met.strength)
        for place, met in enumerate(alignment.met)
        if met is not None and met.strength >= least and alignment.draft.words[place].tells
    ]


def _order_signs(alignment: Alignment) -> dict[str, float]:
    """Whether words that stand together in the draft stand together, and so, in the source."""
    words = alignment.draft.words
    strong = _pairs(alignment, STRONG)
    turned = [
        one.theirs > other.theirs
        for number, one in enumerate(strong)
        for other in strong[number + 1 :]
        if one.sentence == other.sentence
        and one.theirs != other.theirs
        and other.ours - one.ours <= ORDER_REACH
    ]
    jumps: list[float] = []
    together: list[bool] = []
    pairs = _pairs(alignment, ALIKE)
    for one, other in pairwise(pairs):
        if words[one.ours].clause == words[other.ours].clause:
            jumps.append(_jump(one, other))
            together.append(_clause_of(alignment, one) == _clause_of(alignment, other))
    return {
        "turned_order": fmean(turned) if turned else NO_ORDER,
        "jump": fmean(jumps) if jumps else NO_JUMP,
        "longest_jump": max(jumps, default=NO_JUMP),
        "together": fmean(together) if together else NO_JUMP,
        "clauses": min(1.0, (alignment.draft.clauses - 1) / (MOST_CLAUSES - 1)),
        "roles_turned": _roles_turned(alignment),
    }


def _jump(one: _Pair, other: _Pair) -> float:
    """How much farther apart two neighbours stand in the source: 0..1."""
    if one.sentence != other.sentence:
        return 1.0
    farther = abs(other.theirs - one.theirs) - (other.ours - one.ours)
    return min(LONGEST_JUMP, max(0, farther)) / LONGEST_JUMP


def _clause_of(alignment: Alignment, pair: _Pair) -> tuple[int, int]:
    reading = alignment.cited.sentences[pair.sentence].reading
    return pair.sentence, reading.words[pair.theirs].clause


def _roles_turned(alignment: Alignment) -> float:
    """Whether two roles stand in another order than in the home of the first clause: 0 or 1."""
    if not alignment.homes or not alignment.homes[0]:
        return 0.0
    home = alignment.cited.sentences[alignment.homes[0][0]]
    skipped = ("inspector", "council")
    first = {m.role: m.start for m in reversed(find_roles(home.text)) if m.role not in skipped}
    places = [first[m.role] for m in find_roles(alignment.draft.text) if m.role in first]
    return float(any(one > other for one, other in pairwise(places)))


def _denial_signs(alignment: Alignment) -> dict[str, float]:
    """Whether both deny, and whether both tell as much that is good and bad."""
    here = bool(find_denials(alignment.draft))
    there = any(find_denials(sentence.reading) for sentence in alignment.all_homes())
    ours = _balance(alignment.draft, range(alignment.draft.clauses))
    clauses: dict[int, set[int]] = {}
    for pair in _pairs(alignment, 0.7):
        clauses.setdefault(pair.sentence, set()).add(_clause_of(alignment, pair)[1])
    counts = [_counts(alignment.cited.sentences[n].reading, c) for n, c in clauses.items()]
    theirs = _share(sum(good for good, _ in counts), sum(bad for _, bad in counts))
    gap = 0.0 if ours is None or theirs is None else abs(ours - theirs)
    return {"denied_apart": float(here != there), "denied_in_source": float(there), "tone_gap": gap}


def _balance(reading: Reading, clauses: range) -> float | None:
    return _share(*_counts(reading, clauses))


def _counts(reading: Reading, clauses: range | set[int]) -> tuple[int, int]:
    """How many words of these clauses tell something good and something bad."""
    parity = parity_of(reading)
    values = [
        -word_value(word.folded) if parity[place] else word_value(word.folded)
        for place, word in enumerate(reading.words)
        if word.clause in clauses
    ]
    return sum(value > 0 for value in values), sum(value < 0 for value in values)


def _share(good: int, bad: int) -> float | None:
    """The share of what is good in what tells anything; None where nothing does."""
    return good / (good + bad) if good + bad else None


def _in_context(alignment: Alignment, encode: Encode) -> float:
    """How alike met words are in their contexts, in the mean: the cosine of their vectors."""
    ours = _word_vectors(alignment.draft, encode)
    found = []
    for pair in _pairs(alignment, ALIKE):
        reading = alignment.cited.sentences[pair.sentence].reading
        mine, theirs = ours.get(pair.ours), _word_vectors(reading, encode).get(pair.theirs)
        if mine is not None and theirs is not None:
            found.append(float(mine @ theirs))
    return fmean(found) if found else NO_CONTEXT


def _word_vectors(reading: Reading, encode: Encode) -> dict[int, NDArray[np.float64]]:
    """For each word that has pieces, by place, the sum of their vectors at length 1."""
    import numpy as np

    from qa.prose.verifying.alignment import word_pieces

    encoded = encode(reading.text)
    if encoded is None or not len(encoded.tokens):
        return {}
    words, firsts = word_pieces(reading, encoded.spans)
    sums = np.add.reduceat(encoded.tokens, firsts, axis=0)
    sums = sums / np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-9)
    return dict(zip(words, sums, strict=True))
