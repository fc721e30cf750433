"""Criticism and praise: which a sentence is, and whether it is what the question asks for."""

from __future__ import annotations

import re

from corpus import Paragraph
from qa.records import Understanding
from qa.sentences import Span

_CRITICAL = re.compile(
    r"\b(?:not|too|however|weak\w*|inconsisten\w*|delay\w*|lack\w*|insufficien\w*|drift|"
    r"poor\w*(?! (?:mental |physical )?(?:health|parent\w*|attendance))|"
    r"inadequate\w*|fail\w*|limited|underdeveloped|absent|variable|slow\w*|unsafe|"
    r"need to|should|must|few|little)\b",
    re.IGNORECASE,
)
# Good work is told in such words too: it avoids drift, escalates delay, reduces risks.
_OVERCOME = re.compile(
    r"\b(?:reduc|prevent|avoid|minimis|escalat|challeng|tackl|address|track|no|not|without)\w*"
    r"(?:\W+\w+){0,7}?\W+(?:delay|drift|weakness|failing)\w*(?:\W+(?:and|or)\W+(?:delay|drift)\w*)?",
    re.IGNORECASE,
)
# What is not done any more, or hardly ever, is no criticism either: "has not used hotels".
_NOT_DONE = re.compile(
    r"\b(?:not|never|no longer|rarely|stopped|ceased|ended)\s+(?:been\s+)?"
    r"(?:us(?:e|ed|ing)|plac(?:e|ed|ing)|reli(?:ed|ant)|rely)\b",
    re.IGNORECASE,
)


def suits_polarity(paragraph: Paragraph, answering: Span, understanding: Understanding) -> bool:
    """Whether the sentence of a paragraph that answers is of the kind that is asked for.

    A bullet under "What needs to improve" names only what is to improve: whatever its words, it is
    criticism.
    """
    if understanding.polarity is not None and is_improvement_heading(paragraph.section):
        return understanding.polarity == "criticism"
    return fits_polarity(paragraph.text[answering.start : answering.end], understanding)


def fits_polarity(sentence: str, understanding: Understanding) -> bool:
    """Whether a quote is critical where criticism is asked for, and not where praise is."""
    if understanding.polarity is None:
        return True
    told = _NOT_DONE.sub(" ", _OVERCOME.sub(" ", sentence))
    return bool(_CRITICAL.search(told)) == (understanding.polarity == "criticism")


def is_improvement_heading(section: str | None) -> bool:
    """Whether a heading opens a report's list of what is to be improved."""
    words = (section or "").casefold()
    return any(
        heading in words
        for heading in (
            "needs to improve",
            "need to improve",
            "needs to be improved",
            "areas for improvement",
            "area for improvement",
            "areas for development",
            "recommendations",
            "priority action",
        )
    )
