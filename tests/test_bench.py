"""What `make bench` prints and measures with; the measuring itself needs an idle machine."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.__main__ import evenly
from bench.figures import at_least, at_most, median_ms, print_heading, print_rows


def test_each_row_has_a_goal_beside_its_figure(capsys: pytest.CaptureFixture[str]) -> None:
    print_heading()
    assert not print_rows(
        [at_most("slow", 3.0, "", goal=2.0), at_least("twice", 2.0, 1.5, "(4 and 2 s)")]
    )
    _, _, slow, twice = capsys.readouterr().out.splitlines()
    assert [cell.strip() for cell in slow.strip("|").split("|")] == [
        "slow", "3.00 s", "at most 2 s", "NO",
    ]  # fmt: skip
    assert "2.0 times (4 and 2 s)" in twice
    assert "yes" in twice


def test_files_come_from_all_over_a_list() -> None:
    files = [Path(str(number)) for number in range(100)]
    assert evenly(files, 4) == [files[0], files[25], files[50], files[75]]
    assert evenly(files[:3], 4) == files[:3]


def test_the_median_is_of_all_questions() -> None:
    asked: list[str] = []
    assert median_ms(asked.append, ["a", "b"], rounds=2) >= 0
    assert asked == ["a", "b", "a", "b"]
