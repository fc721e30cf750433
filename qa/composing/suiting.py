"""Evidence that suits what is asked: no praise for criticism, no counter-example, no mere part.

However near its words are, a paragraph does not answer then. Where none suits, all are left: the
reader sees what there is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from index import Hit
from qa.composing.denials import denies
from qa.composing.quoting import Quoting
from qa.records import Understanding
from qa.weighing.evidence import Evidence
from qa.weighing.polarity import suits_polarity
from qa.weighing.topics import carried_stems, carries, share_asked
from qa.weighing.wanted import what_is_wanted
from qa.words import fold, weight

# Of the likeliest paragraphs that give a number, one is left out where less than this share as much
# of its sentence is what the question asks as of the one that keeps to it most.
TO_THE_POINT = 0.5
# Those of them that are at least this share as likely as the likeliest.
LIKELIEST = 0.9

# Asks for those of whom something is so: "which councils", "who uses", "are any councils"; not
# "where was there a lack": that such sentences deny something is their point.
_ASKS_WHO = re.compile(
    r"\b(?:which (?:\w+ )?(?:councils?|authorit(?:y|ies)|las?|boroughs?|areas?|places?)|who|"
    r"(?:are|do|have) any)\b",
    re.IGNORECASE,
)
_ASKS_FOR_LACK = re.compile(
    r"\b(?:los[etis]\w*|lack\w*|short\w*|miss\w*|without|no|not|never|\w+n['’]t|do(?:es)?nt|refus\w+|fail\w*|"
    r"stopp\w+|cut|cuts)\b",
    re.IGNORECASE,
)


def suiting(
    evidence: Sequence[Evidence], understanding: Understanding, quoting: Quoting
) -> Sequence[Evidence]:
    """The evidence that suits, in its order."""
    if "topics" in understanding.from_history:
        evidence = _of_this_turn(evidence, understanding)
    if understanding.polarity is not None:
        return [item for item in evidence if _fits(item.hit, understanding, quoting)] or evidence
    if not understanding.sides and _ASKS_WHO.search(understanding.question):
        return _examples(evidence, understanding, quoting)
    one_council = len(understanding.sides) == 1 and not understanding.compares
    if one_council and evidence and what_is_wanted(understanding.question) == "number":
        return _to_the_point(evidence, understanding, quoting)
    return evidence


def _of_this_turn(evidence: Sequence[Evidence], understanding: Understanding) -> Sequence[Evidence]:
    """What speaks of the question's own matter, and not only of that of the turn before."""
    own = set(fold(understanding.question).split())
    topics = [t for t in understanding.topics if set(t.word.split()) <= own]
    telling = [t for t in topics if max(weight(word) for word in t.word.split()) >= 1.0]
    stems = ((item, carried_stems(item.hit.paragraph.text)) for item in evidence)
    return [item for item, some in stems if any(carries(t, some) for t in telling)] or evidence


def _fits(hit: Hit, understanding: Understanding, quoting: Quoting) -> bool:
    """Whether it criticises, or praises, as is asked for.

    Not the whole quote: a sentence beside the one that answers may criticise another matter.
    """
    return suits_polarity(hit.paragraph, quoting.answering(hit), understanding)


def _examples(
    evidence: Sequence[Evidence], understanding: Understanding, quoting: Quoting
) -> Sequence[Evidence]:
    """Without counter-examples, unless it is a lack that is asked for."""
    if _ASKS_FOR_LACK.search(understanding.question):
        return evidence
    topics = understanding.topics
    kept = [i for i in evidence if not denies(quoting.answering_sentence(i.hit), topics)]
    return kept or evidence


def _to_the_point(
    evidence: Sequence[Evidence], understanding: Understanding, quoting: Quoting
) -> Sequence[Evidence]:
    """Without numbers of something narrower.

    "How many children are in care?" is not answered by how many of them are in court.
    """
    top = max(item.likelihood for item in evidence)
    near = [item for item in evidence if item.likelihood >= LIKELIEST * top]
    shares = [share_asked(quoting.answering_sentence(i.hit), understanding.topics) for i in near]
    least = TO_THE_POINT * max(shares)
    return [item for item, share in zip(near, shares, strict=True) if share >= least]
