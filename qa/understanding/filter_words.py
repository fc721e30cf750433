"""Filters as people and programs write them, checked and made into what a search understands.

Every way in uses this one: a filter that means nothing is refused, with the nearest that does. It
never fails open.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from corpus import AREAS, GRADES, KINDS, OVERALL, area_of_words
from qa.errors import FilterUnknown, RangeReversed
from qa.records import DateField, Filters, Group, Polarity
from qa.understanding.parts import read_parts
from qa.understanding.places import Gazetteer
from qa.visible import as_asked
from qa.words import fold


@dataclass(frozen=True, slots=True)
class FilterWords:
    """Filters as they were written, what nobody sees left out; none of them is checked yet."""

    authorities: tuple[str, ...] = ()  # "Leeds", "RBKC"
    groups: tuple[str, ...] = ()  # "London boroughs", "statistical neighbours of Leeds"
    kinds: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    grades: tuple[str, ...] = ()  # "good" for the overall grade, "care leavers=good" for an area
    since: str | None = None  # 2024, 2024-03 or 2024-03-31
    until: str | None = None
    date_field: DateField | None = None
    latest_only: bool = False
    phrase: str | None = None
    polarity: Polarity | None = None

    def __post_init__(self) -> None:
        for field in fields(self):
            object.__setattr__(self, field.name, _as_asked(getattr(self, field.name)))


def filters_from_words(words: FilterWords, gazetteer: Gazetteer) -> Filters:
    """The filters that were meant.

    Raises: FilterUnknown with the nearest values that exist; RangeReversed.
    """
    overall, by_area = _grades(words.grades)
    since = _day(words.since, "first date", last=False)
    until = _day(words.until, "last date", last=True)
    if since and until and until < since:
        raise RangeReversed(words.since or "", words.until or "")
    groups = tuple(_groups(words.groups, gazetteer))
    named = [_authority(name, gazetteer) for name in words.authorities]
    members = [name for group in groups for name in group.authorities]
    return Filters(
        authorities=tuple(dict.fromkeys((*named, *members))),
        groups=groups,
        kinds=tuple(_one_of(KINDS, kind, "kind of report") for kind in words.kinds),
        areas=tuple(_area(area) for area in words.areas),
        grades=overall,
        area_grades=by_area,
        since=since,
        until=until,
        date_field=words.date_field or "any",
        latest_only=words.latest_only,
        phrase=words.phrase,
        polarity=words.polarity,
    )


def _as_asked(value: Any) -> Any:
    """Words, or several of them, as they are seen; anything else as it is."""
    if isinstance(value, tuple):
        return tuple(map(_as_asked, value))
    return as_asked(value) if isinstance(value, str) else value


def _groups(names: Sequence[str], gazetteer: Gazetteer) -> Iterator[Group]:
    """The groups that these names mean, as a question's words would.

    Raises: FilterUnknown where a name means none.
    """
    for name in names:
        meant = read_parts(name, gazetteer, today=date.today()).groups
        if not meant:
            raise FilterUnknown("group of authorities known here", name, ())
        yield from meant


def _authority(name: str, gazetteer: Gazetteer) -> str:
    """The authority that a name means.

    Raises: FilterUnknown where it means none, or several.
    """
    meant = gazetteer.meant_by_name.get(fold(name), ())
    if len(meant) == 1:
        return meant[0]
    if len(meant) > 1:
        raise FilterUnknown("single authority", name, meant)
    full_by_folded = {fold(full): full for full in gazetteer.authorities()}
    near = _nearest(fold(name), list(full_by_folded))
    raise FilterUnknown("authority known here", name, [full_by_folded[folded] for folded in near])


def _grades(
    values: Sequence[str],
) -> tuple[tuple[str, ...], tuple[tuple[str, str], ...]]:
    """Overall grades, and conditions on an area."""
    overall: list[str] = []
    by_area: list[tuple[str, str]] = []
    for value in values:
        words, equals, grade = value.rpartition("=")
        canonical = _grade(grade)
        area = _area(words) if equals else OVERALL
        if area == OVERALL:
            overall.append(canonical)
        else:
            by_area.append((area, canonical))
    return tuple(overall), tuple(by_area)


def _grade(words: str) -> str:
    folded = fold(words)
    if folded in ("requires improvement to be good", "ri"):
        return "requires improvement"
    return _one_of(GRADES, folded, "grade")


def _area(words: str) -> str:
    folded = fold(words)
    known = folded if folded in AREAS else area_of_words(words)
    if known is None:
        raise FilterUnknown("area of judgement", words, _nearest(folded, AREAS) or AREAS)
    return known


def _one_of(known: Sequence[str], value: str, what: str) -> str:
    by_folded = {fold(name): name for name in known}
    if fold(value) in by_folded:
        return by_folded[fold(value)]
    raise FilterUnknown(what, value, _nearest(value.casefold(), known) or known)


def _nearest(value: str, known: Sequence[str]) -> list[str]:
    """Up to three of the known values that look like this one."""
    from rapidfuzz import fuzz, process

    found = process.extract(value, known, scorer=fuzz.WRatio, limit=3, score_cutoff=70)
    return [name for name, _, _ in found]


def _day(value: str | None, what: str, *, last: bool) -> date | None:
    """The first or last day of a year, month or day.

    Raises: FilterUnknown where it is none.
    """
    if value is None:
        return None
    parts = value.split("-")
    try:
        numbers = [int(part) for part in parts]
        if len(parts) == 1 and len(parts[0]) == 4:
            return date(numbers[0], 12, 31) if last else date(numbers[0], 1, 1)
        if len(parts) == 2:
            end = calendar.monthrange(numbers[0], numbers[1])[1] if last else 1
            return date(numbers[0], numbers[1], end)
        return date.fromisoformat(value)
    except (ValueError, calendar.IllegalMonthError):
        raise FilterUnknown(what, value, ("2024", "2024-03", "2024-03-31")) from None
