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
    r"(?:\w+ly|also|often|always|still|now|then|never|not|do|does|did|have|has|had|can|could|will|would|may|might|must|should|"
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
        if (not word.tells and word.folded not in ATTRIBUTION) or met is None or met.strength < 0.95:
            continue
        sentence = alignment.cited.sentences[met.sentence].reading
        other = sentence.words[met.place]
        if other.stem != word.stem and met.strength < 0.95:
            continue
        mine = _agent(draft, place, ours)
        theirs = _agent(sentence, met.place, find_roles(sentence.text))
        if mine is None or theirs is None or may_stand_for(mine.role, theirs.role):
            continue
        return f"who is told to have done it: {mine.printed!r}"
    return None


def _agent(reading: Reading, place: int, roles: Sequence[RoleMention]) -> RoleMention | None:
    """Who does what the word at a place says, where the text plainly names them."""
    words = reading.words
    word = words[place]
    if any(mention.start <= word.start < mention.end for mention in roles):
        return None
    before = [w.folded for w in words[max(0, place - 3) : place]]
    is_passive = bool(set(before) & _BE)
    if is_passive:
        return _behind_by(reading, place, roles)
    ahead = [m for m in roles if m.end <= word.start]
    if not ahead:
        return None
    nearest = ahead[-1]
    between = [w for w in words if nearest.end <= w.start < word.start]
    if len(between) > BETWEEN or any(not _AUXILIARY.fullmatch(w.folded) for w in between):
        return None
    if re.search(r"[’'][s]?\s*$|[,;:.]", reading.text[nearest.end - 1 : word.start]):
        return None
    if re.search(r"\b(?:by|of|to|for|with|from|in|on|at|about)\s+(?:the |their |its |a |an |\w+ )?$", reading.text[: nearest.start], re.IGNORECASE):
        return None  # "visits to children show": the visits do
    return nearest


def _behind_by(
    reading: Reading, place: int, roles: Sequence[RoleMention]
) -> RoleMention | None:
    words = reading.words
    for step in range(place + 1, min(len(words), place + 6)):
        if words[step].folded == "by":
            behind = [m for m in roles if m.start > words[step].start]
            if behind and sum(words[step].start < w.start < behind[0].start for w in words) <= 2:
                return behind[0]
            return None
    return None
