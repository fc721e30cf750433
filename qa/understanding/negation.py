"""A "not" that no condition was made of: searched words find what they name, denied or not."""

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
    """The word that denies, in a question for "which" that goes to the paragraphs; else None.

    "Which councils have no waiting lists?" finds paragraphs on waiting lists, long ones among
    them; that has to be said.
    """
    if parts.record is not None or not _ASKS_WHICH.search(parts.left):
        return None
    found = _NOT.search(parts.left)
    return found[0] if found else None
