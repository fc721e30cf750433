"""Which segments a run writes again together with its own: few segments, and each paragraph rarely.

A search looks at every segment in turn, so a thousand runs of one report each may not leave a
thousand of them. A run takes along what is not much larger than what it writes anyway: a collection
then has a number of segments that grows with the logarithm of its size, and a paragraph is written
again about as often.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path

from corpus import Document
from index.segment import Batch, open_segment
from index.storage import Manifest, SegmentEntry, reading

# A segment is taken along up to this many times the paragraphs that are written already. A hundred
# runs of one report each, beside a segment of 24,000 paragraphs, then had 6 segments at most and
# wrote each paragraph 6.9 times; with 1 it was 9 and 3.0, with 4 it was 4 and 8.1 (simulated,
# 2026-11-24: docs/decisions/0017).
FOLDED_UP_TO = 2
# One of which more than this share is dead is written again whatever its size.
MOST_DEAD = 0.5
# A run writes segments of about so many paragraphs at most, and takes none along that has half as
# many: each is in memory while it is written, 16 KB a paragraph (1.6 GB at 100,000: `make bench`).
LARGEST = 250_000


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
    written = added + sum(sizes[name] for name in folded)
    for name in sorted(sizes.keys() - folded, key=lambda name: (sizes[name], name)):
        if sizes[name] > min(FOLDED_UP_TO * written, LARGEST / 2):
            break
        folded.add(name)
        written += sizes[name]
    return [entry.name for entry in entries if entry.name in folded]


def portions(documents: Sequence[Document]) -> list[list[Document]]:
    """The documents in their order, parted so that each part makes one segment."""
    parts: list[list[Document]] = []
    held = 0
    for document in documents:
        if not parts or held + len(document.paragraphs) > LARGEST:
            parts.append([])
            held = 0
        parts[-1].append(document)
        held += len(document.paragraphs)
    return parts


def fold(
    folder: Path, manifest: Manifest, live: Mapping[str, Mapping[str, int]], added: int
) -> tuple[list[Batch], frozenset[str]]:
    """The batches of the segments to write again, and the ids of the reports in them.

    `live` has by segment the ids of the reports that stay, with their paragraphs.

    Raises: IndexDamaged, IndexUnreadable.
    """
    sizes = {name: sum(reports.values()) for name, reports in live.items()}
    names = segments_to_fold(manifest.segments, sizes, added)
    batches = []
    for entry in manifest.segments:
        if entry.name in names:
            with reading(folder):
                segment = open_segment(folder, entry, manifest.token_dimension)
            with closing(segment.records):
                batches.append(segment.batch(list(live[entry.name])))
    return batches, frozenset(report_id for name in names for report_id in live[name])
