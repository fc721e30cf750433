"""Whether a draft tells a deed of those whom its source tells it of.

Only where both texts plainly name who does it: "children choose", "explained by an advocate".
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.prose.verifying.alignment import Alignment
from qa.prose.verifying.reading import ATTRIBUTION, Reading
from qa.prose.verifying.roles import RoleMention, find_roles, may_stand_for

# How many words may stand between who does it and what is done: "children are often".
BETWEEN = 2
_BE = frozenset("is are was were be been being".split())
_AUXILIARY = re.compile(
    r"(?:\w+ly|also|often|always|still|now|then|never|not|do|does|did|have|has|had|"
    r"can|could|will|would|may|might|must|should|"
    r"each|all|both|themselves|itself|usually|rarely|seldom|already|just|only|themself)"
)


def agent_fault(alignment: Alignment) -> str | None:
    """The deed that a draft tells of somebody else, in a few words."""
    draft = alignment.draft
    ours = find_roles(draft.text)
    if not ours:
        return None
    for place, word in enumerate(draft.words):
        if _AUXILIARY.fullmatch(word.folded):
            continue
        met = alignment.met[place]
        if (
            (not word.tells and word.folded not in ATTRIBUTION)
            or met is None
            or met.strength < 0.95
        ):
            continue
        sentence = alignment.cited.sentences[met.sentence].reading
        other = sentence.words[met.place]
        if other.stem != word.stem and met.strength < 0.95:
            continue
        mine = _agent(draft, place, ours)
        theirs = _agent(sentence, met.place, find_roles(sentence.text))
        if not mine or not theirs:
            continue
        if not any(may_stand_for(one.role, other.role) for one in mine for other in theirs):
            return f"who is told to have done it: {mine[-1].printed!r}"
    return None


def _agent(reading: Reading, place: int, roles: Sequence[RoleMention]) -> list[RoleMention]:
    """Who does what the word at a place says, where the text plainly names them; else nobody."""
    words = reading.words
    word = words[place]
    if any(mention.start <= word.start < mention.end for mention in roles):
        return []
    before = [w.folded for w in words[max(0, place - 3) : place]]
    is_passive = bool(set(before) & _BE)
    if is_passive:
        return _behind_by(reading, place, roles)
    ahead = [m for m in roles if m.end <= word.start]
    if not ahead:
        return []
    nearest = ahead[-1]
    between = [w for w in words if nearest.end <= w.start < word.start]
    if len(between) > BETWEEN or any(not _AUXILIARY.fullmatch(w.folded) for w in between):
        return []
    if re.search(r"[’'][s]?\s*$|[,;:.]", reading.text[nearest.end - 1 : word.start]):
        return []
    if re.search(
        r"\b(?:by|of|to|for|with|from|in|on|at|about)\s+(?:the |their |its |a |an |\w+ )?$",
        reading.text[: nearest.start],
        re.IGNORECASE,
    ):
        return []  # "visits to children show": the visits do
    joined = [
        m
        for m in ahead[:-1]
        if re.fullmatch(
            r",?\s*(?:and|or)?\s*(?:the\s+|their\s+)?", reading.text[m.end : nearest.start]
        )
    ]
    return [*joined, nearest]


def _behind_by(reading: Reading, place: int, roles: Sequence[RoleMention]) -> list[RoleMention]:
    """Who stands behind "by", a few words behind what is done."""
    words = reading.words
    for step in range(place + 1, min(len(words), place + 6)):
        if words[step].folded == "by":
            reach = words[min(len(words) - 1, step + 8)].end
            behind = [m for m in roles if words[step].start < m.start < reach]
            if behind and sum(words[step].start < w.start < behind[0].start for w in words) <= 2:
                return behind
            return []
    return []
