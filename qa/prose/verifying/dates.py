"""Whether the dates, years, seasons and words for time of a draft are those of what it cites."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from index import Report
from qa.prose.verifying.alignment import Alignment

_MONTHS = {name.lower(): n for n, name in enumerate(calendar.month_name) if n} | {
    name.lower(): n for n, name in enumerate(calendar.month_abbr) if n
}
_MONTHS["sept"] = 9
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_YEAR = r"(?:19[5-9]\d|20[0-4]\d)"

_DATE = re.compile(
    rf"""
    \b(?P<iso>{_YEAR}-\d\d-\d\d)\b
    | \b(?P<day_n>\d{{1,2}})/(?P<month_n>\d{{1,2}})/(?P<year_n>\d{{4}})\b
    | \b(?P<academic>{_YEAR})\s?[/–-]\s?(?:20)?\d\d\b
    | \b(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?)?(?P<month>{_MONTH})\b\.?
      (?:\s+(?P<day_after>\d{{1,2}})(?:st|nd|rd|th)?\b
        (?!\s+(?:child|young|care|social|per|of\ the))(?=,|\s+{_YEAR}|\s|$|\.))?
      (?:,?\s+(?:of\s+)?(?P<month_year>{_YEAR}))?
    | \b(?:(?P<days_before>\d{{1,2}})(?:st|nd|rd|th)?\s*(?:–|-|to|and)\s*
        (?=\d{{1,2}}(?:st|nd|rd|th)?\s+(?:{_MONTH})\b))
    | \b(?P<season>spring|summer|autumn|winter)\b(?:\s+(?:of\s+)?(?P<season_year>{_YEAR}))?
    | \b(?P<year>{_YEAR})(?:s\b)?\b
    """,
    re.IGNORECASE | re.VERBOSE,
)
# Months that are English words too: only with a capital, and "May" not where it begins a sentence.
_ALSO_WORDS = frozenset({"may", "march", "mar", "dec", "sat", "sun"})


@dataclass(frozen=True, slots=True)
class When:
    """A time that is named; what is not named is None."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    season: str | None = None
    start: int = 0
    end: int = 0


def find_dates(text: str) -> list[When]:
    """The times that a text names by the calendar, in order."""
    return list(_dates(text))


def without_dates(text: str) -> str:
    """The text, of the same length, with blanks where it names a time by the calendar."""
    for when in find_dates(text):
        text = text[: when.start] + " " * (when.end - when.start) + text[when.end :]
    return text


def _dates(text: str) -> Iterator[When]:
    for match in _DATE.finditer(text):
        start, end = match.span()
        if match["iso"]:
            day = date.fromisoformat(match["iso"]) if _is_day(match["iso"]) else None
            if day:
                yield When(day.year, day.month, day.day, None, start, end)
        elif match["year_n"]:
            yield When(
                int(match["year_n"]), int(match["month_n"]), int(match["day_n"]), None, start, end
            )
        elif match["academic"]:
            yield When(int(match["academic"]), start=start, end=end)
        elif match["month"]:
            if _is_month(match):
                day_of = match["day"] or match["day_after"]
                yield When(
                    int(match["month_year"]) if match["month_year"] else None,
                    _MONTHS[match["month"].lower()],
                    int(day_of) if day_of else None,
                    None, start, end,
                )  # fmt: skip
        elif match["days_before"]:
            yield When(day=int(match["days_before"]), start=start, end=end)
        elif match["season"]:
            year = match["season_year"]
            yield When(int(year) if year else None, None, None, match["season"].lower(), start, end)
        elif match["year"] and not re.match(
            r"\s+(?:children|young|care leavers|social)", text[end:]
        ):
            yield When(int(match["year"]), start=start, end=end)


def _is_day(iso: str) -> bool:
    try:
        date.fromisoformat(iso)
    except ValueError:
        return False
    return True


def _is_month(match: re.Match[str]) -> bool:
    printed = match["month"]
    if printed.lower() not in _ALSO_WORDS:
        return len(printed) > 3 or printed[0].isupper()
    dated = match["day"] or match["month_year"]
    before = match.string[: match.start()].rstrip()
    return bool(dated) or (
        printed[0].isupper()
        and before.lower().endswith(
            (
                " in",
                " since",
                " of",
                " by",
                " until",
                " to",
                " from",
                " last",
                " early",
                " late",
                " and",
                "in",
            )
        )
    )


