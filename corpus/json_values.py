"""The values of a JSON object from outside, by name, each held to the kind it must be of.

A document from another parser goes into the same tables, files and pages as our own. What is of a
wrong kind is refused here, where it can be told, and not met later by whoever stores or shows it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

# Far beyond any file: the largest of 431 reports has 58 pages. No database holds every number.
_LARGEST_PAGE = 1_000_000
_FARTHEST_POINT = 1e39  # points; a page may claim any width that a single-precision number can tell


@dataclass(frozen=True, slots=True)
class Values:
    """An object's values. Every method raises KeyError, TypeError or ValueError."""

    of: Mapping[str, Any]

    def __post_init__(self) -> None:
        if not isinstance(self.of, Mapping):
            raise TypeError(f"an object is wanted, not {_kind(self.of)}")

    def text(self, name: str) -> str:
        """Words that can be written down: half a surrogate pair cannot."""
        return _text(self.of[name], name)

    def text_or_none(self, name: str) -> str | None:
        return None if self.of[name] is None else self.text(name)

    def texts(self, name: str) -> tuple[str, ...]:
        return tuple(_text(value, name) for value in self._list(name))

    def objects(self, name: str) -> tuple[Values, ...]:
        return tuple(Values(value) for value in self._list(name))

    def day_or_none(self, name: str) -> date | None:
        """A day in ISO form."""
        value = self.text_or_none(name)
        return date.fromisoformat(value) if value else None

    def page(self, name: str) -> int:
        """A whole number that can count pages."""
        value = self.of[name]
        if type(value) is not int:  # True is an int as well
            raise TypeError(f"{name} is {_kind(value)}, not a whole number")
        if not 0 <= value <= _LARGEST_PAGE:
            raise ValueError(f"{name} is no number of pages")
        return value

    def page_or_none(self, name: str) -> int | None:
        return None if self.of[name] is None else self.page(name)

    def rectangle(self, name: str) -> tuple[float, float, float, float]:
        """Four finite numbers: left, top, right, bottom."""
        left, top, right, bottom = (_length(value, name) for value in self._list(name))
        return left, top, right, bottom

    def _list(self, name: str) -> list[Any]:
        value = self.of[name]
        if not isinstance(value, list | tuple):
            raise TypeError(f"{name} is {_kind(value)}, not a list")
        return list(value)


def _text(value: Any, name: str) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{name} is {_kind(value)}, not a text")
    if not value.isascii():
        value.encode()
    return value


def _length(value: Any, name: str) -> float:
    if type(value) not in (int, float):
        raise TypeError(f"{name} holds {_kind(value)}, not a number")
    if not -_FARTHEST_POINT <= value <= _FARTHEST_POINT:  # never true of NaN
        raise ValueError(f"{name} holds a number that is no place on a page")
    return float(value)


def _kind(value: Any) -> str:
    return type(value).__name__
