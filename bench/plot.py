"""Draws what `make bench` measured: cost against size, as pictures for `docs/benchmarks/`.

    python -m bench.plot [FIGURES.json] [FOLDER]

The table of FOLDER's README.md is written anew with them.
Both axes are logarithmic: a cost that grows as the size does is a slanted line, one that does not
grow a level one. The pictures are plain SVG, drawn here, because some lines need no library.
"""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import cycle, pairwise
from pathlib import Path

from bench.commands import ROOT
from bench.sizes import (
    BUILDING,
    DISK,
    MEMORY,
    OPENING,
    PEERS,
    PUBLISHING,
    RETRIEVAL,
    SCAN,
    SENTENCE,
    WHOLE,
)

FIGURES, FOLDER = ROOT / "build" / "bench.json", ROOT / "docs" / "benchmarks"
WIDTH, HEIGHT = 760, 420
LEFT, RIGHT, TOP, BOTTOM = 70, 250, 40, 50  # margins; names of lines stand on the right
# Told apart by people who see no red or green too (Okabe and Ito, 2008), black first, brown added.
COLOURS = (
    "#000000",
    "#0072b2",
    "#d55e00",
    "#009e73",
    "#cc79a7",
    "#e69f00",
    "#56b4e9",
    "#999999",
    "#7b3f00",
)
_NAME_HEIGHT = 16  # names nearer to each other are moved apart

TABLE_FROM, TABLE_TO = "<!-- figures of make bench -->", "<!-- end of figures -->"

