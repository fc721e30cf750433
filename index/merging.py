"""Which segments a run writes again together with its own: few segments, and each paragraph rarely.

A search looks at every segment in turn, so a thousand runs of one report each may not leave a
thousand of them. A run takes along what is not much larger than what it writes anyway: a collection
then has a number of segments that grows with the logarithm of its size, and a paragraph is written
again about as often.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from index.segment import Batch, open_segment
from index.storage import Manifest, SegmentEntry, reading

T = TypeVar("T")

# A segment is taken along up to this many times the paragraphs that are written already. A hundred
# runs of one report each, beside a segment of 24,000 paragraphs, then had 6 segments at most and
# wrote each paragraph 6.9 times; with 1 it was 9 and 3.0, with 4 it was 4 and 8.1 (simulated,
# 2026-11-24: docs/decisions/0017).
FOLDED_UP_TO = 2
# One of which more than this share is dead is written again whatever its size.
MOST_DEAD = 0.5
# A run takes no more paragraphs along: one report more is there in half a minute at the worst.
MOST_COPIED = 125_000
# A run writes segments of about so many paragraphs at most: 1.1 KB a paragraph of it are in memory
# until it is full, 3 KB while it is finished.
LARGEST = 250_000
# About so many paragraphs are in memory with their texts, vectors and tokens: 16 KB each.
AT_ONCE = 4_096


def segments_to_fold(
    entries: Sequence[SegmentEntry], live: Mapping[str, int], added: int
) -> list[str]:
    """The names of the segments to write again, in the order of `entries`.

    `live` has the live paragraphs of each segment that has any, `added` counts the run's own.
    """
    sizes = {entry.name: live[entry.name] for entry in entries if live.get(entry.name)}
    folded = {
        entry.name
        for entry in entries
        if entry.name in sizes and sizes[entry.name] < (1 - MOST_DEAD) * entry.paragraphs
    }
    copied = sum(sizes[name] for name in folded)
    for name in sorted(sizes.keys() - folded, key=lambda name: (sizes[name], name)):
        if sizes[name] > min(FOLDED_UP_TO * (added + copied), MOST_COPIED - copied):
            break
        folded.add(name)
        copied += sizes[name]
    return [entry.name for entry in entries if entry.name in folded]


def portions(sizes: Iterable[tuple[T, int]]) -> Iterator[list[T]]:
    """Things with their paragraphs, in their order, parted so that a part is held in memory."""
    part: list[T] = []
    held = 0
    for one, size in sizes:
        if part and held + size > AT_ONCE:
            yield part
            part, held = [], 0
        part.append(one)
        held += size
    if part:
        yield part


@dataclass(frozen=True, slots=True)
class Folded:
    """The segments that a run writes again."""

    report_ids: frozenset[str]  # of the reports in them that stay
    batches: Iterable[Batch]  # read when they are asked for; raises IndexDamaged, IndexUnreadable


def fold(
    folder: Path, manifest: Manifest, live: Mapping[str, Mapping[str, int]], added: int
) -> Folded:
    """Choose the segments to write again.

    `live` has by segment the ids of the reports that stay, with their paragraphs.
    """
    sizes = {name: sum(reports.values()) for name, reports in live.items()}
    names = segments_to_fold(manifest.segments, sizes, added)
    entries = [entry for entry in manifest.segments if entry.name in names]
    return Folded(
        frozenset(report_id for name in names for report_id in live[name]),
        _read_batches(folder, entries, manifest.token_dimension, live),
    )


def _read_batches(
    folder: Path,
    entries: Sequence[SegmentEntry],
    token_dimension: int,
    live: Mapping[str, Mapping[str, int]],
) -> Iterator[Batch]:
    for entry in entries:
        with reading(folder):
            segment = open_segment(folder, entry, token_dimension)
        with closing(segment.records):
            for report_ids in portions(live[entry.name].items()):
                yield segment.batch(report_ids)
