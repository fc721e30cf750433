"""Bytes changed in the files of an index: `make soak` does it in more places."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from random import Random

import pytest

from index import update_collection
from index.blocks import BLOCK_SIZE
from scripts.soak.damage import Exchange, Flip, damage, damage_notes, damage_vectors, flips
from scripts.soak.interruptions import report_text
from scripts.soak.invented_collection import WordStandIn, make_collection, stand_in_for_the_model

SEED = 20261124


def test_a_byte_is_changed_and_put_right_again(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"abc")
    with Flip(file, place=1, difference=1).made():
        assert file.read_bytes() == b"acc"
    assert file.read_bytes() == b"abc"
    with Exchange(file, "cut", b"a").made():
        assert file.read_bytes() == b"a"
    assert file.read_bytes() == b"abc"


def test_every_block_of_every_file_has_its_share_of_the_changes(tmp_path: Path) -> None:
    small, large = tmp_path / "small", tmp_path / "large"
    small.write_bytes(b"abc")
    large.write_bytes(bytes(BLOCK_SIZE + 1))
    (tmp_path / "empty").write_bytes(b"")
    made = flips([small, large, tmp_path / "empty"], 6, Random(SEED))
    shares = Counter((flip.file.name, flip.place // BLOCK_SIZE) for flip in made)
    assert shares == {("small", 0): 2, ("large", 0): 2, ("large", 1): 2}
    assert len(flips([small, large], 0, Random(SEED))) == 3


@pytest.mark.slow
def test_damage_is_named_and_never_answered_from(tmp_path: Path) -> None:
    with stand_in_for_the_model():
        counts = damage(make_collection(tmp_path, SEED), SEED, exchanged=20)
    assert counts["files"] == 46
    assert counts["bytes changed"] > counts["files"]  # the large ones have several blocks
    assert counts["files exchanged"] == 20
    assert counts["questions refused"]


def test_damaged_vectors_and_notes_are_not_used(tmp_path: Path) -> None:
    texts = [f"Visits to child {number} are in time." for number in range(100)]
    assert damage_vectors(tmp_path, WordStandIn(), texts, 30, SEED).total() == 30
    report = tmp_path / "report.txt"
    report.write_text(report_text("Abbotsmere", texts[:5]))
    assert damage_notes(tmp_path, report, 100, SEED)["passed over"] > 50


@pytest.mark.slow
def test_a_change_that_nobody_notices_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "report.txt").write_text(report_text("Abbotsmere", ["Visits are made in time."]))
    update_collection(tmp_path / "index", [tmp_path / "report.txt"])
    monkeypatch.setattr("scripts.soak.damage.doctor_names", lambda folder, file: False)
    with pytest.raises(AssertionError, match="qa doctor is silent"):
        damage(tmp_path / "index", SEED)
