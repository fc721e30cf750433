"""How a grade is asked to have moved: "went from inadequate to good", "lost outstanding"."""

from __future__ import annotations

import re

from qa.records import GradeMove
from qa.understanding.grades import grade_named

_FROM_TO = re.compile(
    r"\bfrom (?:being )?(?:rated |judged |graded )?(?P<before>[a-z ]+?)"
    r"(?: straight| directly| all the way| right)? to "
    r"(?:being )?(?:rated |judged |graded )?(?P<after>[a-z ]+?)"
    r"(?=[?.!,;]|\s+(?:overall|in|at|since|between|for|and)\b|\s*$)",
    re.IGNORECASE,
)
_NOT = r"(?:\b(?:not|fail(?:ed|s)? to|yet to)|n['’]t) (?:yet )?"
_BETTER = re.compile(
    rf"{_NOT}(?:improve|get better|go up|move up)\b|"
    r"^\W*(?:and|or|but)\s+(?:which\s+|who\s+|the ones\s+)?(?:that\s+)?(?:got\s+)?better\W*$|"
    r"\b(?:improved|got(?:ten)? better|went up|gone up|moved up|rose|climbed|turned around)\b|"
    r"\bbetter\b.{0,30}\bthan (?:the time |they (?:were|had) )?before\b",
    re.IGNORECASE,
)
_WORSE = re.compile(
    rf"{_NOT}(?:decline|deteriorate|get worse|go down|fall|drop)\b|"
    r"^\W*(?:and|or|but)\s+(?:which\s+|who\s+|the ones\s+)?(?:that\s+)?(?:got\s+)?worse\W*$|"
    r"\b(?:declined|deteriorated|worsened|got(?:ten)? worse|went (?:down|downhill)|gone "
    r"(?:down|downhill|backwards)|went backwards|moved down|fell|dropped|slipped)\b|"
    r"\bworse\b.{0,30}\bthan (?:the time |they (?:were|had) )?before\b",
    re.IGNORECASE,
)
_BOTH = re.compile(
    r"\b(?:better|improved)\b.*\b(?:worse|declined|deteriorated)\b|"
    r"\b(?:worse|declined|deteriorated)\b.*\b(?:better|improved)\b",
    re.IGNORECASE,
)
_NEGATED = re.compile(
    r"\b(?:not|never|fail(?:ed|s)? to|yet to)\b|n['’]t\b|\bwithout (?:improving|changing)\b",
    re.IGNORECASE,
)
_SAME = re.compile(
    r"\b(?:stayed|remained?|kept|stuck|still) (?:at |on |with )?(?:the same|unchanged)\b|"
    r"\bsame grades?\b|\bunchanged\b",
    re.IGNORECASE,
)
_CHANGED = re.compile(r"\b(?:changed|moved)\b(?! (?:from|into|on|around|home))", re.IGNORECASE)
_GRADE = r"(?P<grade>outstanding|good|requires improvement|inadequate)"
# "Lost outstanding", "no longer inadequate", "came out of inadequate".
_LEFT = re.compile(
    r"\b(?:los[te] (?:an? |their |its )?|no longer (?:rated |judged |graded )?|"
    r"(?:came|come|got|moved|got themselves) out of (?:being )?|stopped being |"
    r"(?:fell|dropp?(?:ed)?|slipp?(?:ed)?|moved up|moved down|moved|went) from (?:being )?)"
    rf"(?:rated |an? )?{_GRADE}\b(?! to\b)",
    re.IGNORECASE,
)
# "Became outstanding", "got to good", "fell to inadequate".
_REACHED = re.compile(
    r"\b(?:bec[ao]me|turned|(?:got|get|moved?|rose|improved?|went up|f[ea]ll|dropp?(?:ed)?|"
    r"slipp?(?:ed)?|declined?|went down|went) (?:up |down )?to)\s+"
    rf"(?:an? |being )?(?:rated )?{_GRADE}\b"
    r"(?=\s*(?:$|[?.!,;]|overall|in\b|for\b|since\b|at\b|and\b))",
    re.IGNORECASE,
)


def find_grades_moved(text: str) -> tuple[GradeMove, tuple[int, int]] | None:
    """A move whose grades are named, and where the words for it stand."""
    named = _FROM_TO.search(text)
    if named:
        before, after = grade_named(named["before"]), grade_named(named["after"])
        if before and after:
            return GradeMove(before=before, after=after), named.span()
    if found := _LEFT.search(text):
        return GradeMove(before=grade_named(found["grade"])), found.span()
    if found := _REACHED.search(text):
        return GradeMove(after=grade_named(found["grade"])), found.span()
    return None


def find_direction(text: str) -> GradeMove | None:
    """A move told by its direction alone: better, worse, the same, or not so.

    None where no direction is told, or two.
    """
    if _BOTH.search(text):
        return None  # "better at one, worse at another" is two questions
    negated = bool(_NEGATED.search(text))
    if _SAME.search(text):
        return GradeMove("same", negated=negated)
    if _WORSE.search(text):
        return GradeMove("worse", negated=negated)
    if _BETTER.search(text):
        return GradeMove("better", negated=negated)
    return GradeMove("same", negated=not negated) if _CHANGED.search(text) else None
