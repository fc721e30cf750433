"""Arguments that several commands share: the index, and the filters with their values checked."""

from __future__ import annotations

import argparse
import calendar
import os
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from corpus import AREAS, GRADES, KINDS, OVERALL, area_of_words
from qa.errors import FilterUnknown
from qa.records import Filters
from qa.settings import Settings, sample_folder, settings_from
from qa.understanding.places import Gazetteer
from qa.words import fold


def add_index_arguments(parser: argparse.ArgumentParser) -> None:
    """`--index` and `--sample`."""
    group = parser.add_mutually_exclusive_group()
    group.add_argument(
        "--index",
        metavar="DIR",
        type=Path,
        help="folder of the index (default: QA_INDEX, else the user's data folder)",
    )
    group.add_argument(
        "--sample", action="store_true", help="use the index of the sample collection"
    )


def settings_of(arguments: argparse.Namespace) -> Settings:
    """The settings for a command: its arguments win over the environment.

    Raises: SettingInvalid.
    """
    folder = sample_folder(os.environ) if arguments.sample else arguments.index
    return settings_from(os.environ, folder)


def add_filter_arguments(parser: argparse.ArgumentParser) -> None:
    """The contract's filters. Several values of one widen, several filters narrow."""
    group = parser.add_argument_group("filters (repeat one to widen it)")
    add = group.add_argument
    add("--authority", action="append", default=[], metavar="NAME", help="such as Leeds or RBKC")
    add("--kind", action="append", default=[], metavar="KIND", help=", ".join(KINDS))
    add("--area", action="append", default=[], metavar="AREA", help='such as "care leavers"')
    add(
        "--grade",
        action="append",
        default=[],
        metavar="G",
        help='overall grade, or "AREA=G" for one area',
    )
    add("--since", metavar="DATE", help="2024, 2024-03 or 2024-03-31")
    add("--until", metavar="DATE", help="the last year, month or day that counts")
    add("--date", choices=("inspection", "published"), help="which date the range is about")
    add("--latest", action="store_true", help="each authority's newest report of its kind")


def filters_of(arguments: argparse.Namespace, gazetteer: Gazetteer) -> Filters:
    """The filters of a command line.

    Raises: FilterUnknown with the nearest values that exist.
    """
    overall, by_area = _grades(arguments.grade)
    since = _day(arguments.since, "date for --since", last=False)
    until = _day(arguments.until, "date for --until", last=True)
    if since and until and until < since:
        raise FilterUnknown("range of dates", f"{arguments.since} to {arguments.until}", ())
    return Filters(
        authorities=tuple(_authority(name, gazetteer) for name in arguments.authority),
        kinds=tuple(_one_of(KINDS, kind, "kind of report") for kind in arguments.kind),
        areas=tuple(_area(words) for words in arguments.area),
        grades=overall,
        area_grades=by_area,
        since=since,
        until=until,
        date_field=arguments.date or "any",
        latest_only=arguments.latest,
    )


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
