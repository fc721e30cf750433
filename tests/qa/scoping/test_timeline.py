"""From the times of a question to the reports they mean."""

from __future__ import annotations

import pytest

from qa.records import Question
from qa.scoping.timeline import NO_REPORT, place_in_time
from qa.understanding import understand
from tests.qa.stand_ins import TODAY, ListedCollection, make_report, tiny_gazetteer

GAZETTEER = tiny_gazetteer()
WHENS = ["2013-05-06", "2016-01-11", "2019-03-04", "2022-09-05", "2024-05-13"]
COLLECTION = ListedCollection(
    [
        *((make_report("Aldermoor", when), ()) for when in WHENS),
        (make_report("Aldermoor", "2023-02-06", kind="focused-visit"), ()),
        (make_report("Fennick", "2022-09-05"), ()),
    ]
)


def years(text: str) -> list[str]:
    understanding = understand(Question(text), GAZETTEER, today=TODAY)
    placed = place_in_time(understanding, COLLECTION)
    assert {r.id for r in COLLECTION.reports(placed.scope)} == {r.id for r in placed.reports}
    return [str(report.inspection_start)[:7] for report in placed.reports]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Aldermoor's latest inspection", ["2024-05"]),
        ("plans in Aldermoor in 2016", ["2016-01"]),
        ("plans in Aldermoor in 2016 and in 2022", ["2022-09", "2016-01"]),
        ("Aldermoor's last three inspections", ["2024-05", "2022-09", "2019-03"]),
        ("Aldermoor: the inspection before the May 2024 inspection", ["2024-05"]),
        ("Aldermoor's focused visits", ["2023-02"]),
        ("Aldermoor's first inspection", ["2013-05"]),
        ("Aldermoor's previous inspection", ["2022-09"]),
        ("plans in Aldermoor since 2022", ["2024-05", "2023-02", "2022-09"]),
        ("plans in Aldermoor in 2031", []),
        ("how many plans were there in Aldermoor in May 2024", ["2024-05"]),
    ],
)
def test_times_mean_reports(text: str, expected: list[str]) -> None:
    assert years(text) == expected


def test_a_move_past_the_end_of_the_row_finds_nothing() -> None:
    understanding = understand(
        Question("the inspection before that in Aldermoor, 2013"), GAZETTEER, today=TODAY
    )
    placed = place_in_time(understanding, COLLECTION)
    assert placed.reports == ()
    assert placed.scope.report_ids == (NO_REPORT,)


def test_latest_across_councils_is_each_ones_newest_full_inspection() -> None:
    understanding = understand(Question("the latest inspections"), GAZETTEER, today=TODAY)
    placed = place_in_time(understanding, COLLECTION)
    assert {report.authority for report in placed.reports} in ({"Aldermoor", "Fennick"},)
