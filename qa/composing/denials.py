"""Whether a sentence denies what a question asks for: "these young people are not exempt"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.records import Topic
from qa.weighing.topics import carried_stems, carries
from qa.words import weight

_NOT = re.compile(
    r"\b(?:not(?! (?:only|just)\b)|never|no longer|cannot|\w+n[’']t)\b", re.IGNORECASE
)
# "… receive exemptions, but those living elsewhere do not": what stands before is what is denied.
_ENDS_CLAUSE = re.compile(r"\s*[.;:,)]|\s*$")
# How many words behind a "not", and in front of it, it speaks of.
BEHIND = 3
IN_FRONT = 2


def denies(sentence: str, topics: Sequence[Topic]) -> bool:
    """Whether a word that denies stands beside one of the rarer words of the question."""
    telling = [t for t in topics if any(weight(word) >= 1.0 for word in t.word.split())]
    return any(_speaks_of(sentence, found, telling) for found in _NOT.finditer(sentence))


def _speaks_of(sentence: str, found: re.Match[str], telling: Sequence[Topic]) -> bool:
    if _ENDS_CLAUSE.match(sentence, found.end()):
        return True
    behind = " ".join(sentence[found.end() :].split()[:BEHIND])
    in_front = " ".join(sentence[: found.start()].split()[-IN_FRONT:])
    return any(
        carries(topic, carried_stems(part)) for topic in telling for part in (behind, in_front)
    )
