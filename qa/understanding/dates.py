"""Which stretches of time a question names, and whether they date a report or a fact.

"In the November 2024 inspection" dates a report and narrows the search. "At 31 March 2023" dates
a fact, which any report may state: it stays among the words an answer has to carry.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from qa.records import DateField, Period
from qa.understanding.mentions import Mention

_MONTHS = {name.lower(): n for n, name in enumerate(calendar.month_name) if n} | {
    name.lower(): n for n, name in enumerate(calendar.month_abbr) if n
}
_MONTHS["sept"] = 9

# Parts of a year: first and last month. "Late" and "early" reach over each other's edges because
# an inspection of early December is remembered as either.
_PARTS = {
    "early": (1, 5),
    "start of": (1, 4),
    "beginning of": (1, 4),
    "spring": (3, 6),
    "mid": (4, 9),
    "middle of": (4, 9),
    "summer": (5, 9),
    "autumn": (9, 12),
    "late": (8, 12),
    "end of": (9, 12),
    "winter": (1, 12),
}

_YEAR = r"(?:19[89]\d|20[0-4]\d)"
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_PART = "|".join(part.replace(" ", r"\s+") for part in _PARTS)
_TIME = re.compile(
    rf"""
    (?P<iso>\b{_YEAR}-\d\d-\d\d\b)
    | \b(?:(?P<day>{_DAY})\s+(?:of\s+)?)?
      (?:(?P<month0>{_MONTH})\.?\s*(?:-|–|/|to|and|&)\s*)?
      (?P<month>{_MONTH})\.?\s*,?\s+(?:of\s+)?(?P<month_year>{_YEAR}|\d\d\b(?!\s*(?:child|year|per|%)))
    | \b(?:the\s+)?(?P<part>{_PART})(?:\s+of|-|\s)?\s*(?P<part_year>{_YEAR})
    | (?<![\w£$.,-])(?P<year>{_YEAR})(?:\s*[-–/]\s*(?P<year2>{_YEAR}|\d\d)(?!\d))?(?![\w%]|[.,]\d)
    """,
    re.VERBOSE | re.IGNORECASE,
)
_REPORT_WORDS = re.compile(
    r"\b(?:inspect\w*|ofsted|report\w*|ilacs|sif|slac|visit\w*|judg\w*|rat(?:ed|ing\w*)|grade\w*|"
    r"publish\w*|letters?|self[- ]assess\w*|re-?inspect\w*)\b",
    re.IGNORECASE,
)
_FACT_BEFORE = re.compile(
    rf"(?:\bat|\bas (?:of|at)|\bby|\bon)\s+(?:the\s+)?(?:end\s+of\s+)?(?:{_DAY}\s+)?$",
    re.IGNORECASE,
)
_SINCE = re.compile(r"(?:\bsince|\bfrom|\bstarting(?: in)?)\s+(?:the\s+)?$", re.IGNORECASE)
_AFTER = re.compile(r"\b(?:after|later than)\s+(?:the\s+)?$", re.IGNORECASE)
_BEFORE = re.compile(r"\b(?:before|prior to|earlier than|pre-?)\s*(?P<the>the\s+)?$", re.IGNORECASE)
_UNTIL = re.compile(
    r"\b(?:until|till|up to|through to|no later than|by)\s+(?:the\s+end\s+of\s+)?(?:the\s+)?$",
    re.IGNORECASE,
)
_ABOUT = re.compile(r"\b(?:around|(?<![Ww]hat )(?<![Hh]ow )about|circa|roughly)\s+$", re.IGNORECASE)
# "Recent inspections": those of this many calendar years, this one included; full inspections of an
# authority lie some three to four years apart.
RECENT_YEARS = 5
_RECENT = re.compile(
    r"(?<!most )(?<!more )\b(?P<recent>recent(?:ly)?)\s+(?:\w+ ){0,2}?"
    r"(?:inspect\w*|reports?|visits?|letters?|judge?ments?|ilacs|published)\b",
    re.IGNORECASE,
)
_ONWARDS = re.compile(
    r"\s*(?:onwards?|and later|or later|on\b|and after|to (?:now|date|today))", re.I
)
_JOINED = re.compile(
    r"\s*(?:inspections?|reports?|one)?\s*(?:through to|through|and then|and|then|or|to|till|until|"
    r",|-|–)\s+(?:in\s+|the\s+)*",
    re.IGNORECASE,
)
_INSPECTION_AFTER = re.compile(
    r"\s*(?:ofsted\s+|ilacs\s+|full\s+|single\s+)?(?:inspection|report|ilacs|visit|one|letter)s?\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class PeriodMention:
    """A stretch of time where the question names it."""

    mention: Mention
    period: Period


def find_periods(text: str, *, today: date) -> list[PeriodMention]:
    """The stretches of time that the text names, in order, with "since" and "before" applied."""
    found = [_mentioned(text, match) for match in _TIME.finditer(text) if _is_time(match)]
    found.extend(_relative(text, today))
    return sorted(found, key=lambda mentioned: mentioned.mention.start)


def find_date_field(text: str) -> DateField:
    """Which date of a report the question fixes; "any" unless it says."""
    if re.search(r"\bpublish(?:ed)?\b|\bpublication", text, re.IGNORECASE):
        return "published"
    if re.search(r"\binspected (?:since|after|before|between|from|in|during|until)\b", text, re.I):
        return "inspection"
    return "any"


def _is_time(match: re.Match[str]) -> bool:
    """Leave out what only looks like a time: "may 20", and days that no calendar has."""
    if match["iso"]:
        return _is_day(match["iso"])
    year = match["month_year"]
    return not (year and len(year) == 2 and (match["month"] or "").lower() == "may")


def _is_day(iso: str) -> bool:
    try:
        date.fromisoformat(iso)
    except ValueError:
        return False
    return True


def _mentioned(text: str, match: re.Match[str]) -> PeriodMention:
    since, until = _bounds(match)
    start, end = match.span()
    before, after = text[:start], text[end:]
    words = match[0].strip()
    of = _of(text, match)
    names_report = bool(_INSPECTION_AFTER.match(after))
    if (onwards := _ONWARDS.match(after)) and _goes_on(onwards, before, after):
        return _made(start, end + onwards.end(), since, None, words)
    if found := _SINCE.search(before):
        joined = _JOINED.match(after)
        opens_range = joined and _TIME.match(after, joined.end())
        if not opens_range and not (names_report and found[0].lower().startswith("from")):
            return _made(found.start(), end, since, None, words)
    if match["year"] and (found := _ABOUT.search(before)):
        return _made(found.start(), end, *_a_year_either_way(since, until), words)
    if (found := _AFTER.search(before)) and not names_report:
        return _made(found.start(), end, since, None, words)
    if (found := _BEFORE.search(before)) and not (found["the"] and names_report):
        return _made(found.start(), end, None, _day_before(since), words)
    going_by = names_report and re.search(r"\bby\s+(?:the\s+)?$", before, re.IGNORECASE)
    if (found := _UNTIL.search(before)) and of == "report" and not going_by:
        return _made(found.start(), end, None, until, words)
    return PeriodMention(Mention(start, end), Period(since, until, words, of))


def _a_year_either_way(since: date, until: date) -> tuple[date, date]:
    """ "Around 2016": who does not remember the year is wrong by one more often than by two."""
    return date(since.year - 1, 1, 1), date(until.year + 1, 12, 31)


def _goes_on(onwards: re.Match[str], before: str, after: str) -> bool:
    """Whether "on" behind a year means later ones: "from 2023 on", not "in 2023 on counties"."""
    if onwards[0].strip().lower() != "on" or _SINCE.search(before):
        return True
    return not after[onwards.end() :].strip() or after[onwards.end()] in ",.;:?!"


def _made(
    start: int, end: int, since: date | None, until: date | None, words: str
) -> PeriodMention:
    return PeriodMention(Mention(start, end), Period(since, until, words))


def _of(text: str, match: re.Match[str]) -> Literal["report", "fact"]:
    """Whether the time dates a report or a fact: days and months need an inspection nearby."""
    if match["year"] or match["part"]:
        return "report"
    before, after = text[: match.start()], text[match.end() :]
    if match["day"] or _FACT_BEFORE.search(before):
        near = _REPORT_WORDS.search(" ".join(after.split()[:3]))
        return "report" if near else "fact"
    return "report" if _REPORT_WORDS.search(text) else "fact"


def _bounds(match: re.Match[str]) -> tuple[date, date]:
    """First and last day of what was matched."""
    if match["iso"]:
        day = date.fromisoformat(match["iso"])
        return day, day
    if match["month"]:
        return _month_bounds(match)
    if match["part"]:
        first, last = _PARTS[" ".join(match["part"].lower().split())]
        year = int(match["part_year"])
        return date(year, first, 1), _last_day(year, last)
    first_year = int(match["year"])
    last_year = first_year
    if match["year2"]:
        last_year = int(match["year2"]) if len(match["year2"]) == 4 else _century(match["year2"])
    return date(first_year, 1, 1), date(max(first_year, last_year), 12, 31)


def _month_bounds(match: re.Match[str]) -> tuple[date, date]:
    year = _century(match["month_year"])
    last = _MONTHS[match["month"].lower()]
    first = _MONTHS[match["month0"].lower()] if match["month0"] else last
    first_year = year - 1 if first > last else year
    return date(first_year, first, 1), _last_day(year, last)


def _century(digits: str) -> int:
    return int(digits) if len(digits) == 4 else 2000 + int(digits)


def _last_day(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def _day_before(day: date) -> date:
    return date.fromordinal(day.toordinal() - 1)


def _relative(text: str, today: date) -> Iterator[PeriodMention]:
    """ "Last year", "this year" and "the last five years", counted from today."""
    for match in re.finditer(r"\b(last|this) year\b", text, re.IGNORECASE):
        year = today.year - (match[1].lower() == "last")
        yield _made(*match.span(), date(year, 1, 1), date(year, 12, 31), match[0])
    for match in _RECENT.finditer(text):
        first = date(today.year - RECENT_YEARS + 1, 1, 1)
        yield _made(*match.span("recent"), first, None, match["recent"])
    numbers = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "ten": 10}
    pattern = rf"\b(?:in |over |within )?the (?:last|past) (\d\d?|{'|'.join(numbers)}) years\b"
    for match in re.finditer(pattern, text, re.IGNORECASE):
        count = numbers.get(match[1].lower()) or int(match[1])
        yield _made(*match.span(), date(today.year - count, 1, 1), None, match[0])
