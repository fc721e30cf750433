"""Large files of an index, mapped: each block is compared with its checksum before its first use.

Opening such a file costs its length and its list of checksums, whatever its size; a question pays
for the blocks that it reads, once in the life of an opened collection. The checksum of the whole
file stands in the manifest too, for `qa doctor`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.errors import IndexDamaged
from index.storage import StoredFile, SyncedWriter, map_file, open_checked, write_synced

# Bytes. A block takes .16 ms to check, and the first question about one report checks 16 of them;
# larger ones would make a single paragraph dear (docs/decisions/0017).
BLOCK_SIZE = 1 << 17
CHECKSUMS_SUFFIX = ".blocks"
_DIGEST_SIZE = hashlib.sha256().digest_size


def write_blocked(file: Path, pieces: Iterable[bytes | memoryview]) -> tuple[StoredFile, ...]:
    """Write the pieces as one file, and beside it the checksum of each of its blocks."""
    digests = []
    block, filled = hashlib.sha256(), 0
    with SyncedWriter(file) as written:
        for piece in pieces:
            content = memoryview(piece).cast("B")
            written.write(content)
            while len(content):
                part = content[: BLOCK_SIZE - filled]
                block.update(part)
                filled += len(part)
                content = content[len(part) :]
                if filled == BLOCK_SIZE:
                    digests.append(block.digest())
                    block, filled = hashlib.sha256(), 0
    if filled:
        digests.append(block.digest())
    beside = file.with_name(checksums_of(file.name))
    return written.stored, write_synced(beside, b"".join(digests))


def checksums_of(name: str) -> str:
    """The name of the file with the checksums of a file's blocks."""
    return f"{name}{CHECKSUMS_SUFFIX}"


class BlockedFile:
    """A mapped file whose bytes are given out only when they are known to be those written."""

    def __init__(self, file: Path, content: memoryview, digests: bytes | memoryview) -> None:
        blocks = -(-len(content) // BLOCK_SIZE)
        if len(digests) != blocks * _DIGEST_SIZE:
            raise IndexDamaged(file, f"{blocks} blocks, {len(digests) // _DIGEST_SIZE} checksums")
        self.file = file
        self.content = content  # as mapped: whoever reads it asks `check` first
        self._digests = digests
        self._is_known = np.zeros(blocks, dtype=np.bool_)

    @classmethod
    def open(cls, folder: Path, stored: StoredFile, checksums: StoredFile) -> BlockedFile:
        """Map a file of which so far only the length is known to be right.

        Raises: IndexDamaged, FileNotFoundError.
        """
        content = map_file(folder, stored)
        return cls(folder / stored.name, content, open_checked(folder, checksums))

    def read(self, start: int, end: int) -> memoryview:
        """The bytes from `start` to `end`.

        Raises: IndexDamaged where a block of them is not what was written.
        """
        self.check(np.array([start]), np.array([end]))
        return self.content[start:end]

    def check(self, starts: NDArray[np.int64], ends: NDArray[np.int64]) -> None:
        """Compare every block that holds a byte of starts[i]:ends[i] with its checksum, once.

        Raises: IndexDamaged.
        """
        if self._is_known.all():
            return
        is_read = ends > starts
        first = starts[is_read] // BLOCK_SIZE
        last = (ends[is_read] - 1) // BLOCK_SIZE
        blocks = len(self._is_known)
        # +1 where a range begins and -1 behind its end: what is above 0 in the sum is touched.
        opens = np.bincount(first, minlength=blocks + 1)
        closes = np.bincount(last + 1, minlength=blocks + 1)
        touched = np.cumsum(opens - closes)[:blocks] > 0
        for block in np.flatnonzero(touched & ~self._is_known).tolist():
            self._check_block(block)

    def check_all(self) -> None:
        """Compare every block that is not yet known.

        Raises: IndexDamaged.
        """
        self.check(np.zeros(1, np.int64), np.array([len(self.content)]))

    def _check_block(self, block: int) -> None:
        content = self.content[block * BLOCK_SIZE : (block + 1) * BLOCK_SIZE]
        expected = self._digests[block * _DIGEST_SIZE : (block + 1) * _DIGEST_SIZE]
        if hashlib.sha256(content).digest() != bytes(expected):
            raise IndexDamaged(self.file, f"block {block} is not what was written")
        self._is_known[block] = True
