"""Reports, dates and grades in words for people; the same words everywhere an answer is shown."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from corpus import GRADES
from index import Report
from qa.records import Understanding

# More groups than these are told by their number.
MOST_GROUPS = 4
KIND_NAMES = {
    "ilacs": "ILACS inspection",
    "sif": "single inspection",
    "slac": "inspection of safeguarding and looked after children",
    "focused-visit": "focused visit",
    "monitoring-visit": "monitoring visit",
    "jtai": "joint targeted area inspection",
    "self-assessment": "self-assessment",
    "other": "report",
}


def report_label(report: Report) -> str:
    """One line that tells a reader which report this is."""
    who = report.authority or report.title or report.id
    what = KIND_NAMES[report.kind]
    if report.kind == "self-assessment":
        what = "the council says, in its self-assessment"
    when = short_when(report)
    return f"{who}: {what}, {when}" if when else f"{who}: {what}"


def report_words(report: Report) -> str:
    """The report within a sentence: "the ILACS inspection of 11 to 15 November 2024"."""
    when = date_range(report.inspection_start, report.inspection_end)
    if when:
        return f"the {KIND_NAMES[report.kind]} of {when}"
    if report.published:
        return f"the {KIND_NAMES[report.kind]} published on {day(report.published)}"
    return f"the {KIND_NAMES[report.kind]}"


def short_when(report: Report) -> str:
    """Month and year of the inspection, else of the publication."""
    when = report.inspection_end or report.inspection_start
    if when:
        return f"{when:%B %Y}"
    return f"published {report.published:%B %Y}" if report.published else ""


def date_range(first: date | None, last: date | None) -> str | None:
    """ "11 to 15 November 2024", "28 October to 8 November 2024", or one day."""
    if first is None or last is None or first == last:
        only = first or last
        return day(only) if only else None
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day} to {day(last)}"
    if first.year == last.year:
        return f"{first.day} {first:%B} to {day(last)}"
    return f"{day(first)} to {day(last)}"


def period_words(since: date | None, until: date | None) -> str:
    """ "in 2023", "2020 to 2022", "since 2020", "until 31 March 2021"; "" without a bound."""
    from_new_year = since is not None and (since.month, since.day) == (1, 1)
    to_years_end = until is not None and (until.month, until.day) == (12, 31)
    if since and until:
        if not (from_new_year and to_years_end):
            return f"{day(since)} to {day(until)}"
        one_year = since.year == until.year
        return f"in {since.year}" if one_year else f"{since.year} to {until.year}"
    if since:
        return f"since {since.year if from_new_year else day(since)}"
    return f"until {until.year if to_years_end else day(until)}" if until else ""


def day(when: date) -> str:
    """ "5 March 2024"."""
    return f"{when.day} {when:%B %Y}"


def area_words(area: str) -> str:
    """The area as it reads after "for"."""
    return (
        f"the {area}"
        if area in ("impact of leaders", "local safeguarding children board")
        else area
    )


def who_words(understanding: Understanding) -> str:
    """The authorities asked about, a group by its name; "" where nobody is named.

    "Leeds and statistical neighbours of Leeds (10 authorities)".
    """
    members = {name for group in understanding.groups for name in group.authorities}
    named = [name for name in understanding.scope.authorities if name not in members]
    if len(understanding.groups) > MOST_GROUPS:
        return listed([*named, f"{len(understanding.groups)} regions"])
    for group in understanding.groups:
        named.append(f"{group.name} ({counted(len(group.authorities))})")
    return listed(named)


def counted(authorities: int) -> str:
    """ "1 authority", "33 authorities"."""
    return f"{authorities} {'authority' if authorities == 1 else 'authorities'}"


def grade_words(grades: Sequence[str]) -> str:
    """ "good", "good or outstanding"; "anything but good" where only one is left out."""
    absent = [grade for grade in GRADES if grade not in grades]
    if len(absent) == 1:
        return f"anything but {absent[0]}"
    if len(grades) < 2:
        return "".join(grades)
    return f"{', '.join(grades[:-1])} or {grades[-1]}"


def listed(words: list[str]) -> str:
    """ "a", "a and b", "a, b and c"."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"
