"""Words -> search terms: one function for paragraphs and for queries.

Terms are case-folded English stems without stop words. Figures are kept as printed ("85%",
"£2.5m", "2024"), because users ask for them.
"""

from __future__ import annotations

import re
import threading
from functools import lru_cache
from typing import Any

# Function words of English. "not", "no" and "without" stay: the reports' findings turn on them.
STOP_WORDS = frozenset(
    """
    a about above after again all also am an and any are as at be because been before being below
    between both but by can could did do does doing down during each few for from further had has
    have having he her here hers herself him himself his how i if in into is it its itself just let
    me more most my myself nor of off on once only or other our ours ourselves out over own same
    she should so some such than that the their theirs them themselves then there these they this
    those through to too under until up us very was we were what when where which while who whom
    whose why will with would you your yours yourself yourselves
    """.split()
)

# A sum or a share, a figure with its separators, or a word with its inner apostrophes.
_TOKEN = re.compile(
    r"£\s?\d[\d,]*(?:\.\d+)?(?:m|k|bn)?\b"
    r"|\d[\d,]*(?:\.\d+)?%?"
    r"|[^\W\d_]+(?:['’][^\W\d_]+)*",
    re.UNICODE,
)
# Multi-agency work and agencies are in nearly every report; agency staff are another matter, though
# the stemmer takes both for one word.
_MULTI_AGENCY = re.compile(r"\b(multi|inter|cross)[-\u2010\u2011 ]?agency\b")
_KEPT_WHOLE = frozenset({"agency"})
_ORDINAL_TAILS = frozenset({"st", "nd", "rd", "th"})
_PER_CENT = re.compile(r"(\d)\s*(?:%|per\s?cent\b)")
_HYPHENS = re.compile(r"(?<=\w)[\u2010\u2011-](?=\w)")
_local = threading.local()


def terms(words: str) -> list[str]:
    """The search terms of a text, in its order, repeats kept.

    A hyphenated word gives its parts ("multi-agency" -> "multi", "agenc"), so that both spellings
    meet. "per cent" and "percent" after a figure are the same as "%".
    """
    folded = words.casefold().replace("\u00ad", "")
    if not folded.isalpha() or "agency" in folded:  # else one plain word, as most that are weighed
        folded = _MULTI_AGENCY.sub(r"\1 agencies", folded)
        folded = _HYPHENS.sub(" ", folded)
        folded = _PER_CENT.sub(r"\1%", folded)
    found = []
    for match in _TOKEN.finditer(folded):
        term = _term(match.group())
        if term:
            found.append(term)
    return found


@lru_cache(maxsize=100_000)
def is_term(word: str) -> bool:
    """Whether a word is searched for: not a mark, and none of the function words."""
    return bool(terms(word))


def _term(token: str) -> str | None:
    if token[0].isdigit() or token[0] == "£":
        return token.replace(",", "").replace(" ", "")
    word = token.replace("’", "'")
    if word.endswith("n't"):
        return "not"
    if word in STOP_WORDS or word in _ORDINAL_TAILS or word.split("'")[0] in STOP_WORDS:
        return None
    return _stem(word)


@lru_cache(maxsize=100_000)
def _stem(word: str) -> str:
    if word in _KEPT_WHOLE:
        return word
    # A stemmer keeps a work space of its own, so each thread has one.
    stemmer: Any = getattr(_local, "stemmer", None)
    if stemmer is None:
        import Stemmer

        stemmer = _local.stemmer = Stemmer.Stemmer("english")
    stem = stemmer.stemWord(word.removesuffix("'s").removesuffix("'"))
    return str(stem)
