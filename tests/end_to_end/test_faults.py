"""Each file operation of `qa index` fails once: `make soak` does it with all of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from scripts.soak.failing_disk import KINDS, FailingDisk
from scripts.soak.faults import fail_reading, fill_disk, inject, limit_files

EVERY = 60  # operations of which one fails
SIZES = 3
SEED = 20261124


def test_an_operation_is_counted_and_fails_as_told(tmp_path: Path) -> None:
    def write() -> None:
        with (tmp_path / "file").open("wb") as stream:
            stream.write(b"12345678")

    disk = FailingDisk(tmp_path)
    with disk.watching():
        write()
    assert [(one.did, one.path) for one in disk.operations] == [
        ("create", "file"),
        ("write", "file"),
    ]
    with FailingDisk(tmp_path, 1, "part").watching():
        write()
    assert (tmp_path / "file").read_bytes() == b"12345678"
    with (
        pytest.raises(OSError, match="No space left"),
        FailingDisk(tmp_path, 1, "no space").watching(),
    ):
        write()
    assert (tmp_path / "file").read_bytes() == b""
    with (
        pytest.raises(OSError, match="No space"),
        FailingDisk(tmp_path, 1, "short write").watching(),
    ):
        write()
    assert (tmp_path / "file").read_bytes() == b"1234"


def test_a_file_that_fails_at_a_question_is_named(tmp_path: Path) -> None:
    counts = fail_reading(tmp_path)
    assert counts["refused, the file named"] == counts["operations of a question"] > 50


@pytest.mark.slow
def test_no_failed_operation_loses_anything(tmp_path: Path) -> None:
    counts = inject(tmp_path, EVERY, SEED)
    assert all(counts[f"failed: {kind}"] for kind in KINDS)
    assert counts["then: old stays"]
    assert counts["then: went on"]


@pytest.mark.slow
def test_files_that_may_not_grow_lose_nothing(tmp_path: Path) -> None:
    counts = limit_files(tmp_path, SIZES)
    assert counts["then: old stays"]


@pytest.mark.slow
def test_a_full_disk_loses_nothing(tmp_path: Path) -> None:
    try:
        counts = fill_disk(tmp_path, SIZES)
    except PermissionError as error:
        pytest.skip(f"this user may mount no disk: {error}")
    assert counts["then: old stays"]
    assert counts["then: went on"]
