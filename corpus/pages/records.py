"""Pages of positioned lines: what a file is turned into before anyone asks what it says."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True, slots=True)
class Span:
    """Characters of one line set in one style. Lengths are points from the page's top left."""

    text: str
    left: float
    right: float
    top: float
    bottom: float
    baseline: float
    size: float
    bold: bool


@dataclass(frozen=True)
class Line:
    """One line as printed, its spans from left to right."""

    page: int  # counted from 1
    spans: tuple[Span, ...]
    cell_starts: frozenset[int] = frozenset()  # spans that begin a cell for certain

    @cached_property
    def text(self) -> str:
        """The words with single spaces, trimmed."""
        return " ".join("".join(span.text for span in self.spans).split())

    @cached_property
    def left(self) -> float:
        return min(span.left for span in self.spans)

    @cached_property
    def right(self) -> float:
        return max(span.right for span in self.spans)

    @cached_property
    def top(self) -> float:
        return min(span.top for span in self.spans)

    @cached_property
    def bottom(self) -> float:
        return max(span.bottom for span in self.spans)

    @cached_property
    def main_span(self) -> Span:
        """The span with the most characters: it sets the line's size and baseline."""
        return max(self.spans, key=lambda span: len(span.text))

    @cached_property
    def baseline(self) -> float:
        return self.main_span.baseline

    @cached_property
    def size(self) -> float:
        return self.main_span.size

    @cached_property
    def bold(self) -> bool:
        """Whether all words but numbers and marks are bold."""
        words = [span for span in self.spans if any(c.isalpha() for c in span.text)]
        return bool(words) and all(span.bold for span in words)


@dataclass(frozen=True, slots=True)
class Page:
    """One page: what a reader sees (`lines`, in the file's order), and what is hidden from them."""

    number: int  # counted from 1
    width: float
    height: float
    lines: tuple[Line, ...]
    hidden: tuple[str, ...] = ()
