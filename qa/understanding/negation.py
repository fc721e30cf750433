"""Words that turn a question and that a search cannot heed: "not", "the most"."""

from __future__ import annotations

import re

from qa.understanding.parts import Parts

_ASKS_WHICH = re.compile(r"\b(?:which|what|where|who|any|list|how many|are there)\b", re.IGNORECASE)
_NOT = re.compile(
    r"\b(?:not(?! (?:only|just))|never|no(?! (?:matter|doubt|one))|without|neither|nobody|"
    r"cannot)\b|"
    r"\b\w+n['’]t\b",
    re.IGNORECASE,
)


def unheard_negation(parts: Parts) -> str | None:
    """The word that denies, in a question for "which", and that no condition holds; else None.

    "Which councils have no waiting lists?" finds paragraphs on waiting lists, long ones among
    them; that has to be said.
    """
    listed = parts.record is not None and parts.record.wanted == "authorities"
    if (parts.record is not None and not listed) or not _ASKS_WHICH.search(parts.left):
        return None
    found = _NOT.search(parts.left)
    return found[0] if found else None


_RANKS = re.compile(
    r"\b(?:which|what|who)\b.{0,30}\b(?:councils?|authorit(?:y|ies)|boroughs?|las?|place|area)\b"
    r".{0,30}\b(?:the )?(?P<word>most|fewest|least|highest|lowest|best|worst|biggest|smallest|"
    r"largest|longest|shortest|fastest|slowest)\b",
    re.IGNORECASE,
)


def unheard_ranking(parts: Parts) -> str | None:
    """The superlative of a question that goes to the paragraphs: nobody counts what they say."""
    if parts.record is not None:
        return None
    found = _RANKS.search(parts.text)
    return found["word"] if found else None
