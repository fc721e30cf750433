"""A Scope as conditions in SQL: exact, and asked before anything is ranked.

Several values of one filter widen, several filters narrow.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce

from index.records import Scope
from index.tables import marks

_INSPECTION_FIRST = "COALESCE(inspection_start, inspection_end)"
_INSPECTION_LAST = "COALESCE(inspection_end, inspection_start)"


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition in SQL and the values of its question marks."""

    sql: str = "TRUE"
    values: tuple[object, ...] = ()

    def and_(self, other: Condition) -> Condition:
        """Both."""
        if "TRUE" in (self.sql, other.sql):
            return other if self.sql == "TRUE" else self
        return Condition(f"{self.sql} AND {other.sql}", self.values + other.values)


def report_condition(scope: Scope) -> Condition:
    """Which rows of the catalogue's `reports` are in scope; `areas` asks for paragraphs instead."""
    conditions = [
        _one_of("authority", scope.authorities),
        _one_of("kind", scope.kinds),
        _one_of("overall", scope.grades),
        _one_of("id", scope.report_ids),
        *_area_grades(scope.area_grades),
        _dates(scope),
        Condition("is_newest") if scope.latest_only else Condition(),
    ]
    return reduce(Condition.and_, conditions, Condition())


def area_condition(areas: tuple[str, ...]) -> Condition:
    """Which rows of a segment's `paragraph_areas` are in scope."""
    return _one_of("paragraph_areas.area", areas)


def _one_of(column: str, values: tuple[str, ...]) -> Condition:
    return Condition(f"{column} IN ({marks(values)})", values) if values else Condition()


def _area_grades(area_grades: Sequence[tuple[str, str]]) -> list[Condition]:
    """Two grades for one area widen ("good or outstanding"); two areas narrow."""
    grades: dict[str, list[str]] = {}
    for area, grade in area_grades:
        grades.setdefault(area, []).append(grade)
    return [
        Condition(
            "id IN (SELECT report_id FROM area_grades"
            f" WHERE area = ? AND grade IN ({marks(some)}))",
            (area, *some),
        )
        for area, some in grades.items()
    ]


def _dates(scope: Scope) -> Condition:
    """A range of days; an inspection counts when one of its days is in it."""
    if scope.since is None and scope.until is None:
        return Condition()
    since = scope.since.isoformat() if scope.since else ""
    until = scope.until.isoformat() if scope.until else "9999-12-31"
    overlap = f"({_INSPECTION_FIRST} <= ? AND {_INSPECTION_LAST} >= ?)"
    inspection = Condition(overlap, (until, since))
    published = Condition("(published BETWEEN ? AND ?)", (since, until))
    if scope.date_field == "inspection":
        return inspection
    if scope.date_field == "published":
        return published
    return Condition(
        f"(IFNULL({inspection.sql}, FALSE) OR IFNULL({published.sql}, FALSE))",
        inspection.values + published.values,
    )
