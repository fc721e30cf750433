"""The words that deny, and what each of them denies."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from qa.prose.verifying.reading import Reading, without_asides

# What denies the words behind it, up to the end of its clause.
_DENIES = re.compile(
    r"\b(?:not(?! (?:only|just|merely))|n[’']t|never|no(?! (?:doubt|matter|later|"
    r"sooner|fewer|less|more than|one (?:else )?knows better))|none|nobody|nothing|"
    r"nowhere|neither|nor|without|"
    r"hardly|barely|scarcely|rarely|seldom|cannot|unable|"
    r"lack(?:s|ed|ing)?(?: of)?|absence of|fail(?:s|ed|ing)? to|failure to|failures? (?:in|of)|"
    r"(?<!a )(?<!the )(?<!past )(?<!last )(?<!in )(?:too |very )?few(?! (?:weeks|days|"
    r"months|years|hours))(?!er)|(?<!a )(?:too |very )little|insufficient\w*|"
    r"no longer|yet to|"
    r"stop(?:s|ped)?|ceased?|avoid(?:s|ed|ing)?|prevent(?:s|ed|ing)?|free (?:of|from)|"
    r"instead of|rather than|short(?:age)? of|"
    r"refus\w+ to|neglect\w* to|unlikely|far from|"
    r"declin\w+ to|"
    r"(?<!go )(?<!goes )(?<!went )(?<!gone )(?<!going )(?<!reported )"
    r"(?<!being )missing(?=\s*(?:[.,;]|"
    r"$|for\b|in\b|when\b|from (?!home|care|school|education|their))))\b",
    re.IGNORECASE,
)
# The words before these are denied: "supervision is lacking".
_DENIES_BEFORE = re.compile(
    r"\b(?:is|are|was|were|remains?|often|sometimes|still)\s+(?:still\s+|often\s+|"
    r"sometimes\s+|largely\s+|too often\s+|also\s+)?(?:lacking|"
    r"missing(?! from (?:home|care|school|education))|unavailable|neglected|"
    r"overlooked|left out|excluded|omitted|ignored)\b",
    re.IGNORECASE,
)
_ENDS = re.compile(
    r"[,;:.()–—]|\b(?:but|although|though|however|while|whereas|because|so that|which|"
    r"who|whose|where|when|after|before|if|unless|until|and (?:the|a|an|they|their|it|"
    r"this|these|some|many|most|all|his|her)|or)\b",
    re.IGNORECASE,
)
DENIED_WORDS = 12
# "Lack of" and the like deny a noun.
NOMINAL_WORDS = 5
_NOMINAL = re.compile(
    r"lack(?:s|ed|ing)?(?: of)?|absence of|short(?:age)? of|insufficient\w*|"
    r"free (?:of|from)|failures? (?:in|of)",
    re.IGNORECASE,
)
_OBJECT = re.compile(r"nothing|nobody|none|nowhere", re.IGNORECASE)
# Words that deny whom or what, so that what they deny stands before the source's "not".
SUBJECT = re.compile(r"(?:too |very )?few|no|none|nobody|neither", re.IGNORECASE)
_VERB = re.compile(
    r"\b(?:is|are|was|were|has|have|had|means?|meant|le(?:d|ads?)|causes?|results?|makes?|made)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Denial:
    """A word that denies, with the places of the words it denies."""

    printed: str
    words: tuple[int, ...]


@lru_cache(maxsize=8_192)
def find_denials(reading: Reading) -> tuple[Denial, ...]:
    """The words that deny, with what each denies."""
    text = without_asides(reading.text)
    found = []
    for match in _DENIES.finditer(text):
        end = _ENDS.search(text, match.end())
        stop = end.start() if end else len(text)
        most = DENIED_WORDS
        if _NOMINAL.fullmatch(match[0]):
            # "A lack of homes means that" denies the homes and not what they mean.
            verb = _VERB.search(text, match.end())
            stop, most = min(stop, verb.start() if verb else stop), NOMINAL_WORDS
        inside = [
            place for place, word in enumerate(reading.words) if match.end() <= word.start < stop
        ]
        inside = inside[:most]
        if _OBJECT.fullmatch(match[0]):
            # "Had heard nothing": the verb before is denied too.
            before = [p for p, word in enumerate(reading.words) if word.end <= match.start()]
            inside = before[-2:] + inside
        found.append(Denial(match[0], tuple(inside)))
    for match in _DENIES_BEFORE.finditer(text):
        start = max((m.end() for m in _ENDS.finditer(text, 0, match.start())), default=0)
        inside = [
            place for place, word in enumerate(reading.words) if start <= word.start < match.start()
        ]
        found.append(Denial(match[0], tuple(inside[-DENIED_WORDS:])))
    return tuple(found)


@lru_cache(maxsize=8_192)
def parity_of(reading: Reading) -> tuple[int, ...]:
    """For each word, whether it is denied an odd number of times: 0 or 1."""
    counts = [0] * len(reading.words)
    for denial in find_denials(reading):
        for place in denial.words:
            counts[place] += 1
    return tuple(count % 2 for count in counts)
