"""The words that mean one thing everywhere: kinds of report, grades and areas of judgement.

`docs/glossary.md` explains them to people. How reports print them is known to `corpus/interpret`.
"""

KINDS = (
    "ilacs",
    "sif",
    "slac",
    "focused-visit",
    "monitoring-visit",
    "jtai",
    "self-assessment",
    "other",
)

# The kinds that judge a whole authority. Only these supersede one another.
FULL_INSPECTIONS = frozenset({"ilacs", "sif", "slac"})

# Best first. "adequate" is the word that "requires improvement" took the place of in 2013.
GRADES = ("outstanding", "good", "requires improvement", "adequate", "inadequate")

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