# Words for time that mean something only beside a day: which way they point, and the unit.
_RELATIVE = re.compile(
    r"\b(?:(?:the\s+)?(?P<way>last|previous|past|preceding|next|coming|following|this|"
    r"first|second|same|that)\s+"
    r"(?:(?P<many>(?!and\b|or\b|of\b)\w+)\s+)?(?P<unit>day|night|week|month|year|term|"
    r"decade|quarter)s?\b"
    r"|(?P<ago>\w+)\s+(?P<ago_unit>day|week|month|year|decade)s?\s+(?:ago|earlier)\b"
    r"|(?P<word>yesterday|tomorrow|tonight))",
    re.IGNORECASE,
)
_WAYS = {
    "last": -1,
    "previous": -1,
    "past": -1,
    "preceding": -1,
    "next": 1,
    "coming": 1,
    "following": 1,
    "this": 0,
    "first": 2,
    "second": 3,
    "same": 4,
    "that": 4,
}
# What may stand in a source for "last year" although it is worded otherwise.
_PAST = re.compile(
    r"\b(?:last|previous|past|ago|earlier|before|since|recent\w*|to (?:september|"
    r"march|april|december)|within|in|over|during|year on year|year)\b",
    re.I,
)
_FUTURE = re.compile(r"\b(?:next|coming|following|will|from|by|due|plans?|later)\b", re.IGNORECASE)
_PHRASES: tuple[tuple[str, str], ...] = (
    (
        r"since (?:the|its|their) (?:last|previous|most recent|"
        r"earlier) (?:full )?(?:inspection|visit|judgement)|since (?:it was|"
        r"they were) last inspected",
        r"\bsince\b|\blast (?:inspection|inspected|visit)|previous (?:inspection|"
        r"visit)|earlier (?:inspection|visit)|\b(?:19|20)\d\d\b|improv",
    ),
    (
        r"for (?:many|several|some) (?:years|decades)|for (?:years|decades)|long[- ]standing",
        r"\byears?\b|\bdecades?\b|long[- ]standing|long[- ]term|historic|since",
    ),
)


@dataclass(frozen=True, slots=True)
class _Relative:
    way: int
    unit: str
    printed: str


def _relatives(text: str) -> list[_Relative]:
    found = []
    for match in _RELATIVE.finditer(text):
        if match["word"]:
            found.append(
                _Relative(1 if match["word"].lower() == "tomorrow" else -1, "day", match[0])
            )
        elif match["ago"]:
            found.append(_Relative(-1, match["ago_unit"].lower(), match[0]))
        else:
            unit = match["unit"].lower()
            if match["many"] and match["many"].lower() in ("12", "twelve") and unit == "month":
                unit = "year"
            found.append(_Relative(_WAYS[match["way"].lower()], unit, match[0]))
    return found


def _relative_fault(text: str, source: str) -> str | None:
    """The words for time that the source does not have in any way."""
    theirs = _relatives(source)
    for ours in _relatives(text):
        if any(ours.way == other.way and ours.unit == other.unit for other in theirs):
            continue
        unit = {
            "year": r"years?|annual\w*|12 months|twelve months|(?:19|20)\d\d",
            "month": r"months?",
            "day": r"days?|mornings?|evenings?|nights?|afternoons?|tomorrow",
        }.get(ours.unit, rf"{ours.unit}s?")
        has_unit = re.search(rf"\b(?:{unit})\b", source, re.IGNORECASE)
        way = {-1: _PAST, 1: _FUTURE}.get(ours.way)
        if (
            has_unit
            and (way is None or way.search(source))
            and not any(o.unit == ours.unit for o in theirs)
        ):
            continue
        return f"the time {ours.printed!r}"
    for wording, carrying in _PHRASES:
        found = re.search(rf"\b(?:{wording})\b", text, re.IGNORECASE)
        if found and not re.search(carrying, source, re.IGNORECASE):
            return f"the time {found[0]!r}"
    return None


def date_fault(alignment: Alignment) -> str | None:
    """The time of a draft that what it cites does not name, in a few words."""
    cited = alignment.cited
    known = find_dates(cited.text)
    for ours in find_dates(alignment.draft.text):
        if any(_agrees(ours, other) for other in known):
            continue
        if any(_is_of_report(ours, report) for report in cited.reports):
            continue
        printed = alignment.draft.text[ours.start : ours.end]
        return f"the time {printed!r}"
    if re.search(r"\bbefore\b", alignment.draft.text, re.I) and not _ORDER.search(cited.text):
        return "the order of time"
    return _relative_fault(alignment.draft.text, cited.text)


_ORDER = re.compile(
    r"\b(?:before\w*|until|prior|by|yet|first|previous\w*|earlier|ahead|ago|already|"
    r"since|then|after\w*|"
    r"following|once|when|last|pre-\w+|later|next|subsequent\w*|early)\b",
    re.IGNORECASE,
)


def _agrees(ours: When, other: When) -> bool:
    """Whether a time that a source names is the draft's, or lies within it."""
    if ours.season is not None:
        if other.season != ours.season:
            return False
        return ours.year is None or other.year in (None, ours.year)
    for mine, theirs in ((ours.year, other.year), (ours.month, other.month), (ours.day, other.day)):
        if mine is not None and mine != theirs:
            return False
    return True


def _is_of_report(ours: When, report: Report) -> bool:
    """Whether the draft dates the report itself: its inspection or its publication."""
    days = [
        day for day in (report.inspection_start, report.inspection_end, report.published) if day
    ]
    if ours.season is not None:
        return False
    if ours.day is None and ours.month is None:
        return any(day.year == ours.year for day in days)
    for day in days:
        same_day = ours.day is None or ours.day == day.day
        same_month = ours.month is None or ours.month == day.month
        if same_day and same_month and ours.year in (None, day.year):
            return True
    return False
