"""The reports of a generation, in the memory of whoever opened it, asked as a catalogue is.

There are some hundred times fewer reports than paragraphs. They are read once from the engine and
put into the same tables that the embedded index has, so every list, grade and relation between
reports comes of the same questions in SQL.
"""

from __future__ import annotations

import tempfile
from collections.abc import Collection as Some
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from pathlib import Path

from corpus import Judgement
from index.catalogue import (
    Changes,
    count_by,
    count_reports,
    read_report_ids,
    read_reports,
    write_catalogue,
)
from index.filters import Condition, report_condition
from index.ledger import LedgerFile, choose_holdings
from index.milvus.versions import ReportRecord
from index.records import Coverage, Report, Scope
from index.store import FacetField
from index.tables import SEGMENT_TABLES, create_database, insert_document, marks, open_database


class ReportRecords:
    """Reports, judgements and counts of one generation."""

    def __init__(self, records: Sequence[ReportRecord], ledger: Sequence[LedgerFile]) -> None:
        self._connection = open_database(_catalogue_of(records, ledger))
        self._areas = {record.document.id: frozenset(record.areas) for record in records}
        self._seen: dict[str, Report] = {}

    def close(self) -> None:
        self._connection.close()

    def ids(self, scope: Scope) -> list[str]:
        """The ids of the reports in scope, newest first."""
        return read_report_ids(self._connection, self._condition(scope))

    def reports(self, ids: Iterable[str]) -> list[Report]:
        """These reports, in the order of the ids; unknown ids are left out."""
        wanted = list(ids)
        if new := sorted({one for one in wanted if one not in self._seen}):
            self._seen.update((one.id, one) for one in read_reports(self._connection, new))
        return [self._seen[one] for one in wanted if one in self._seen]

    def judgements(self, scope: Scope) -> list[tuple[Report, Judgement]]:
        """The judgements of the reports that meet all but `areas`; with `areas`, those for one."""
        areas = set(scope.areas)
        condition = report_condition(scope)
        return [
            (report, judgement)
            for report in self.reports(read_report_ids(self._connection, condition))
            for judgement in report.judgements
            if not areas or areas & {judgement.area, *judgement.areas}
        ]

    def coverage(self, scope: Scope) -> Coverage:
        """How many reports and authorities a search in this scope looks at."""
        counts = count_reports(self._connection, self._condition(scope))
        return Coverage(len(self._areas), *counts)

    def count_by(self, field: FacetField, scope: Scope) -> dict[str | None, int]:
        """How many of the reports in scope have each value of a field."""
        return count_by(self._connection, field, self._condition(scope))

    def newest_of_kind(self) -> Mapping[str, bool]:
        """Of each report whether it is its authority's newest of its kind."""
        rows = self._connection.execute("SELECT id, is_newest FROM reports").fetchall()
        return {report_id: bool(is_newest) for report_id, is_newest in rows}

    def _condition(self, scope: Scope) -> Condition:
        condition = report_condition(scope)
        if not scope.areas:
            return condition
        ids = self._under(frozenset(scope.areas))
        return condition.and_(Condition(f"id IN ({marks(ids)})", ids))

    def _under(self, areas: Some[str]) -> tuple[str, ...]:
        """The reports with a paragraph under one of the areas."""
        return tuple(one for one, held in self._areas.items() if not held.isdisjoint(areas))


def _catalogue_of(records: Iterable[ReportRecord], ledger: Sequence[LedgerFile]) -> bytes:
    """A catalogue with these reports and how they relate."""
    with tempfile.TemporaryDirectory(prefix="inspection-answers-") as place:
        file = Path(place) / "records.sqlite"
        with closing(create_database(file, SEGMENT_TABLES)) as connection, connection:
            for record in records:
                insert_document(connection, record.document, 0)
                connection.execute(
                    "UPDATE reports SET paragraph_count = ? WHERE id = ?",
                    (record.paragraphs, record.document.id),
                )
        changes = Changes(frozenset(), [("engine", file)], ledger, choose_holdings(ledger))
        catalogue = Path(place) / "catalogue.sqlite"
        write_catalogue(catalogue, None, changes)
        return catalogue.read_bytes()
