"""Which questions the records answer: grades, inspectors, dates, lists and counts.

A question belongs to the records only when nothing is left of it beside what the records hold.
"Was Tameside fined after being found inadequate?" leaves "fined", so it goes to the paragraphs.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from corpus import GRADES, OVERALL
from qa.records import GradeMove, RecordQuestion
from qa.understanding.grade_moves import find_direction, find_grades_moved
from qa.understanding.superlatives import find_extreme, find_history, find_uninspected
from qa.words import COMMON_WORDS, STOP_WORDS, fold

_GRADE = re.compile(
    r"\b(?:overall effectiveness|grade[sd]?|grading|rat(?:e|ed|ing|ings)|judge?ments?|"
    r"judged?|verdict|scored?)\b",
    re.IGNORECASE,
)
_EVERY_GRADE = re.compile(
    r"\b(?:grades|judge?ments|ratings|everything|(?:every|each) (?:area|judge?ment)|"
    r"all (?:the )?areas|across the board)\b",
    re.IGNORECASE,
)
_WHICH = re.compile(
    r"\b(?:which|what|list|name|how many|who|number of|show|any|every|all)\b.{0,40}?"
    r"\b(?:councils?|authorit(?:y|ies)|boroughs?|places|areas|las?|ones)\b",
    re.IGNORECASE,
)
# Enough where a group is named: "who in London", "how many in the North East".
_ASKS_LIST = re.compile(
    r"\b(?:which|what|list|name|how many|who|number of|show|any|every|all|where|"
    r"are there|more|fewer)\b",
    re.IGNORECASE,
)
# "How many got better?", "which are outstanding?".
_LIST_ALONE = re.compile(
    r"^\W*(?:and |so |ok )?(?:how many|which|who)(?: ones| of them)? (?:got|are|were|have|has|had|"
    r"is|was|improved|declined|went|became|fell|dropped|stayed|lost)\b",
    re.IGNORECASE,
)
# "Which unitaries are there?", "which councils are neighbours of Leeds?", a group and no more.
_ARE_MEMBERS = re.compile(
    r"\b(?:are|is) (?:there|in the (?:collection|register))\b|\bdo you (?:have|know|hold)\b|"
    r"\b(?:which|who|what)\b.{0,30}\b(?:are|is)\s+(?:the\s+)?(?:statistical|nearest|in\b|neighbou?rs)|"
    r"^\W*(?:the )?(?:statistical |nearest )?neighbou?rs of\b",
    re.IGNORECASE,
)
# "In which areas is it outstanding?", "what is not good?": every grade answers that.
_WHICH_AREAS = re.compile(
    r"\b(?:which|what) (?:areas?|judge?ments?|grades|services|parts|things)\b|"
    r"^\W*what (?:is|was|are|were) (?:not |rated |judged |graded )*"
    r"(?:outstanding|good|inadequate|adequate)\b",
    re.IGNORECASE,
)
_WHICH_OF = re.compile(r"\b(?:which|who|how many)\b(?! areas)", re.IGNORECASE)
_WERE_INSPECTED = re.compile(r"\b(?:were|was|been|got|have had)\s+(?:re-?)?inspected\b", re.I)
# An area set beside itself at another time, or beside another council's.
_COMPARED = re.compile(
    r"\b(?:chang(?:e|ed|es|ing)|better|worse|best|worst|compar\w+|improved|declined|moved|"
    r"over time|differ\w*|deteriorated)\b",
    re.IGNORECASE,
)
# How an area is doing: its grade, and what the reports say of it.
_HOW_GOOD = re.compile(r"\bhow (?:good|strong|effective|safe|well)\b", re.IGNORECASE)
_CAME_OUT = re.compile(
    r"\bhow (?:did|does|do|has|have)\b.*\b(?:come out|fared?|do)\b|"
    r"\bwhat (?:did|does|has)\b.*\b(?:get|got|received?|achieved?)\b",
    re.IGNORECASE,
)
_COUNT = re.compile(r"\bhow many\b|\bnumber of\b|\bcount\b", re.IGNORECASE)
# A second question behind the first that the records do not answer.
_WHY = re.compile(r"\bwhy\b|\bhow come\b|\breasons?\b", re.IGNORECASE)
_WHY_AT_END = re.compile(r"[,;]?\s*\b(?:and\s+)?(?:why|how come)\s*\??\s*$", re.IGNORECASE)
_AND_WHY = re.compile(r"[,;]?\s*\b(?:and|,)\s+(?:why|how come|what went wrong|how)\b.*$", re.I)
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
_WAS_INSPECTED = re.compile(
    r"^\W*(?:has|have|had|hasn['’]t|was|were|did|ha(?:s|ve) not)\b.*\b(?:re-?)?inspect(?:ed)?\b",
    re.IGNORECASE,
)
_PUBLISHED = re.compile(
    r"\bwhen (?:was|were|did|is|has)\b.*\b(?:publish\w*|come out|came out)\b|\bpublication date\b|"
    r"\b(?:what|which) (?:date|year|month)\b.*\bpublish",
    re.IGNORECASE,
)
_REPORTS = re.compile(
    r"\b(?:which|list|how many|show)\b.{0,30}\b(?:reports?|inspections?|letters?|"
    r"(?:focuss?ed|monitoring) visits?|self[- ]assessments?|jtais?)\b|"
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
    never always ever twice thrice least fewest most often worst best highest lowest top bottom
    frequently remained stayed stuck kept lost lose become became drop slip fall dropped fell
    slipped unchanged same
    performing ranked neither first ago hasnt havent earliest oldest newest latest recently
    inspected uninspected reinspected longer failed reasons reason declined deteriorated
    worsened themselves row
    average spread distribution breakdown mix typical share percentage proportion percent
    everything board everywhere anywhere elsewhere nationally fewer stack compares differ
    differs straight directly
    judge current failing struggling trace traced track tracked chart charted once come came fare
    fared
    """.split()
)


