"""Large files of an index, mapped: each block is compared with its checksum before its first use.

Opening such a file costs its length and its list of checksums, whatever its size; a question pays
for the blocks that it reads, once in the life of an opened collection. The checksum of the whole
file stands in the manifest too, for `qa doctor`.
"""

from __future__ import annotations

import hashlib
import mmap
import os
import weakref
from collections.abc import Iterable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.errors import IndexDamaged, IndexUnreadable
from index.storage import StoredFile, SyncedWriter, check_size, read_checked, write_synced

# Bytes. A block takes .16 ms to check, and the first question about one report checks 16 of them;
# larger ones would make a single paragraph dear (docs/decisions/0017).
BLOCK_SIZE = 1 << 17
CHECKSUMS_SUFFIX = ".blocks"
_DIGEST_SIZE = hashlib.sha256().digest_size


class BlockedWriter:
    """A file written piece by piece, and beside it the checksum of each of its blocks.

    `stored` says what both are once the block has ended.
    """

    stored: tuple[StoredFile, ...]

    def __init__(self, file: Path) -> None:
        self._file = file
        self._written = SyncedWriter(file)
        self._digests: list[bytes] = []
        self._block, self._filled = hashlib.sha256(), 0

    def __enter__(self) -> BlockedWriter:
        self._written.__enter__()
        return self

    def write(self, piece: bytes | memoryview) -> None:
        """Write one more piece."""
        content = memoryview(piece).cast("B")
        self._written.write(content)
        while len(content):
            part = content[: BLOCK_SIZE - self._filled]
            self._block.update(part)
            self._filled += len(part)
            content = content[len(part) :]
            if self._filled == BLOCK_SIZE:
                self._end_block()

    def _end_block(self) -> None:
        self._digests.append(self._block.digest())
        self._block, self._filled = hashlib.sha256(), 0

    def __exit__(self, kind: type[BaseException] | None, *rest: object) -> None:
        self._written.__exit__(kind, *rest)
        if kind is None:
            if self._filled:
                self._end_block()
            beside = self._file.with_name(checksums_of(self._file.name))
            self.stored = self._written.stored, write_synced(beside, b"".join(self._digests))


def write_blocked(file: Path, pieces: Iterable[bytes | memoryview]) -> tuple[StoredFile, ...]:
    """Write the pieces as one file, and beside it the checksum of each of its blocks."""
    with BlockedWriter(file) as written:
        for piece in pieces:
            written.write(piece)
    return written.stored


def checksums_of(name: str) -> str:
    """The name of the file with the checksums of a file's blocks."""
    return f"{name}{CHECKSUMS_SUFFIX}"


class BlockedFile:
    """A mapped file whose bytes are given out only when they are known to be those written."""

    def __init__(
        self, file: Path, content: memoryview, digests: bytes, handle: int | None = None
    ) -> None:
        """`handle` is the file where `content` is a map of it; it is closed with this object."""
        if handle is not None:
            weakref.finalize(self, os.close, handle)
        blocks = -(-len(content) // BLOCK_SIZE)
        if len(digests) != blocks * _DIGEST_SIZE:
            raise IndexDamaged(file, f"{blocks} blocks, {len(digests) // _DIGEST_SIZE} checksums")
        self.file = file
        self.content = content  # as mapped: whoever reads it asks `check` first
        self._digests = digests
        self._handle = handle
        self._is_known = np.zeros(blocks, dtype=np.bool_)

    @classmethod
    def open(cls, folder: Path, stored: StoredFile, checksums: StoredFile) -> BlockedFile:
        """Map a file of which so far only the length is known to be right.

        The map stays good after the file's name is gone, so a reader keeps what it opened.

        Raises: IndexDamaged, OSError.
        """
        file = folder / stored.name
        check_size(file, stored)
        digests = read_checked(folder, checksums)
        handle = os.open(file, os.O_RDONLY)
        content = memoryview(b"")
        if stored.size:
            try:
                content = memoryview(mmap.mmap(handle, stored.size, access=mmap.ACCESS_READ))
            except (OSError, ValueError) as error:  # no memory, or the file was cut just now
                os.close(handle)
                raise IndexUnreadable(file, str(error)) from error
        return cls(file, content, digests, handle)

    def read(self, start: int, end: int) -> memoryview:
        """The bytes from `start` to `end`.

        Raises: IndexDamaged where a block of them is not what was written, IndexUnreadable.
        """
        self.check(np.array([start]), np.array([end]))
        return self.content[start:end]

    def check(self, starts: NDArray[np.int64], ends: NDArray[np.int64]) -> None:
        """Compare every block that holds a byte of starts[i]:ends[i] with its checksum, once.

        Raises: IndexDamaged, IndexUnreadable.
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

        Raises: IndexDamaged, IndexUnreadable.
        """
        self.check(np.zeros(1, np.int64), np.array([len(self.content)]))

    def _check_block(self, block: int) -> None:
        expected = self._digests[block * _DIGEST_SIZE : (block + 1) * _DIGEST_SIZE]
        if hashlib.sha256(self._content_of(block)).digest() != expected:
            raise IndexDamaged(self.file, f"block {block} is not what was written")
        self._is_known[block] = True

    def _content_of(self, block: int) -> bytes | memoryview:
        """A block for its first use: read, because a disk that fails under a map ends the process.

        The map then finds it in memory.
        """
        start = block * BLOCK_SIZE
        if self._handle is None:
            return self.content[start : start + BLOCK_SIZE]
        try:
            return os.pread(self._handle, min(BLOCK_SIZE, len(self.content) - start), start)
        except OSError as error:
            raise IndexUnreadable(self.file, str(error.strerror)) from error
