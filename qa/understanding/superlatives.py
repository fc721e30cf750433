"""Superlatives, "never" and "not since" in questions that the records answer across authorities."""

from __future__ import annotations

import re

from qa.records import RecordQuestion

_COUNCIL = r"(?:councils?|authorit(?:y|ies)|boroughs?|las?|unitar(?:y|ies)|count(?:y|ies)|places?)"
_BEST = r"best|highest|top"
_WORST = r"worst|lowest|bottom|poorest"
_EXTREME = re.compile(
    rf"\b(?:(?P<best>{_BEST})|(?P<worst>{_WORST}))[- ]"
    r"(?:(?:overall|ofsted|possible|current|inspection)\s+)*"
    rf"(?:grade[sd]?|rat(?:ed|ings?)|judge?ments?|judged|scores?|performing|performers?|ranked|"
    rf"results?|outcomes?|{_COUNCIL})\b|"
    rf"\b(?:is|are|was|were|do|does|doing|did|performs?|rated|graded|judged|done)\s+(?:the\s+)?"
    rf"(?:(?P<is_best>{_BEST})|(?P<is_worst>{_WORST}))\b",
    re.IGNORECASE,
)
# "The worst leadership": with an area named and nothing else.
_OF_AREA = re.compile(
    rf"\b(?:(?P<best>{_BEST})|(?P<worst>{_WORST}))\b(?P<is_best>)(?P<is_worst>)", re.IGNORECASE
)
_INSPECTED_MOST = re.compile(
    r"\binspected\s+(?:the\s+)?(?:(?P<most>most)|(?P<least>least|fewest))(?:\s+(?:often|times|"
    r"frequently))?\b(?!\s+recent)|"
    r"\b(?:(?P<most2>most)|(?P<least2>fewest|least))\s+(?:(?:full|ofsted)\s+)?inspections?\b|"
    r"\b(?:(?P<most3>most)|(?P<least3>least))\s+(?:often|frequently)\s+inspected\b|"
    r"\b(?P<most4>most)[- ]inspected\b",
    re.IGNORECASE,
)
_LED_MOST = re.compile(
    r"\b(?:inspectors?|who)\b.{0,40}\b(?:led|leads?|carried out|done|did|headed|inspected)\b"
    r".{0,20}\bmost\b",
    re.IGNORECASE,
)
_AT_AN_END = re.compile(
    r"\binspected\s+(?:the\s+)?(?:(?P<newest>most recently|last|latest)|(?P<oldest>first|earliest|"
    r"longest ago|least recently))\b|"
    r"\b(?:which|what|whose|when)\b.{0,30}\b(?:(?P<newest2>newest|latest|most recent|last)|"
    r"(?P<oldest2>oldest|earliest|first))\s+(?:(?:full|ofsted)\s+)?(?:inspections?|reports?)\b",
    re.IGNORECASE,
)
_UNINSPECTED = re.compile(
    r"(?:\b(?:not|never|yet to)\b|n['’]?t\b)\s+(?:yet\s+|ever\s+)?(?:(?:been|be|had|have)\s+)?"
    r"(?:an?\s+)?(?:full\s+)?(?:re-?)?inspect\w*|"
    r"\b(?:no|without)\s+(?:an?\s+|any\s+)?(?:full\s+|new\s+|ofsted\s+)?inspections?\b|\buninspected\b",
    re.IGNORECASE,
)
_NEVER = re.compile(
    r"\bnever\b|\b(?:not|n['’]t) (?:once|ever)\b|\bnot at any\b|(?:\bnot|n['’]t) ever\b",
    re.IGNORECASE,
)
_ALWAYS = re.compile(
    r"\b(?:always|(?:at|in) (?:every|each|all)(?: of their)? (?:\w+ )?inspections?|every time|"
    r"throughout|consistently|all along)\b",
    re.IGNORECASE,
)
_EVER = re.compile(
    r"\bever\b|\bat (?:some|any) (?:point|time)\b|\bhave (?:once )?been\b.*\bsince\b", re.I
)
_TIMES = re.compile(
    r"\b(?P<twice>twice|two times|more than once|repeatedly|both times)\b|"
    r"\b(?P<thrice>thrice|three times)\b|\b(?P<count>\d) times\b",
    re.IGNORECASE,
)


def find_extreme(text: str, areas: tuple[str, ...], *, lists: bool) -> RecordQuestion | None:
    """The question for the one at an end: inspected most often, last inspected, best graded."""
    if _LED_MOST.search(text):
        return RecordQuestion("most led")
    if found := _INSPECTED_MOST.search(text):
        least = bool(found["least"] or found["least2"] or found["least3"])
        return RecordQuestion("most inspected", least=least)
    if found := _AT_AN_END.search(text):
        newest = bool(found["newest"] or found["newest2"])
        return RecordQuestion("reports", end="newest" if newest else "oldest")
    found = _EXTREME.search(text)
    if found is None and areas and lists:
        found = _OF_AREA.search(text)
    if found:
        best = bool(found["best"] or found["is_best"])
        return RecordQuestion("authorities", areas, extreme="best" if best else "worst")
    return None


def find_uninspected(text: str) -> RecordQuestion | None:
    """The question for authorities without an inspection in a time."""
    return RecordQuestion("uninspected") if _UNINSPECTED.search(text) else None


def find_history(text: str) -> RecordQuestion | None:
    """Whether a grade is asked about over all inspections: never, always, ever, twice."""
    if _NEVER.search(text):
        return RecordQuestion("histories", how_often="never")
    if _ALWAYS.search(text):
        return RecordQuestion("histories", how_often="always")
    if found := _TIMES.search(text):
        times = 2 if found["twice"] else 3 if found["thrice"] else int(found["count"])
        return RecordQuestion("histories", how_often="ever", times=times)
    return RecordQuestion("histories", how_often="ever") if _EVER.search(text) else None
