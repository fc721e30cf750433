"""An authority's grades over time as a drawing: one line for each area, a table beside it.

The drawing only repeats the table, which is what a screen reader is given.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from corpus import OVERALL
from index import Report

# Heights on the drawing: "adequate" is the older word for what is now "requires improvement".
LEVELS = ("inadequate", "requires improvement", "good", "outstanding")
_LEVEL_OF = {grade: level for level, grade in enumerate(LEVELS)} | {"adequate": 1}

# In the units of the drawing's viewBox.
WIDTH, LEFT, RIGHT = 640, 190, 24
ROW, TOP = 44, 20
HEIGHT = TOP + ROW * (len(LEVELS) - 1) + 48


@dataclass(frozen=True, slots=True)
class Point:
    """A grade at a time."""

    x: int
    y: int
    grade: str
    when: date


@dataclass(frozen=True, slots=True)
class GradeChart:
    """Overall grades as points, and every area's grades as the rows of a table."""

    points: tuple[Point, ...]  # oldest first
    levels: tuple[tuple[str, int], ...]  # grade and its height
    reports: tuple[Report, ...]  # oldest first: the columns of the table
    rows: tuple[tuple[str, tuple[str | None, ...]], ...]  # area and its grade in each report

    width = WIDTH
    height = HEIGHT
    left = LEFT
    right = WIDTH - RIGHT


def chart_of(reports: Sequence[Report]) -> GradeChart | None:
    """The chart of these reports; None where fewer than two have a grade and a date."""
    graded = sorted(
        (report for report in reports if report.date and report.judgements),
        key=lambda report: (report.date or date.min, report.id),
    )
    if len(graded) < 2:
        return None
    areas = dict.fromkeys(
        area for report in reversed(graded) for j in report.judgements for area in j.areas
    )
    ordered = [OVERALL, *(area for area in areas if area != OVERALL)]
    return GradeChart(
        points=tuple(_points(graded)),
        levels=tuple((grade, _height(grade)) for grade in reversed(LEVELS)),
        reports=tuple(graded),
        rows=tuple((area, tuple(_grade(report, area) for report in graded)) for area in ordered),
    )


def _points(reports: Sequence[Report]) -> list[Point]:
    days = [report.date.toordinal() for report in reports if report.date]
    first, span = days[0], max(days[-1] - days[0], 1)
    room = WIDTH - LEFT - RIGHT - 40
    return [
        Point(LEFT + 20 + room * (day - first) // span, _height(grade), grade, report.date)
        for report, day in zip(reports, days, strict=True)
        if (grade := _grade(report, OVERALL)) and report.date
    ]


def _height(grade: str) -> int:
    return TOP + ROW * (len(LEVELS) - 1 - _LEVEL_OF[grade])


def _grade(report: Report, area: str) -> str | None:
    """The grade that a report gives an area; overall from its record."""
    if area == OVERALL and report.overall:
        return report.overall
    return next((j.grade for j in report.judgements if area in (j.area, *j.areas)), None)
