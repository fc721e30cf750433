"""The words that mean one thing everywhere: kinds of report, grades and areas of judgement.

`docs/glossary.md` explains them to people. How reports print them is known to `corpus/interpret`.
"""

from __future__ import annotations

from typing import Literal, get_args

Kind = Literal[
    "ilacs",
    "sif",
    "slac",
    "focused-visit",
    "monitoring-visit",
    "jtai",
    "self-assessment",
    "other",
]
KINDS: tuple[Kind, ...] = get_args(Kind)

# The kinds that judge a whole authority. Only these supersede one another.
FULL_INSPECTIONS = frozenset({"ilacs", "sif", "slac"})

# Best first. "adequate" is the word that "requires improvement" took the place of in 2013.
Grade = Literal["outstanding", "good", "requires improvement", "adequate", "inadequate"]
GRADES: tuple[Grade, ...] = get_args(Grade)

OVERALL = "overall effectiveness"
LEADERS = "impact of leaders"
HELP_AND_PROTECTION = "help and protection"
CHILDREN_IN_CARE = "children in care"
CARE_LEAVERS = "care leavers"
ADOPTION = "adoption"
SAFEGUARDING_BOARD = "local safeguarding children board"

AREAS = (
    OVERALL,
    LEADERS,
    HELP_AND_PROTECTION,
    CHILDREN_IN_CARE,
    CARE_LEAVERS,
    ADOPTION,
    SAFEGUARDING_BOARD,
)
