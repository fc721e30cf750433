"""Counts that run out, in a block of memory whose size never changes, for one process or several.

The storages that come with `limits` keep an entry for every client there ever was in a window, and
each process for itself. Here a count has one of 32,768 places (0.8 MB); where all that it may have
are taken, the smallest count gives way, so that many clients of one request each displace one
another and not the one client of many.
"""

from __future__ import annotations

import fcntl
import mmap
import secrets
import struct
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

from limits.storage import Storage

_SECRET_BYTES = 16
_PLACE = struct.Struct("<8sdI4x")  # mark of the key, when the count runs out, count
_SETS = 4096
_PLACES_IN_SET = 8  # that a key may have
_SIZE = _SECRET_BYTES + _SETS * _PLACES_IN_SET * _PLACE.size
_MOST = 2**32 - 1


@dataclass(frozen=True, slots=True)
class _Count:
    offset: int
    mark: bytes
    ends_at: float  # seconds since 1970
    count: int


def make_shared_counts(path: Path) -> None:
    """Make the file through which several processes count together."""
    path.write_bytes(secrets.token_bytes(_SECRET_BYTES).ljust(_SIZE, b"\0"))


class SharedCounts(Storage):
    """A storage for the strategies of `limits` that count by fixed windows."""

    STORAGE_SCHEME = None

    def __init__(self, path: Path | None = None) -> None:
        """`path` is a file of `make_shared_counts`; without it this process counts for itself."""
        super().__init__()
        self._file = path.open("r+b") if path else None
        self._memory = mmap.mmap(self._file.fileno() if self._file else -1, _SIZE)
        if self._file is None:
            self._memory[:_SECRET_BYTES] = secrets.token_bytes(_SECRET_BYTES)
        # Clients choose their keys: without a secret they could choose whose place they take.
        self._secret = bytes(self._memory[:_SECRET_BYTES])
        self._threads = threading.Lock()

    @property
    def base_exceptions(self) -> type[Exception]:
        return OSError

    def incr(self, key: str, expiry: float, amount: int = 1) -> int:
        """Count, from now for `expiry` seconds where nothing is counted yet; the new count."""
        now = time.time()
        with self._locked():
            mark, places = self._places_of(key)
            found = next((place for place in places if place.mark == mark), None)
            if found is not None and found.ends_at > now:
                count, ends_at = min(found.count + amount, _MOST), found.ends_at
            else:
                found = found or min(places, key=lambda place: _worth(place, now))
                count, ends_at = min(amount, _MOST), now + expiry
            _PLACE.pack_into(self._memory, found.offset, mark, ends_at, count)
            return count

    def get(self, key: str) -> int:
        found = self._find(key)
        return found.count if found else 0

    def get_expiry(self, key: str) -> float:
        found = self._find(key)
        return found.ends_at if found else time.time()

    def check(self) -> bool:
        return True

    def reset(self) -> int | None:
        with self._locked():
            self._memory[_SECRET_BYTES:] = bytes(_SIZE - _SECRET_BYTES)
        return None

    def clear(self, key: str) -> None:
        if found := self._find(key):
            with self._locked():
                _PLACE.pack_into(self._memory, found.offset, b"", 0.0, 0)

    def close(self) -> None:
        """Let go of the memory."""
        self._memory.close()
        if self._file:
            self._file.close()

    def _find(self, key: str) -> _Count | None:
        with self._locked():
            mark, places = self._places_of(key)
        now = time.time()
        return next((p for p in places if p.mark == mark and p.ends_at > now), None)

    def _places_of(self, key: str) -> tuple[bytes, list[_Count]]:
        """The mark of a key, and the places that it may have."""
        digest = blake2b(key.encode(), digest_size=16, key=self._secret).digest()
        mark, number = digest[:8], int.from_bytes(digest[8:], "little") % _SETS
        first = _SECRET_BYTES + number * _PLACES_IN_SET * _PLACE.size
        offsets = [first + place * _PLACE.size for place in range(_PLACES_IN_SET)]
        return mark, [_Count(o, *_PLACE.unpack_from(self._memory, o)) for o in offsets]

    @contextmanager
    def _locked(self) -> Iterator[None]:
        with self._threads:
            if self._file is None:
                yield
                return
            fcntl.flock(self._file, fcntl.LOCK_EX)
            try:
                yield
            finally:
                fcntl.flock(self._file, fcntl.LOCK_UN)


def _worth(place: _Count, now: float) -> tuple[int, float]:
    """What is lost with a place: nothing where it has run out, else the higher count is more."""
    return (place.count, place.ends_at) if place.ends_at > now else (0, 0.0)
