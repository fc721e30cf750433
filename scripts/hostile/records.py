"""What a hostile file is: its bytes, and what must become of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from corpus import Document

READ = "read"
DRAWN = "drawn"


@dataclass(frozen=True, slots=True)
class Hostile:
    """A file that somebody made to do harm. Its name is a sentence's worth of what it tries."""

    name: str
    file: str  # its name in a folder
    make: Callable[[], bytes]
    # READ, or a CorpusError's outcome; for a .jsonl file one for each line.
    outcomes: tuple[str, ...] = (READ,)
    check: Callable[[Document], None] | None = None  # raises AssertionError
    indexed: str | None = None  # by `qa index`, where that is another than the first outcome
    is_slow: bool = False  # takes seconds
    drawn: str | None = None  # of page 1 of a PDF: DRAWN, or a CorpusError's outcome
