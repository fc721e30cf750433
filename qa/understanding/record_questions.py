"""Which questions the records answer: grades, inspectors, dates, lists and counts.

A question belongs to the records only when nothing is left of it beside what the records hold.
"Was Tameside fined after being found inadequate?" leaves "fined", so it goes to the paragraphs.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from qa.records import GradeMove, RecordQuestion
from qa.understanding.grades import grade_named
from qa.words import COMMON_WORDS, STOP_WORDS, fold

_GRADE = re.compile(
    r"\b(?:grade[sd]?|grading|rat(?:e|ed|ing|ings)|judge?ments?|judged|verdict|scored?)\b",
    re.IGNORECASE,
)
_EVERY_GRADE = re.compile(r"\b(?:grades|judge?ments|ratings)\b", re.IGNORECASE)
_WHICH = re.compile(
    r"\b(?:which|what|list|name|how many|who|number of|show|any|every|all)\b.{0,40}?"
    r"\b(?:councils?|authorit(?:y|ies)|boroughs?|places|areas|las?|ones)\b",
    re.IGNORECASE,
)
# Enough where a group is named: "who in London", "how many in the North East".
_ASKS_LIST = re.compile(
    r"\b(?:which|what|list|name|how many|who|number of|show|any|every|all|where)\b", re.IGNORECASE
)
_COUNT = re.compile(r"\bhow many\b|\bnumber of\b|\bcount\b", re.IGNORECASE)
_FROM_TO = re.compile(
    r"\bfrom (?:being )?(?:rated |judged |graded )?(?P<before>[a-z ]+?) to "
    r"(?:being )?(?:rated |judged |graded )?(?P<after>[a-z ]+?)"
    r"(?=[?.!,;]|\s+(?:overall|in|at|since|between|for)\b|\s*$)",
    re.IGNORECASE,
)
_BETTER = re.compile(
    r"\b(?:improved|got(?:ten)? better|went up|gone up|moved up|rose|climbed|turned around)\b",
    re.IGNORECASE,
)
_WORSE = re.compile(
    r"\b(?:declined|deteriorated|worsened|got(?:ten)? worse|went (?:down|downhill)|gone "
    r"(?:down|downhill|backwards)|went backwards|moved down|fell|dropped|slipped)\b",
    re.IGNORECASE,
)
_INSPECTOR = re.compile(
    r"\blead inspectors?\b|\bwho (?:led|inspected|carried out|headed)\b|\binspector in charge\b|"
    r"\bwhich inspector\b|\bled by\b|\breporting inspector\b",
    re.IGNORECASE,
)
_INSPECTED = re.compile(
    r"\bwhen (?:was|were|did|is|has)\b.*\b(?:inspect\w*|ilacs|visit\w*)\b|"
    r"\binspection dates?\b|\bdates? of the\b.*inspection|"
    r"\b(?:what|which) (?:date|year|month)\b.*\binspect",
    re.IGNORECASE,
)
_PUBLISHED = re.compile(
    r"\bwhen (?:was|were|did|is|has)\b.*\b(?:publish\w*|come out|came out)\b|\bpublication date\b|"
    r"\b(?:what|which) (?:date|year|month)\b.*\bpublish",
    re.IGNORECASE,
)
_REPORTS = re.compile(
    r"\b(?:which|list|how many|show)\b.{0,30}\b(?:reports?|inspections?|letters?)\b|"
    r"\bwhat (?:\w+ )?(?:reports|inspections|letters)\b|"
    r"\bhow (?:many times|often)\b.*\binspected\b",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"[,;?]\s*(?:and\s+)?|\s+and\s+", re.IGNORECASE)
# What may be left of such a question: words of getting, moving and asking.
_ALLOWED = frozenset(
    """
    receive received receives achieve achieved awarded award performance result results outcome
    outcomes verdict score scored scores level
    move moved moving change changed changing changes improve improved decline declined worse
    downhill uphill trajectory history time trend
    lead led leading inspector inspectors reporting charge carried headed date dates year years
    month published publish publishing publication name names list number many times often count
    total dated held hold available exist collection start beginning middle
    royal london metropolitan corporation las la englands england english yet ever single full
    framework rated categorised classed stand standing status
    """.split()
)


def find_record_question(
    text: str,
    left: str,
    *,
    areas: Sequence[str],
    grades: Sequence[str],
    names_authority: bool,
    names_group: bool = False,
) -> RecordQuestion | None:
    """What the question asks of the records, or None where it asks more than they hold.

    `left` is the text without the places, times, kinds, areas and grades found in it. Where a
    group is named, the question is one across authorities, whoever else is named beside it.
    """
    across = names_group or not names_authority
    lists = (_ASKS_LIST if names_group else _WHICH).search(text)
    if re.search(r"\bwhy\b|\bhow come\b|\breasons?\b", text, re.IGNORECASE):
        return None
    moved = _grade_move(text, left) if across and lists else None
    if moved is not None:
        return RecordQuestion("movers", tuple(areas), moved=moved)
    if across and grades and lists and not _beside(left):
        return RecordQuestion("authorities", tuple(areas), count=bool(_COUNT.search(text)))
    if _beside(left):
        return None
    facts = _facts(text, areas, grades, names_authority or names_group)
    if facts:
        return replace(facts[0], also=tuple(facts[1:]))
    if _REPORTS.search(text) and not _asks_contents(text):
        return RecordQuestion("reports", count=bool(_COUNT.search(text)))
    return None


def _facts(
    text: str, areas: Sequence[str], grades: Sequence[str], names_authority: bool
) -> list[RecordQuestion]:
    """The facts of a report that are asked for: each clause's own, else the one of them all.

    "Who led the inspection of Leeds and when was it published?" asks for two. Where no two
    clauses ask for different facts, the clauses are one question and are read as one.
    """
    found: dict[str, RecordQuestion] = {}
    for clause in _CLAUSE.split(text):
        fact = _fact(clause, areas, grades, names_authority)
        if fact is not None:
            found.setdefault(fact.wanted, fact)
    if len(found) > 1:
        return list(found.values())
    fact = _fact(text, areas, grades, names_authority)
    return [fact] if fact else []


def _fact(
    text: str, areas: Sequence[str], grades: Sequence[str], names_authority: bool
) -> RecordQuestion | None:
    """The one fact of a report that the text asks for."""
    if _INSPECTOR.search(text):
        return RecordQuestion("inspector")
    if _PUBLISHED.search(text):
        return RecordQuestion("published")
    if _INSPECTED.search(text):
        return RecordQuestion("inspected")
    if names_authority and _asks_grade(text, grades):
        supposed = grades[0] if len(grades) == 1 else None
        every = bool(_EVERY_GRADE.search(text)) and not (areas or grades)
        return RecordQuestion("grade", tuple(dict.fromkeys(areas)), supposed, every_area=every)
    return None


def _grade_move(text: str, left: str) -> GradeMove | None:
    """The move in "which councils went from inadequate to good" or "which got worse"."""
    named = _FROM_TO.search(text)
    if named:
        before, after = grade_named(named["before"]), grade_named(named["after"])
        if before and after:
            return GradeMove(before=before, after=after)
    if _beside(left):
        return None
    if _WORSE.search(text):
        return GradeMove("worse")
    return GradeMove("better") if _BETTER.search(text) else None


def _beside(left: str) -> list[str]:
    """The words that are left and are none that such a question may have."""
    known = STOP_WORDS | COMMON_WORDS | _ALLOWED
    return [word for word in fold(left).split() if word not in known and not word.isdigit()]


def _asks_grade(text: str, grades: Sequence[str]) -> bool:
    if grades:
        return bool(
            re.match(r"\s*(?:was|is|are|were|has|did|does)\b", text, re.IGNORECASE)
        ) or bool(_GRADE.search(text))
    return bool(_GRADE.search(text))


def _asks_contents(text: str) -> bool:
    """Whether the report's words are wanted ("what do reports say") rather than the report."""
    return bool(
        re.search(
            r"\b(?:say|says|said|saying|find|found|findings?|tell|told|conclude|think|thought|about|"
            r"mention\w*|improve)\b",
            text,
            re.IGNORECASE,
        )
    )