def find_record_question(
    text: str,
    left: str,
    *,
    areas: Sequence[str],
    grades: Sequence[str],
    names_authority: bool,
    names_several: bool = False,
    names_group: bool = False,
) -> RecordQuestion | None:
    """What the question asks of the records, or None where it asks more than they hold.

    `left` is the text without the places, times, kinds, areas and grades found in it. Where a
    group is named, the question is one across authorities, whoever else is named beside it.
    """
    among = names_several and bool(grades) and bool(_WHICH_OF.search(text))
    across = names_group or among or not names_authority
    lists = bool(
        (_ASKS_LIST if names_group else _WHICH).search(text) or among or _LIST_ALONE.search(text)
    )
    if across and lists and (why := _AND_WHY.search(text)):
        asked = find_record_question(
            text[: why.start()],
            left[: why.start()],
            areas=areas,
            grades=grades,
            names_authority=names_authority,
            names_several=names_several,
            names_group=names_group,
        )
        return replace(asked, asks_why=True) if asked else None
    if names_authority and not names_group and (why := _WHY_AT_END.search(text)):
        asked = find_record_question(
            text[: why.start()],
            left[: why.start()],
            areas=areas,
            grades=grades,
            names_authority=True,
        )
        if asked is not None and asked.wanted == "grade" and not asked.moved:
            return replace(asked, asks_why=True)
    asks_why = bool(_WHY.search(text))
    if names_authority and not names_group:
        moved = find_grades_moved(text)
        if moved is not None and not _beside(_outside(left, moved[1])):
            named = tuple(dict.fromkeys(areas))
            return RecordQuestion("grade", named, moved=moved[0], asks_why=asks_why)
    if asks_why:
        return None
    if across:
        found = _across(text, left, areas, grades, lists=lists)
        if found is not None:
            return found
    if _beside(left):
        return None
    lists_reports = bool(_REPORTS.search(text)) and not _asks_contents(text)
    if names_group and _ARE_MEMBERS.search(text) and not (areas or grades or lists_reports):
        return RecordQuestion("members")
    facts = _facts(text, areas, grades, names_authority or names_group)
    if facts:
        return replace(facts[0], also=tuple(facts[1:]))
    if names_authority and areas and (_COMPARED.search(text) or _HOW_GOOD.search(text)):
        return RecordQuestion("grade", tuple(dict.fromkeys(areas)), and_findings=True)
    if names_authority and areas and (_CAME_OUT.search(text) or set(areas) == {OVERALL}):
        return RecordQuestion("grade", tuple(dict.fromkeys(areas)))
    if lists_reports:
        return RecordQuestion("reports", count=bool(_COUNT.search(text)))
    return None


def _across(
    text: str, left: str, areas: Sequence[str], grades: Sequence[str], *, lists: bool
) -> RecordQuestion | None:
    """What is asked of all authorities, or of a group of them."""
    named = tuple(dict.fromkeys(areas))
    moved = _grade_move(text, left) if lists else None
    if moved is not None:
        return RecordQuestion("movers", named, moved=moved)
    if _beside(left):
        return None
    if found := find_extreme(text, named, lists=lists):
        return found
    if not lists:
        return None
    if not grades:
        inspected = RecordQuestion("reports") if _WERE_INSPECTED.search(text) else None
        return find_uninspected(text) or inspected
    history = find_history(text)
    if history is not None:
        return replace(history, areas=named)
    return RecordQuestion("authorities", named, count=bool(_COUNT.search(text)))


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
    if names_authority and not grades and _WAS_INSPECTED.search(text):
        return RecordQuestion("inspected")
    if names_authority and grades and _WHICH_AREAS.search(text):
        return RecordQuestion("grade", every_area=True)
    if names_authority and _asks_grade(text, grades):
        supposed = () if re.search(r"\bnever\b", text, re.IGNORECASE) else _supposed(grades)
        every = bool(_EVERY_GRADE.search(text)) and not (areas or grades)
        return RecordQuestion("grade", tuple(dict.fromkeys(areas)), supposed, every_area=every)
    return None


def _supposed(grades: Sequence[str]) -> tuple[str, ...]:
    """The grades that a question supposes; none where it lets one choose: "good or inadequate?"."""
    places = [GRADES.index(grade) for grade in dict.fromkeys(grades)]
    in_row = sorted(places) == list(range(min(places), max(places) + 1)) if places else False
    at_end = in_row and (min(places) == 0 or max(places) == len(GRADES) - 1)
    if len(places) == 1 or at_end or len(places) == len(GRADES) - 1:
        return tuple(grades)
    return ()


def _grade_move(text: str, left: str) -> GradeMove | None:
    """The move in "which councils went from inadequate to good" or "which got worse"."""
    named = find_grades_moved(text)
    if named is not None:
        move, span = named
        # Where both grades are named the question is clear, whatever else it says.
        clear = (move.before and move.after) or not _beside(_outside(left, span))
        return move if clear else None
    return None if _beside(left) else find_direction(text)


def _outside(left: str, span: tuple[int, int]) -> str:
    """The text without a stretch of it."""
    return f"{left[: span[0]]} {left[span[1] :]}"


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
