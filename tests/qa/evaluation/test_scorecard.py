"""The scorecard as it is printed."""

from __future__ import annotations

from dataclasses import replace

from qa.evaluation.scorecard import scorecard_lines
from tests.qa.evaluation.scores import ABSTAINED, MISSED, RIGHT


def test_a_row_per_type_and_one_for_all_each_above_its_intervals() -> None:
    change = replace(MISSED, type="change", id="b")
    head, *rows = scorecard_lines([RIGHT, change, ABSTAINED])[:7]
    assert head.split()[:4] == ["type", "n", "R@1", "R@5"]
    assert [row.split()[0] for row in rows[::2]] == ["fact", "change", "overall"]
    assert rows[0].split()[1:3] == ["1", "1.000"]
    assert rows[5].split()[0] == ".09-.91"
    assert rows[2].split()[8] == "-"


def test_a_figure_stands_above_its_interval() -> None:
    head, figures, intervals = scorecard_lines([RIGHT] * 3)[:3]
    for column in ("R@1", "MRR10", "answered"):
        end = head.index(column) + len(column)
        assert figures[:end].endswith("1.000")
        assert intervals[:end].endswith("-1.00")


def test_it_fits_120_columns() -> None:
    many = [replace(RIGHT, type="a type of a very long name", cited=99_999)] * 9
    assert max(map(len, scorecard_lines([*many, ABSTAINED]))) <= 120


def test_abstention_has_intervals_too() -> None:
    text = "\n".join(scorecard_lines([RIGHT, ABSTAINED]))
    assert "abstained on 1.000 (.21-1.00) of 1 unanswerable" in text


def test_questions_without_gold_still_have_times() -> None:
    (line,) = scorecard_lines([replace(RIGHT, answerable=None)])
    assert line.startswith("1 questions, 10 ms")
