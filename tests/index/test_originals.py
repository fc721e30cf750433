"""Kept originals are found by checksum alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.originals import original_path

SHA256 = "ab" * 32


def test_an_original_is_found_by_its_checksum(tmp_path: Path) -> None:
    place = tmp_path / "originals" / "ab" / f"{SHA256}.pdf"
    place.parent.mkdir(parents=True)
    place.write_bytes(b"printed")
    assert original_path(tmp_path, SHA256) == place
    assert original_path(tmp_path, "cd" * 32) is None


@pytest.mark.parametrize(
    "name", ["", "..", "*" * 64, "../" * 21 + "x", "/etc/passwd", "a" * 63 + "?", SHA256 + ".pdf"]
)
def test_what_is_no_checksum_walks_through_no_folder(tmp_path: Path, name: str) -> None:
    (tmp_path / "originals" / name[:2].strip("/*")).mkdir(parents=True, exist_ok=True)
    for n in ("a" * 64, "x"):
        (tmp_path / "originals" / f"{n}.pdf").write_bytes(b"other")
    assert original_path(tmp_path, name) is None
