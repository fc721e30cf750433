"""Blocks: what stands on the pages once typography is understood, before its meaning is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from corpus.records import Box

Role = Literal["heading", "numbered", "bullet", "prose", "table", "footnote"]


@dataclass(frozen=True, slots=True)
class Block:
    """A run of lines that belong together, joined into one text."""

    role: Role
    text: str
    page: int | None
    page_end: int | None
    boxes: tuple[Box, ...] = ()
    number: str | None = None
    size: float = 0.0  # of a heading, in points or, for text, as if it were printed
    is_large: bool = False  # a heading set larger than the body
    lines: tuple[str, ...] = ()  # the texts of its lines
    rows: tuple[tuple[str, ...], ...] = ()  # of a table, or of a heading printed in cells
