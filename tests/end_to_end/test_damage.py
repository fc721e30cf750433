"""One byte changed in each file of an index: `make soak` does it in more places."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from index import update_collection
from scripts.soak.damage import LARGE, PLACES, Change, changed, damage, places
from scripts.soak.interruptions import report_text

SEED = 20261124


def test_a_byte_is_changed_and_put_right_again(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"abc")
    with changed(Change(file, place=1, difference=1)):
        assert file.read_bytes() == b"acc"
    assert file.read_bytes() == b"abc"


def test_a_large_file_is_changed_in_each_of_its_parts() -> None:
    assert places(0, Random(SEED)) == []
    assert places(1, Random(SEED)) == [0]
    size = LARGE + 1
    found = places(size, Random(SEED))
    assert [place * PLACES // size for place in found] == list(range(PLACES))


@pytest.mark.slow
def test_damage_is_named_and_never_answered_from(tmp_path: Path) -> None:
    reports = tmp_path / "reports"
    reports.mkdir()
    for name in ("Abbotsmere", "Brackenhythe"):
        texts = ["Care leavers in lodgings are helped to find a home.", "Visits are made in time."]
        (reports / f"{name}.txt").write_text(report_text(name, texts), encoding="utf-8")
    update_collection(tmp_path / "index", [reports])
    counts = damage(tmp_path / "index", SEED)
    assert counts["files"] == counts["bytes changed and named by qa doctor"] >= 10
    assert counts["questions refused"]


@pytest.mark.slow
def test_a_change_that_nobody_notices_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "report.txt").write_text(report_text("Abbotsmere", ["Visits are made in time."]))
    update_collection(tmp_path / "index", [tmp_path / "report.txt"])
    monkeypatch.setattr("scripts.soak.damage.doctor_names", lambda folder, file: False)
    with pytest.raises(AssertionError, match="qa doctor is silent"):
        damage(tmp_path / "index", SEED)
