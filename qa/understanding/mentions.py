"""A stretch of a question that was understood, and the question without such stretches."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mention:
    """Where in the question something is named: `text[start:end]`."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"an empty mention: {self.start}..{self.end}")


def without(text: str, mentions: Iterable[Mention]) -> str:
    """The text with the mentions blanked, of the same length, so that offsets stay true."""
    letters = list(text)
    for mention in mentions:
        letters[mention.start : mention.end] = " " * (mention.end - mention.start)
    return "".join(letters)
