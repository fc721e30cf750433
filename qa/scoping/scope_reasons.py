"""Sentences for questions that no report of the collection can answer, and why."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from index import Report, Scope
from qa.labels import day, grade_words, listed, report_words, who_words
from qa.open_collection import OpenCollection
from qa.records import Understanding
from qa.scoping.timeline import Placed
from qa.understanding.elsewhere import is_nation, places_elsewhere
from qa.words import fold

# What no report can tell, whoever is named beside it.
_NOT_FOR_REPORTS = re.compile(
    r"^(?:[\w'’]+ ){0,3}(?:weather|temperature)\b(?! \w+(?: \w+)? storm)|\bweather forecast\b|"
    r"^(?:please |can you |could you )?(?:write|compose|sing|tell)(?: me| us)?(?: \w+){0,3} "
    r"(?:poem|song|joke|limerick|haiku|rap|essay|short story|fairy tale)\b",
    re.IGNORECASE,
)
_TO_COME = re.compile(
    r"\bwhen (?:will|is|are|does|do)\b.{0,60}\b(?:be (?:re-?)?inspected|next inspection|inspected "
    r"next|due (?:an |for |to be )|inspection due)",
    re.IGNORECASE,
)
# Questions of record that pick among authorities: who is not picked has not been silent.
ACROSS = (
    "authorities",
    "movers",
    "histories",
    "uninspected",
    "most inspected",
    "reports",
    "members",
)


def why_out_of_scope(understanding: Understanding, *, partly: bool = False) -> str | None:
    """Why the question is not one for these reports; None where it is.

    A place elsewhere beside an authority only makes the answer partial (`partly`).
    """
    if understanding.other_inspection and not partly:
        return (
            f"“{understanding.other_inspection}” is another kind of inspection: the collection "
            "holds inspections of councils' services for children in need, in care and after it."
        )
    if understanding.elsewhere and (partly or not understanding.scope.authorities):
        return " ".join(_elsewhere_sentence(place) for place in understanding.elsewhere)
    return None


def why_no_question_for_reports(question: str) -> str | None:
    """Why nothing is looked up where the weather is asked for, or a text to be written."""
    if not _NOT_FOR_REPORTS.search(question):
        return None
    return "The collection holds inspection reports: it tells no weather and writes no texts."


def why_not_yet(question: str) -> str | None:
    """Why nothing is known of an inspection to come; None where none is asked about."""
    if not _TO_COME.search(question):
        return None
    return "Reports tell of inspections that were made, not of those to come."


def why_only_partly(
    understanding: Understanding, placed: Placed, cited: Sequence[Report]
) -> str | None:
    """What of the question stays open although something answers it; None where nothing does."""
    reasons = [reason] if (reason := why_out_of_scope(understanding, partly=True)) else []
    if understanding.record is not None and understanding.record.wanted in ACROSS:
        return " ".join(reasons) or None
    answering = {report.authority for report in cited}
    silent = [name for name in understanding.sides if name not in answering]
    held = {report.authority for report in placed.reports} if silent else set()
    absent = [name for name in silent if name not in held]
    if absent:
        reasons.append(f"No report on {listed(absent)} is in scope.")
    if unheard := [name for name in silent if name in held]:
        reasons.append(f"No report on {listed(unheard)} was found to speak of this.")
    sides = {report.id for report in cited}
    if understanding.compares and understanding.sides and len(sides) == 1:
        words = report_words(cited[0])
        reasons.append(f"Only {words} was found to speak of this, so no change can be shown.")
    return " ".join(reasons) or None


def why_nothing_in_scope(understanding: Understanding, collection: OpenCollection) -> str:
    """Why the conditions leave no report, with what there is instead."""
    scope = understanding.scope
    if not collection.reports():
        return "The collection is empty: add reports with `qa index FOLDER`."
    who = who_words(understanding)
    held = collection.reports(Scope(authorities=scope.authorities)) if who else ()
    if who and not held:
        return f"The collection holds no report on {who}."
    conditions = _condition_words(understanding)
    if not who:
        return f"No report in the collection meets the conditions: {conditions}."
    newest = max(held, key=lambda report: report.date or report.published or date.min)
    words = report_words(newest)
    return (
        f"The collection holds no report on {who} that meets the conditions: {conditions}. "
        f"The newest it holds is {words}."
    )


def who_is_absent(understanding: Understanding, collection: OpenCollection) -> str | None:
    """Who of those named has no report at all, where it is picked among them; else None."""
    if understanding.record is None or understanding.record.wanted not in ACROSS:
        return None
    sides = understanding.sides
    absent = [name for name in sides if not collection.reports(Scope(authorities=(name,)))]
    return f"The collection holds no report on {listed(absent)}." if absent else None


def _elsewhere_sentence(place: str) -> str:
    _, area = places_elsewhere()[fold(place)]
    if is_nation(area):
        where = (
            f"{place} is in {area}"
            if area in ("Wales", "Scotland")
            else f"{place} is not in England"
        )
        if area == place:
            where = f"{place} has inspectorates of its own"
        return f"{where}; the collection covers councils in England."
    return (
        f"{place} has no reports of its own: children's services there are run by {area}, "
        "so ask about that council."
    )


def _condition_words(understanding: Understanding) -> str:
    """The conditions of the scope in words, for a reader who wants to loosen one."""
    scope = understanding.scope
    words = [*(f"kind {kind}" for kind in scope.kinds)]
    if scope.grades:
        words.append(f"graded {grade_words(scope.grades)} overall")
    for area in dict.fromkeys(area for area, _ in scope.area_grades):
        grades = [grade for named, grade in scope.area_grades if named == area]
        words.append(f"graded {grade_words(grades)} for {area}")
    if understanding.move:
        words.append(f"the {understanding.move} inspection")
    if scope.since and scope.until:
        words.append(f"dated {day(scope.since)} to {day(scope.until)}")
    elif scope.since:
        words.append(f"dated {day(scope.since)} or later")
    elif scope.until:
        words.append(f"dated {day(scope.until)} or earlier")
    if understanding.own_words == "left out":
        words.append("written by inspectors")
    return "; ".join(words) or "as asked"
