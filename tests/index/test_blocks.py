"""A large file gives out no byte of a block that is not what was written, and reads no other."""

from __future__ import annotations

import hashlib
from pathlib import Path
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index import IndexDamaged, blocks
from index.blocks import BlockedFile, checksums_of, write_blocked

BLOCK = 16


@pytest.fixture(autouse=True)
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Blocks of 16 bytes."""
    monkeypatch.setattr(blocks, "BLOCK_SIZE", BLOCK)


def written(folder: Path, content: bytes, cut: int = 5) -> BlockedFile:
    """The content written in pieces of `cut` bytes, and opened."""
    pieces = [content[start : start + cut] for start in range(0, len(content), cut)]
    stored, checksums = write_blocked(folder / "large.bin", pieces)
    assert (stored.name, checksums.name) == ("large.bin", checksums_of("large.bin"))
    return BlockedFile.open(folder, stored, checksums)


@pytest.mark.parametrize("size", [0, 1, BLOCK - 1, BLOCK, BLOCK + 1, 5 * BLOCK + 3])
@pytest.mark.parametrize("cut", [1, 7, BLOCK, 1000])
def test_what_was_written_is_read(tmp_path: Path, size: int, cut: int) -> None:
    content = bytes(number % 251 for number in range(size))
    file = written(tmp_path, content, cut)
    file.check_all()
    assert file.read(0, size) == content


@settings(max_examples=200, deadline=None)
@given(place=st.integers(0, 99), start=st.integers(0, 100), length=st.integers(0, 100))
def test_a_changed_byte_is_noticed_exactly_where_its_block_is_read(
    place: int, start: int, length: int
) -> None:
    end = min(100, start + length)
    content = bytes(range(100))
    with patch.object(blocks, "BLOCK_SIZE", BLOCK):
        file = BlockedFile(Path("x"), memoryview(_changed(content, place)), _digests(content))
        touched = start < end and start // BLOCK <= place // BLOCK <= (end - 1) // BLOCK
        if touched:
            with pytest.raises(IndexDamaged, match=f"block {place // BLOCK}"):
                file.read(start, end)
        else:
            assert file.read(start, end) == content[start:end]


def test_many_ranges_are_checked_at_once_and_each_block_once(tmp_path: Path) -> None:
    file = written(tmp_path, bytes(10 * BLOCK))
    with patch.object(file, "_check_block", wraps=file._check_block) as check:
        file.check(np.array([0, 40, 41, 159]), np.array([1, 41, 49, 160]))
        file.check(np.array([0]), np.array([3]))
    assert [call.args[0] for call in check.call_args_list] == [0, 2, 3, 9]


def test_a_list_of_checksums_of_another_length_is_refused(tmp_path: Path) -> None:
    with pytest.raises(IndexDamaged, match="2 blocks, 1 checksums"):
        BlockedFile(tmp_path / "x", memoryview(bytes(BLOCK + 1)), bytes(32))


def _changed(content: bytes, place: int) -> bytes:
    changed = bytearray(content)
    changed[place] ^= 0x10
    return bytes(changed)


def _digests(content: bytes) -> bytes:
    parts = [content[start : start + BLOCK] for start in range(0, len(content), BLOCK)]
    return b"".join(hashlib.sha256(part).digest() for part in parts)
