"""Grades over time: where points stand, and that the table holds every grade."""

from __future__ import annotations

from datetime import date

from corpus import Judgement
from index import Report
from qa.web.grade_chart import HEIGHT, LEVELS, WIDTH, chart_of
from tests.qa.stand_ins import make_report


def graded(when: str, overall: str, leavers: str | None = None) -> Report:
    rows = [("overall effectiveness", overall), ("care leavers", leavers)]
    judgements = tuple(
        Judgement(area, area.capitalize(), grade, "judged", (area,), 1, None)
        for area, grade in rows
        if grade
    )
    return make_report("Fennick", when, overall=overall, judgements=judgements)


def test_better_grades_stand_higher_and_later_ones_further_right() -> None:
    reports = [graded("2024-05-13", "outstanding"), graded("2014-06-02", "inadequate")]
    chart = chart_of(reports)
    assert chart is not None
    first, last = chart.points
    assert (first.grade, last.grade) == ("inadequate", "outstanding")
    assert first.x < last.x
    assert first.y > last.y
    assert all(0 < point.x < WIDTH and 0 < point.y < HEIGHT for point in chart.points)


def test_the_older_word_stands_where_its_successor_does() -> None:
    chart = chart_of([graded("2012-01-02", "adequate"), graded("2024-05-13", "good")])
    assert chart is not None
    heights = dict(chart.levels)
    assert list(heights) == list(reversed(LEVELS))
    assert chart.points[0].y == heights["requires improvement"]


def test_the_table_says_where_an_area_was_not_judged() -> None:
    chart = chart_of([graded("2014-06-02", "good"), graded("2024-05-13", "good", "inadequate")])
    assert chart is not None
    assert chart.rows == (
        ("overall effectiveness", ("good", "good")),
        ("care leavers", (None, "inadequate")),
    )
    assert [report.inspection_start for report in chart.reports] == [
        date(2014, 6, 2),
        date(2024, 5, 13),
    ]


def test_one_inspection_makes_no_chart() -> None:
    assert chart_of([graded("2024-05-13", "good")]) is None
    assert chart_of([graded("2024-05-13", "good"), make_report("Fennick", "2019-01-07")]) is None
