"""The figures of one run as a table in Markdown. Standard library only."""

from __future__ import annotations

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

# Heading -> the scorer's name for the figure.
QUALITY = {
    "hit in 5": "recall@5",
    "hit in 10": "recall@10",
    "MRR": "mrr@10",
    "groups in 10": "parts@10",
    "files in 10": "file@10",
}
OTHERS = ("ms median", "ms p95", "chunks", "index s", "GB")


@dataclass(frozen=True, slots=True)
class Measured:
    """What one run found out about one system."""

    title: str
    quality: Mapping[str, float]  # the scorer's figures over the answerable questions
    seconds: tuple[float, ...]  # of every question in every round
    chunks: int
    index_seconds: float
    peak_bytes: int  # the most memory held while questions are asked


def table_lines(rows: Sequence[Measured]) -> list[str]:
    """Heading, rule and one line for each system, in the order given."""
    headings = ["what", *QUALITY, *OTHERS]
    return [line_of(headings), line_of(["---"] * len(headings)), *map(row_line, rows)]


def row_line(row: Measured) -> str:
    """One system's line. Shares have three digits and no zero, as everywhere in our documents."""
    times = [1000 * seconds for seconds in row.seconds]
    return line_of(
        [
            row.title,
            *(share(row.quality[name]) for name in QUALITY.values()),
            f"{statistics.median(times):.0f}",
            f"{percentile_95(times):.0f}",
            f"{row.chunks:,}",
            f"{row.index_seconds:,.0f}",
            f"{row.peak_bytes / 1e9:.1f}",
        ]
    )


def line_of(cells: Sequence[str]) -> str:
    """A line of a table."""
    return f"| {' | '.join(cells)} |"


def share(value: float) -> str:
    """A share as ".387", and as "1.000" for all."""
    return f"{value:.3f}".removeprefix("0")


def percentile_95(values: Sequence[float]) -> float:
    """The value that 95 of 100 do not exceed, between neighbours where it falls between them."""
    if len(values) == 1:
        return values[0]
    return statistics.quantiles(values, n=20, method="inclusive")[-1]
