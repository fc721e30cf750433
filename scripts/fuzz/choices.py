"""Bytes as a run of choices: the same bytes always make the same input."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

_Option = TypeVar("_Option")
# Where lines of reports stand, and where nothing should; points.
_LENGTHS = (0.0, 71.0, 99.0, 380.0, 842.0, 12.5, -1e6, 1e9)


class Choices:
    """Takes bytes from the front; where none is left the first option is chosen."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def count(self, most: int) -> int:
        """A whole number from 0 to `most`, at most 255."""
        return self._next() % (most + 1)

    def flag(self) -> bool:
        return self._next() % 2 == 1

    def one_of(self, options: Sequence[_Option]) -> _Option:
        return options[self._next() % len(options)]

    def length(self) -> float:
        """Points: mostly a place on a page."""
        return float(self._next() * 4) if self.flag() else self.one_of(_LENGTHS)

    def words(self, known: Sequence[str]) -> str:
        """Known words and loose characters in turn, at most a few."""
        parts = []
        for _ in range(self.count(4)):
            if self.flag():
                parts.append(self.one_of(known))
            else:
                length = self.count(12)
                parts.append(self._take(length).decode("utf-8", "replace"))
        return " ".join(parts) if self.flag() else "".join(parts)

    def rest(self) -> bytes:
        """All bytes that are left."""
        return self._take(len(self._data))

    def _next(self) -> int:
        self._at += 1
        return self._data[self._at - 1] if self._at <= len(self._data) else 0

    def _take(self, length: int) -> bytes:
        found = self._data[self._at : self._at + length]
        self._at += length
        return found
