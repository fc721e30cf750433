"""An epoch's rows as a writer sees them: added, marked as removed, put right after a kill, purged.

The engine has no transactions. So each step may be the last of a run, and the next run finds out
what was done: a version's row comes before all else of it, and is removed after all else of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

import numpy as np

from index.encoded import Tokens, Vectors
from index.milvus.engine import Engine, Row
from index.milvus.expressions import NEVER, one_of
from index.milvus.generations import Names
from index.milvus.pieces import Pieces
from index.milvus.statistics import Vocabulary
from index.milvus.versions import (
    REPORT_FIELDS,
    EncodedDocument,
    ReportVersion,
    contents_of,
    paragraph_fields,
    rows_of,
)

# Versions that one condition names: some hundred rows each.
TOGETHER = 200


class Epoch:
    """The collections of one epoch, for writing."""

    def __init__(self, engine: Engine, names: Names, number: int) -> None:
        self.number = number
        self.pieces = Pieces(engine, names.pieces(number))
        self._engine = engine
        self._reports = names.reports(number)
        self._paragraphs = names.paragraphs(number)

    def create(self, dimension: int) -> None:
        """Make what is not there yet of its collections."""
        self.pieces.create()
        if not self._engine.has(self._reports):
            self._engine.create(self._reports, REPORT_FIELDS)
        if not self._engine.has(self._paragraphs):
            self._engine.create(self._paragraphs, paragraph_fields(dimension))

    def drop(self) -> None:
        """Remove its collections with all that is in them."""
        for collection in (self._paragraphs, self.pieces.collection, self._reports):
            if self._engine.has(collection):
                self._engine.drop(collection)

    def flush(self) -> None:
        """Return when the engine has put away what it was given."""
        for collection in (self._paragraphs, self.pieces.collection, self._reports):
            self._engine.flush(collection)

    def versions(self, condition: str) -> list[ReportVersion]:
        """The versions whose rows meet a condition."""
        fields = [field.name for field in REPORT_FIELDS]
        return [
            ReportVersion.of(row) for row in self._engine.rows(self._reports, condition, fields)
        ]

    def is_whole(self, version: ReportVersion) -> bool:
        """Whether all rows of a version are there: its contents were written before them."""
        condition = f"{one_of('version', [version.key])} and added == {version.added}"
        return self._engine.count(self._paragraphs, condition) == version.rows

    def add(
        self,
        new: Sequence[tuple[EncodedDocument, ReportVersion]],
        vocabulary: Vocabulary,
        reference_length: float,
    ) -> None:
        """Write versions: first that they are coming, then their contents, then what is searched.

        Raises: StoreUnavailable, StoreRefused; all that was acknowledged before stays.
        """
        self._write_reports([version for _, version in new])
        self.pieces.write(content for pair in new for content in contents_of(*pair))
        rows = (row for pair in new for row in rows_of(*pair, vocabulary, reference_length))
        self._engine.upsert(self._paragraphs, rows)

    def mark(self, versions: Sequence[ReportVersion], removed: int) -> None:
        """Say by which generation versions were removed; NEVER takes it back."""
        for some in _some(versions):
            if removed != NEVER:
                self._write_reports([replace(version, removed=removed) for version in some])
            keys = [version.key for version in some]
            rows = self._engine.rows(self._paragraphs, one_of("version", keys), ["*"], TOGETHER)
            self._engine.upsert(self._paragraphs, ({**row, "removed": removed} for row in rows))
            if removed == NEVER:  # while a row still waits for it, the version's own tells of it
                self._write_reports([replace(version, removed=removed) for version in some])

    def remove(self, versions: Sequence[ReportVersion]) -> None:
        """Remove versions for good; what is left after a kill is found by the version's own row."""
        for some in _some(versions):
            keys = [version.key for version in some]
            self._engine.delete(self._paragraphs, one_of("version", keys))
            self._engine.delete(self.pieces.collection, one_of("version", keys))
            self._engine.delete(self._reports, one_of("key", keys))

    def remove_contents(self, versions: Sequence[str]) -> None:
        """Remove the contents of these names, such as the ledger of an old generation."""
        if versions:
            self._engine.delete(self.pieces.collection, one_of("version", versions))

    def vectors_of(self, version: ReportVersion) -> list[Vectors]:
        """The vectors of a version's paragraphs, in their order."""
        condition = one_of("version", [version.key])
        found: dict[int, dict[int, list[float]]] = {}
        for row in self._engine.rows(self._paragraphs, condition, ["key", "dense"], TOGETHER):
            _, place, part = row["key"].split(":")
            found.setdefault(int(place), {})[int(part)] = row["dense"]
        return [
            np.array([vectors[part] for part in sorted(vectors)], dtype=np.float32)
            for _, vectors in sorted(found.items())
        ]

    def tokens_of(self, contents: Iterable[bytes], width: int) -> list[Tokens]:
        """Token vectors as they were kept."""
        return [np.frombuffer(one, dtype=np.int8).reshape(-1, width or 1) for one in contents]

    def _write_reports(self, versions: Sequence[ReportVersion]) -> None:
        rows: Iterable[Row] = [version.to_row() for version in versions]
        self._engine.upsert(self._reports, rows, without_vector=True)


def _some(versions: Sequence[ReportVersion]) -> Iterator[Sequence[ReportVersion]]:
    return (versions[start : start + TOGETHER] for start in range(0, len(versions), TOGETHER))
