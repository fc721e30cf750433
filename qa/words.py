"""Words as the rest of this room compares them: tokens with their place, folded, stemmed, weighed.

One stemmer and two lists: words that ask but mean nothing by themselves, and words so common in
these reports that sharing them says little.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from typing import Any

_TOKEN = re.compile(r"&|[^\W_]+(?:['’‘`&][^\W_]+)*")
# A first part that makes another word of the second: "multi-agency" says nothing of agency staff.
_COMPOUND = re.compile(r"\b(multi|inter|cross|non|pre|co|re|sub)-(\w)", re.IGNORECASE)
_ACCENTS = re.compile(r"[\u0300-\u036f]")  # what parts from its letter when decomposed
_APOSTROPHES = str.maketrans(dict.fromkeys("'’‘`"))
_WORD = re.compile(r"[^\W_]+")
_POSSESSIVE = re.compile(r"['’‘`]s$", re.IGNORECASE)

# Words that carry no topic: grammar, and the scaffolding of a question to inspection reports.
STOP_WORDS = frozenset(
    """
    a about vs versus between actually after again all also am an and any anybody anyone anything
    are aren around as at away back be became because become been before being both but by can
    cannot come comes could did didn do does doesn doing don done down during each either else
    even ever every everyone few for from further get gets getting give given gives go goes going
    got had hadn has hasn have haven having he her here hers him his how however i if in into is
    isn it its itself just know last let like look looking looks lot made make makes making many
    may me might more most much must my near new no none nor not nothing now of off ok okay old on
    once one ones only onto or other others our out over own part per please put quite rather
    really same see she should since so some somebody someone something still such take taken
    takes tell than that the their them then there these they thing things this those though
    through to together too took towards under until up upon us use used uses using very want was
    wasn way we well went were weren what when where whether which while who whom whose why will
    with within without won would yes yet you your yours s t d m ll re ve id im ive didnt dont
    doesnt isnt wasnt arent werent hasnt havent hadnt wont cant couldnt shouldnt wouldnt its youre
    theyre theres whove theyve weve youve
    according anywhere ask asked come describe described did explain find finding findings found
    give going happen happened happening hear mention mentioned mentions note noted notice
    regarding say saying says said seen show showed shown state stated talk tell think thinking
    thought turn turned whats whos
    compare compared comparison difference different fix fixed sort sorted change changed changes
    inspect inspected inspecting inspection inspections inspector inspectors ofsted report reported
    reports visit visited visits ilacs sif judged judgement judgements judgment judgments rate
    rated rating ratings grade graded grades grading
    currently latest recent recently newest earliest today
    overview summary summarise summarised summarize outline
    """.split()
)

# Met in nearly every paragraph: sharing only these is no evidence. (2026-11-22, see decision 0021)
COMMON_WORDS = frozenset(
    """
    child children childrens kid kids young people person youngster youngsters teenager teenagers
    family families parent parents carer carers social worker workers work working staff service
    services council councils authority authorities local area areas borough county city place
    places care support supported supporting need needs help helped good well better best quality
    effective effectively practice leader leaders leadership manager managers senior
    improve improved improving improvement department team teams enough
    """.split()
)


# Who is asked about and who looked: in every report, and telling nothing of the matter.
ASKING_WORDS = frozenset(
    """
    council councils authority authorities la las area areas place places
    inspector inspectors ofsted report reports inspection inspections
    """.split()
)


# Even together these name no matter to look for: "How good are the council's services?"
EMPTY_WORDS = frozenset(
    """
    child children childrens kid kids young people person service services council councils
    authority authorities local area areas borough county city place places department work
    working good well better best quality effective effectively improve improved improving
    improvement
    """.split()
)


# Pairs with one of the commonest words that name a matter only side by side: "young carers" are
# not the young people and the foster carers of every other paragraph.
TELLING_PAIRS = ("young carers", "young parents", "county lines")


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a text with its place."""

    text: str  # as printed, without a possessive ending
    start: int
    end: int  # one past the possessive ending
    folded: str  # without case, accents and apostrophes; "&" is "and"

    @property
    def is_capitalised(self) -> bool:
        """Whether it begins with a capital letter."""
        return self.text[:1].isupper()


def tokens_of(text: str) -> list[Token]:
    """The words of the text in order. A possessive ending belongs to its word."""
    found = []
    for match in _TOKEN.finditer(text):
        bare = _POSSESSIVE.sub("", match[0])
        found.append(Token(bare, match.start(), match.end(), fold(bare)))
    return found


@lru_cache(maxsize=16_384)  # words, and the paragraphs that questions come back to
def fold(text: str) -> str:
    """The text without case, accents and apostrophes, words parted by one space, "&" as "and"."""
    plain = text.replace("&", " and ").translate(_APOSTROPHES)
    if not plain.isascii():  # else there is nothing to decompose: most paragraphs, in half the time
        plain = _ACCENTS.sub("", unicodedata.normalize("NFKD", plain)).translate(_APOSTROPHES)
    if "-" in plain:
        plain = _COMPOUND.sub(r"\1\2", plain)
    return " ".join(_WORD.findall(plain)).casefold()


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """The Snowball stem of one folded word."""
    if word == "agency":  # agency staff are no agencies: index/terms.py
        return word
    stemmed: str = _stemmer().stemWord(word)
    return stemmed


@lru_cache(maxsize=4_096)
def stems_of(text: str) -> tuple[str, ...]:
    """The stems of all words of the text, stop words included, in order."""
    return tuple(stem(word) for word in fold(text).split())


def content_words(text: str) -> list[str]:
    """The folded words that carry a topic, each once, in order."""
    words = (re.sub(r"^(\d+)s$", r"\1", word) for word in fold(text).split())  # "16-17s"
    telling = (word for word in words if word not in STOP_WORDS and len(word) > 1)
    return list(dict.fromkeys(telling))


def telling_pairs(text: str) -> list[str]:
    """The pairs of the text that mean something only together, each once, in order."""
    words = fold(text).split()
    pairs = (f"{first} {second}" for first, second in pairwise(words))
    return [pair for pair in dict.fromkeys(pairs) if stem_pair(pair) in _telling_pair_stems()]


def telling_pairs_of(stems: Sequence[str]) -> frozenset[str]:
    """The telling pairs among a text's stems, as `stem_pair` writes a pair."""
    words = f" {' '.join(stems)} "
    return frozenset(pair for pair in _telling_pair_stems() if f" {pair} " in words)


def stem_pair(pair: str) -> str:
    """A pair of words by their stems."""
    return " ".join(stem(word) for word in pair.split())


def weight(word: str) -> float:
    """How much sharing this folded word says: 1, or little for the commonest words."""
    return 0.25 if word in COMMON_WORDS else 1.0


@cache
def _telling_pair_stems() -> frozenset[str]:
    return frozenset(stem_pair(pair) for pair in TELLING_PAIRS)


@cache
def _stemmer() -> Any:
    import Stemmer

    return Stemmer.Stemmer("english")
