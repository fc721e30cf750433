"""A Scope and a generation as a condition on the engine's rows.

It never fails open: every condition names the generation, each field of a scope that narrows has
its words here (a test holds the fields against them), and what cannot be meant matches nothing.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import date

from index.records import Scope

# A version that is live has been removed by no generation yet.
NEVER = 1 << 62
# Days are counted from year 1; 0 and this stand for a day that the report does not print.
NO_DAY = 0
NO_FIRST_DAY = 1 << 40

_NOTHING = "added < 0"
# The fields of a scope that `narrowing` has words for.
SAID = frozenset(
    {
        "authorities",
        "kinds",
        "areas",
        "grades",
        "area_grades",
        "since",
        "until",
        "date_field",
        "latest_only",
        "report_ids",
    }
)


def live_in(generation: int) -> str:
    """The rows that a generation has."""
    return f"added <= {generation} and removed > {generation}"


def in_scope(scope: Scope, generation: int) -> str:
    """The rows of a generation's paragraphs that are in scope."""
    return " and ".join([live_in(generation), *narrowing(scope)])


def narrowing(scope: Scope) -> list[str]:
    """The conditions of a scope, all of which must hold."""
    conditions = [
        _one_of("authority", scope.authorities),
        _one_of("kind", scope.kinds),
        _one_of("overall", scope.grades),
        _one_of("report_id", scope.report_ids),
        _any_of("areas", scope.areas),
        *_area_grades(scope.area_grades),
        _dates(scope),
        "is_newest == true" if scope.latest_only else "",
    ]
    return [condition for condition in conditions if condition]


def grade_word(area: str, grade: str) -> str:
    """An area's grade as one word of a row; grades are of a fixed vocabulary and have no bar."""
    return f"{grade}|{area}"


def words_of(values: Iterable[str]) -> str:
    """Values as a list of the engine's language."""
    return "[" + ", ".join(json.dumps(value, ensure_ascii=False) for value in values) + "]"


def one_of(field: str, values: Sequence[str]) -> str:
    """Rows with one of these values; the engine refuses an empty list, and nothing is in it."""
    return f"{field} in {words_of(values)}" if values else _NOTHING


def _one_of(field: str, values: Sequence[str]) -> str:
    # An empty word stands in rows for "not printed", which no filter asks for.
    return one_of(field, [value for value in values if value]) if values else ""


def _any_of(field: str, values: Sequence[str]) -> str:
    asked = [value for value in values if value]
    if not values:
        return ""
    return f"array_contains_any({field}, {words_of(asked)})" if asked else _NOTHING


def _area_grades(area_grades: Sequence[tuple[str, str]]) -> list[str]:
    """Two grades for one area widen ("good or outstanding"); two areas narrow."""
    grades: dict[str, list[str]] = {}
    for area, grade in area_grades:
        grades.setdefault(area, []).append(grade_word(area, grade))
    return [_any_of("area_grades", some) for some in grades.values()]


def _dates(scope: Scope) -> str:
    """A range of days; an inspection counts when one of its days is in it."""
    if scope.since is None and scope.until is None:
        return ""
    since = (scope.since or date.min).toordinal()
    until = (scope.until or date.max).toordinal()
    inspection = f"(first_day <= {until} and last_day >= {since})"
    published = f"(published >= {since} and published <= {until})"
    if scope.date_field == "inspection":
        return inspection
    if scope.date_field == "published":
        return published
    return f"({inspection} or {published})"