Points = Sequence[tuple[float, float]]  # size, cost


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture: the rows that it shows."""

    file: str
    title: str
    unit: str
    rows: tuple[str, ...]


PICTURES = (
    Picture(
        "questions.svg",
        "Asking, in the median",
        "milliseconds",
        (
            WHOLE.what,
            RETRIEVAL.what,
            SENTENCE.what,
            SCAN.what,
            *(peer.search.what for peer in PEERS),
        ),
    ),
    Picture(
        "keeping.svg",
        "Making and opening an index",
        "seconds",
        (BUILDING.what, PUBLISHING.what, OPENING.what),
    ),
    Picture("space.svg", "Memory and disk", "megabytes", (MEMORY.what, DISK.what)),
)


def main() -> None:
    """Write every picture that there are figures for."""
    figures = Path(sys.argv[1]) if len(sys.argv) > 1 else FIGURES
    folder = Path(sys.argv[2]) if len(sys.argv) > 2 else FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    kept = json.loads(figures.read_text(encoding="utf-8"))
    costs = {
        row["what"]: sorted((float(size), float(v)) for size, v in row["values"].items())
        for row in kept["rows"]
    }
    for picture in PICTURES:
        (folder / picture.file).write_text(drawn(picture, costs, kept["taken"]), encoding="utf-8")
        print(folder / picture.file)
    page = folder / "README.md"
    if page.exists():
        said = with_table(page.read_text(encoding="utf-8"), kept["table"], kept["taken"])
        page.write_text(said, encoding="utf-8")
        print(page)


def with_table(page: str, lines: Sequence[str], taken: str) -> str:
    """The page with the table in its place, between two marks.

    Raises: ValueError where the page has no such marks.
    """
    start, end = page.index(TABLE_FROM) + len(TABLE_FROM), page.index(TABLE_TO)
    table = "\n".join(lines)
    return f"{page[:start]}\n\nTaken on {taken}.\n\n{table}\n\n{page[end:]}"


def drawn(picture: Picture, costs: Mapping[str, Points], taken: str) -> str:
    """The picture as SVG."""
    lines = {_name(what): costs[what] for what in picture.rows if what in costs}
    points = [point for line in lines.values() for point in line]
    across = Axis.over([size for size, _ in points], LEFT, WIDTH - RIGHT)
    up = Axis.over([cost for _, cost in points], HEIGHT - BOTTOM, TOP)
    ends = _apart([up.at(line[-1][1]) for line in lines.values()])
    not_ours = {_name(row.what) for row in (SCAN, *(peer.search for peer in PEERS))}
    body = _grid(across, up)
    for (name, line), colour, end in zip(lines.items(), cycle(COLOURS), ends, strict=False):
        body += _line(name, line, across, up, Pen(colour, is_dashed=name in not_ours), end)
    words = f"{picture.title} ({picture.unit}) against paragraphs. {taken}."
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img"'
            f' aria-label="{escape(words)}" font-family="sans-serif" font-size="12">',
            f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>',
            f'<text x="{LEFT}" y="22" font-size="15">{picture.title}, {picture.unit}</text>',
            *body,
            f'<text x="{LEFT}" y="{HEIGHT - 8}" fill="#555555">paragraphs; {escape(taken)}</text>',
            "</svg>",
            "",
        ]
    )


@dataclass(frozen=True, slots=True)
class Axis:
    """A logarithmic axis: whole powers of ten at both ends."""

    low: int  # powers of ten
    high: int
    start: float  # where they lie in the picture
    end: float

    @classmethod
    def over(cls, values: Sequence[float], start: float, end: float) -> Axis:
        """An axis that has room for all values."""
        low = math.floor(math.log10(min(values)))
        return cls(low, max(math.ceil(math.log10(max(values))), low + 1), start, end)

    def at(self, value: float) -> float:
        """Where a value lies in the picture."""
        share = (math.log10(value) - self.low) / (self.high - self.low)
        return self.start + share * (self.end - self.start)

    @property
    def powers(self) -> list[float]:
        """The values that get a line of the grid."""
        return [10.0**power for power in range(self.low, self.high + 1)]


def _grid(across: Axis, up: Axis) -> list[str]:
    found = []
    for value in across.powers:
        x = across.at(value)
        found.append(
            f'<path d="M{x:.1f} {up.start}V{up.end}" stroke="#dddddd"/>'
            f'<text x="{x:.1f}" y="{up.start + 16}" text-anchor="middle">{value:,.0f}</text>'
        )
    for value in up.powers:
        y = up.at(value)
        found.append(
            f'<path d="M{across.start} {y:.1f}H{across.end}" stroke="#dddddd"/>'
            f'<text x="{across.start - 6}" y="{y + 4:.1f}" text-anchor="end">{value:,g}</text>'
        )
    return found


@dataclass(frozen=True, slots=True)
class Pen:
    """How a line is drawn: limits and peers are dashed."""

    colour: str
    is_dashed: bool


def _line(name: str, points: Points, across: Axis, up: Axis, pen: Pen, name_at: float) -> list[str]:
    colour, dashes = pen.colour, ' stroke-dasharray="5 3"' if pen.is_dashed else ""
    places = [(across.at(size), up.at(cost)) for size, cost in points]
    path = "L".join(f"{x:.1f} {y:.1f}" for x, y in places)
    x, y = places[-1]
    label = across.end + 12
    lead = f"M{x:.1f} {y:.1f}L{label - 2} {name_at:.1f}"
    return [
        f'<path d="M{path}" fill="none" stroke="{colour}" stroke-width="2"{dashes}/>',
        *(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>' for x, y in places),
        f'<path d="{lead}" stroke="{colour}" stroke-width=".5"/>',
        f'<text x="{label}" y="{name_at + 4:.1f}" fill="{colour}">{escape(name)}</text>',
    ]


def _name(what: str) -> str:
    short = what.strip().removeprefix("limit: ").replace("`", "")
    return short.removesuffix(": 20 paragraphs, p50").removesuffix(", p50")


def _apart(heights: Sequence[float]) -> list[float]:
    """The same heights in the same order, moved so that no two names overlap."""
    found = list(heights)
    order = sorted(range(len(found)), key=lambda place: found[place])
    for before, after in pairwise(order):
        found[after] = max(found[after], found[before] + _NAME_HEIGHT)
    over = max([*found, 0.0]) - (HEIGHT - BOTTOM)
    return [height - max(over, 0.0) for height in found]


if __name__ == "__main__":
    main()
