"""Dates as reports print them: single days, ranges, ranges in two parts, with dashes or slashes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

_MONTHS = {
    name: number
    for number, name in enumerate(
        (
            "january february march april may june july august september october november december"
        ).split(),
        start=1,
    )
}
_MONTHS |= {name[:3]: number for name, number in _MONTHS.items()}
_MONTHS["sept"] = 9
_MONTH = r"(?P<month>" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\b\.?,?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
# A day alone, a day with its month, a full date: what is missing stands in the part that follows.
_PART = re.compile(
    rf"{_DAY}(?:\s*(?:of\s+)?{_MONTH}(?:\s*(?P<year>(?:19|20)\d\d))?)?(?![\d/])", re.IGNORECASE
)
_SLASHED = re.compile(r"(?P<day>\d{1,2})/(?P<month>\d{1,2})/(?P<year>(?:19|20)?\d\d)\b")


def find_dates(text: str) -> list[date]:
    """The days that a text names, in its order.

    A day without a month or a year takes them from the next day that has them: "11 - 22 July 2022"
    gives 11 and 22 July 2022, "30 January to 10 February 2023" a day in each month. A day that no
    later one completes is no date.
    """
    slashed = [found for match in _SLASHED.finditer(text) if (found := _slashed(match))]
    if slashed:
        return slashed
    parts = list(_parts(text))
    dates: list[date] = []
    month: int | None = None
    year: int | None = None
    for day, own_month, own_year in reversed(parts):
        if own_month is not None:
            if own_year is None and month is not None and own_month > month and year is not None:
                own_year = year - 1  # "12 December to 6 January 2025"
            month = own_month
            year = own_year or year
        if month is None or year is None:
            continue
        found = _day(year, month, day)
        if found is not None:
            dates.append(found)
    return dates[::-1]


def find_range(text: str) -> tuple[date, date] | None:
    """The first and the last of the days that a text names."""
    dates = find_dates(text)
    return (min(dates), max(dates)) if dates else None


def _parts(text: str) -> Iterator[tuple[int, int | None, int | None]]:
    for match in _PART.finditer(text):
        month = match.group("month")
        year = match.group("year")
        yield (
            int(match.group("day")),
            _MONTHS[month.lower()] if month else None,
            int(year) if year else None,
        )


def _slashed(match: re.Match[str]) -> date | None:
    year = int(match.group("year"))
    return _day(
        year if year > 99 else 2000 + year, int(match.group("month")), int(match.group("day"))
    )


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
