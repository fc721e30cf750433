"""Areas and grades in the words of the reports."""

from __future__ import annotations

import re

from corpus.vocabulary import (
    ADOPTION,
    CARE_LEAVERS,
    CHILDREN_IN_CARE,
    HELP_AND_PROTECTION,
    LEADERS,
    OVERALL,
    SAFEGUARDING_BOARD,
)

_GRADE_WORDS = r"outstanding|good|requires?\s+improvement(?:\s+to\s+be\s+good)?|inadequate|adequate"
_GRADE = re.compile(rf"(?<![\w-])({_GRADE_WORDS})(?![\w-])", re.IGNORECASE)
_WHOLE_GRADE = re.compile(
    rf"(?:grade\s*)?\(?(?:[1-4]\s*[(:–-]?\s*)?({_GRADE_WORDS})\)?[.*\d]?", re.IGNORECASE
)
_NOT_JUDGED = re.compile(
    r"(?:is\s+|was\s+)?not\s+(?:yet\s+)?(?:judged|graded|applicable|inspected)|n/a|no\s+judgement",
    re.IGNORECASE,
)

# Words of a heading or a table's cell, most telling first.
_AREA_WORDS = (
    (SAFEGUARDING_BOARD, r"\blscb\b|safeguarding children(?:[’']s)? board"),
    (ADOPTION, r"\badoption\b"),
    (OVERALL, r"overall effectiveness|overall judge?ment"),
    (LEADERS, r"\bleaders\b|leadership\b.*\b(?:management|governance)\b"),
    (HELP_AND_PROTECTION, r"\bhelp\b.*\bprotection\b|\bneed protection\b"),
    (CHILDREN_IN_CARE, r"(?:children|young people) in care|looked[\s-]after|achieving permanence"),
    (CARE_LEAVERS, r"care leavers|leaving care"),
)
_AREAS = tuple((area, re.compile(words, re.IGNORECASE)) for area, words in _AREA_WORDS)


def area_of_words(words: str) -> str | None:
    """The area that a heading or a phrase names: "children looked after" is "children in care".

    Words that name children in care and care leavers together give "children in care".
    """
    for area, pattern in _AREAS:
        if pattern.search(words):
            return area
    return None


def areas_of_words(words: str) -> tuple[str, ...]:
    """All areas that one judgement covers: two where it is merged."""
    area = area_of_words(words)
    if area is None:
        return ()
    if area == CHILDREN_IN_CARE and dict(_AREAS)[CARE_LEAVERS].search(words):
        return (CHILDREN_IN_CARE, CARE_LEAVERS)
    return (area,)


def find_grade(words: str) -> str | None:
    """The last grade among the words, in the vocabulary's spelling."""
    found = _GRADE.findall(words)
    return normal_grade(found[-1]) if found else None


def whole_grade(words: str) -> str | None:
    """The grade that the words are, or None where they say anything else."""
    match = _WHOLE_GRADE.fullmatch(words.strip())
    return normal_grade(match.group(1)) if match else None


def is_not_judged(words: str) -> bool:
    """Whether a cell says that no judgement was made."""
    return _NOT_JUDGED.fullmatch(words.strip(" .*")) is not None


def normal_grade(words: str) -> str:
    """The vocabulary's word for a printed grade."""
    folded = " ".join(words.lower().split())
    return "requires improvement" if folded.startswith("require") else folded
