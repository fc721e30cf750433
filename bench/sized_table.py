"""The table of `make bench`: a row for what is measured, a column for each number of paragraphs.

Cells are told as soon as they are measured; the table is printed at the end and kept as JSON, from
which the plots are drawn.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

ANY_SIZE = 0  # the column of what does not depend on how many paragraphs there are


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """What is measured; a goal holds for one size and is the most, or for rates the least."""

    what: str
    unit: str
    goals: Mapping[int, float] = field(default_factory=dict)
    is_rate: bool = False  # more is better

    def meets(self, size: int, value: float) -> bool | None:
        """Whether a goal is met; None where there is none."""
        goal = self.goals.get(size)
        if goal is None:
            return None
        return value >= goal if self.is_rate else value <= goal


class SizedTable:
    """Figures by row and size."""

    def __init__(self, sizes: Sequence[int], heading: str) -> None:
        self._sizes = tuple(sizes)
        self._heading = heading
        self._values: dict[Row, dict[int, float]] = {}

    def put(self, row: Row, size: int, value: float) -> None:
        """Keep one figure, and tell it."""
        self._values.setdefault(row, {})[size] = value
        where = f" at {size:,}" if size else ""
        sys.stderr.write(f"{row.what}{where}: {shown(value)} {row.unit}\n")

    def value(self, row: Row, size: int) -> float | None:
        """A figure that was measured before."""
        return self._values.get(row, {}).get(size)

    def missed(self) -> list[str]:
        """The figures that miss their goal; a row that is set in belongs to the one above."""
        found, above = [], ""
        for row, values in self._values.items():
            above = above if row.what.startswith(" ") else row.what
            name = row.what if row.what == above else f"{above}: {row.what.strip()}"
            found += [
                f"{name} at {size:,}" if size else name
                for size, value in values.items()
                if row.meets(size, value) is False
            ]
        return found

    def lines(self) -> list[str]:
        """Markdown."""
        has_any = any(ANY_SIZE in values for values in self._values.values())
        sizes = ([ANY_SIZE] if has_any else []) + list(self._sizes)
        names = ["any size" if size == ANY_SIZE else f"{size:,}" for size in sizes]
        found = [_line(["what", "unit", *names, "goal"]), _line(["---"] * (len(sizes) + 3))]
        for row, values in self._values.items():
            cells = [_cell(row, size, values.get(size)) for size in sizes]
            found.append(_line([row.what, row.unit, *cells, _goals(row)]))
        return found

    def write(self, file: Path) -> None:
        """All figures as JSON."""
        rows = [
            {"what": row.what, "unit": row.unit, "values": {str(s): v for s, v in values.items()}}
            for row, values in self._values.items()
        ]
        kept = {"taken": self._heading, "rows": rows, "table": self.lines()}
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"{json.dumps(kept, indent=1)}\n", encoding="utf-8")


def shown(value: float) -> str:
    """Three digits that tell."""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def _cell(row: Row, size: int, value: float | None) -> str:
    if value is None:
        return ""
    return f"**{shown(value)}**" if row.meets(size, value) is False else shown(value)


def _goals(row: Row) -> str:
    word = "at least" if row.is_rate else "at most"
    return "; ".join(
        f"{word} {shown(goal)}" + (f" at {size:,}" if size else "")
        for size, goal in sorted(row.goals.items())
    )


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
