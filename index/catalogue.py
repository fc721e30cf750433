"""The catalogue of a generation: its live reports, how they relate, and the ledger of files.

Written anew for each generation as a copy of the one before with the run's changes in it; never
changed after. Everything asked about reports and judgements is asked here.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Container, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from corpus import FULL_INSPECTIONS, Judgement
from index.filters import Condition
from index.ledger import Copy, Holding, LedgerFile
from index.records import Report
from index.storage import StoredFile, sync_written
from index.tables import (
    JUDGEMENT_TABLES,
    REPORT_COLUMNS,
    REPORT_FIELDS,
    batches,
    create_database,
    marks,
    read_judgements,
    report_values,
)

# The day by which reports are ordered, as records.Report.date has it.
DAY = "COALESCE(inspection_end, inspection_start, published)"

# A council's own account is no finding, so no inspection supersedes it.
NEVER_SUPERSEDED = frozenset({"self-assessment"})

_TABLES = f"""
CREATE TABLE reports (
    {REPORT_FIELDS}, segment TEXT NOT NULL, superseded_by TEXT, is_newest INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
{JUDGEMENT_TABLES}
CREATE TABLE files (
    path TEXT PRIMARY KEY, source TEXT NOT NULL, sha256 TEXT NOT NULL, size INTEGER NOT NULL,
    outcome TEXT NOT NULL, detail TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE copies (
    report_id TEXT NOT NULL, path TEXT NOT NULL, position INTEGER NOT NULL, source TEXT NOT NULL,
    sha256 TEXT NOT NULL, run INTEGER NOT NULL, is_indexed INTEGER NOT NULL,
    PRIMARY KEY (report_id, path)
) STRICT, WITHOUT ROWID;
"""

# Most questions name an authority: of 8,400 reports its own took 1.7 ms to find one by one. A
# catalogue that an older program wrote gets it with the next run.
_BY_AUTHORITY = "CREATE INDEX IF NOT EXISTS reports_by_authority ON reports (authority)"


@dataclass(frozen=True, slots=True)
class Changes:
    """What a run does to the catalogue of the generation before."""

    gone: frozenset[str]  # ids of reports whose rows are dead from now on
    segments: Sequence[tuple[str, Path]]  # names and records of the segments with new reports
    files: Sequence[LedgerFile]  # the whole ledger
    holdings: dict[str, Holding]  # which copy of each report is indexed


def write_catalogue(file: Path, before: bytes | None, changes: Changes) -> StoredFile:
    """Write a generation's catalogue; `before` is that of the generation it is made from."""
    if before is None:
        create_database(file, _TABLES).close()
    else:
        file.write_bytes(before)
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")
        with _transaction(connection):
            _forget_reports(connection, changes.gone)
        for name, records in changes.segments:
            connection.execute("ATTACH ? AS added", (str(records),))
            with _transaction(connection):
                _add_segment(connection, name)
            connection.execute("DETACH added")
        with _transaction(connection):
            _write_ledger(connection, changes)
            _relate_reports(connection)
        connection.execute(_BY_AUTHORITY)
    return sync_written(file)


@contextmanager
def _transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """One for many changes, which take far longer each by itself; nothing is kept if one fails."""
    connection.execute("BEGIN")
    yield
    connection.execute("COMMIT")


def _forget_reports(connection: sqlite3.Connection, gone: Iterable[str]) -> None:
    columns = {"reports": "id", "judgements": "report_id", "area_grades": "report_id"}
    for table, column in columns.items():
        connection.executemany(
            f"DELETE FROM {table} WHERE {column} = ?", [(report_id,) for report_id in gone]
        )


def _add_segment(connection: sqlite3.Connection, name: str) -> None:
    connection.execute(
        f"INSERT INTO reports ({REPORT_COLUMNS}, segment)"
        f" SELECT {REPORT_COLUMNS}, ? FROM added.reports",
        (name,),
    )
    connection.execute("INSERT INTO judgements SELECT * FROM added.judgements")
    connection.execute("INSERT INTO area_grades SELECT * FROM added.area_grades")


def _write_ledger(connection: sqlite3.Connection, changes: Changes) -> None:
    connection.execute("DELETE FROM files")
    connection.execute("DELETE FROM copies")
    for file in changes.files:
        connection.execute(
            "INSERT INTO files VALUES (?, ?, ?, ?, ?, ?)",
            (file.path, file.source, file.sha256, file.size, file.outcome, file.detail),
        )
        for position, copy in enumerate(file.copies):
            is_indexed = changes.holdings[copy.report_id].file.path == file.path
            values = (file.path, position, copy.source, copy.sha256, copy.run, is_indexed)
            connection.execute(
                "INSERT INTO copies VALUES (?, ?, ?, ?, ?, ?, ?)", (copy.report_id, *values)
            )


def _relate_reports(connection: sqlite3.Connection) -> None:
    """Say of each report which full inspection came next, and if it is the newest of its kind."""
    rows = connection.execute(
        f"SELECT id, authority, kind, {DAY} AS day, COALESCE(published, '') FROM reports"
        " ORDER BY authority, day, 5, id"
    ).fetchall()
    related = []
    for authority, group in groupby(rows, key=lambda row: row[1]):
        reports = list(group)
        if authority is None:  # reports of no known authority have nothing in common
            related += [(None, True, report_id) for report_id, *_ in reports]
            continue
        newest = {kind: report_id for report_id, _, kind, *_ in reports}  # the last one stays
        full = [(day, i) for i, _, kind, day, _ in reports if day and kind in FULL_INSPECTIONS]
        for report_id, _, kind, day, _ in reports:
            later = [i for other, i in full if day and other > day]
            successor = later[0] if later and kind not in NEVER_SUPERSEDED else None
            related.append((successor, newest[kind] == report_id, report_id))
    connection.executemany(
        "UPDATE reports SET superseded_by = ?, is_newest = ? WHERE id = ?", related
    )


def read_ledger(connection: sqlite3.Connection) -> tuple[LedgerFile, ...]:
    """Every file that the runs so far were given and have not seen removed."""
    copies: dict[str, list[Copy]] = {}
    for path, *fields in connection.execute(
        "SELECT path, report_id, source, sha256, run FROM copies ORDER BY path, position"
    ):
        copies.setdefault(path, []).append(Copy(*fields))
    files = connection.execute(
        "SELECT path, source, sha256, size, outcome, detail FROM files ORDER BY path"
    )
    return tuple(
        LedgerFile(path, source, sha256, size, outcome, detail, tuple(copies.get(path, ())))
        for path, source, sha256, size, outcome, detail in files
    )


def live_by_segment(connection: sqlite3.Connection) -> dict[str, tuple[int, int]]:
    """Live reports and live paragraphs of each segment that has any."""
    return {
        name: (reports, paragraphs)
        for name, reports, paragraphs in connection.execute(
            "SELECT segment, COUNT(*), SUM(paragraph_count) FROM reports GROUP BY segment"
        )
    }


def live_report_ids(
    connection: sqlite3.Connection, gone: Container[str]
) -> dict[str, dict[str, int]]:
    """By segment the ids of its live reports other than those `gone`, with their paragraphs."""
    found: dict[str, dict[str, int]] = {}
    for segment, report_id, paragraphs in connection.execute(
        "SELECT segment, id, paragraph_count FROM reports ORDER BY segment, first_row"
    ):
        if report_id not in gone:
            found.setdefault(segment, {})[report_id] = paragraphs
    return found


def read_report_ids(connection: sqlite3.Connection, condition: Condition) -> list[str]:
    """The ids of the reports that meet a condition, newest first, those without a date last."""
    rows = connection.execute(
        f"SELECT id FROM reports WHERE {condition.sql} ORDER BY {DAY} DESC NULLS LAST, id",
        condition.values,
    )
    return [report_id for (report_id,) in rows]


def count_reports(connection: sqlite3.Connection, condition: Condition) -> tuple[int, int]:
    """How many reports meet a condition, and of how many authorities they are."""
    reports, authorities = connection.execute(
        f"SELECT COUNT(*), COUNT(DISTINCT authority) FROM reports WHERE {condition.sql}",
        condition.values,
    ).fetchone()
    return reports, authorities


def read_reports(connection: sqlite3.Connection, ids: Sequence[str]) -> list[Report]:
    """The reports of these ids, in no order."""
    rows: list[Sequence[Any]] = []
    for some in batches(ids):
        rows += connection.execute(
            f"SELECT {REPORT_COLUMNS}, superseded_by FROM reports WHERE id IN ({marks(some)})",
            some,
        ).fetchall()
    judgements = read_judgements(connection, ids)
    aliases = _read_aliases(connection, ids)
    return [_report(row, judgements.get(row[0], ()), aliases.get(row[0], ())) for row in rows]


def _read_aliases(
    connection: sqlite3.Connection, report_ids: Sequence[str]
) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for some in batches(report_ids):
        for report_id, source in connection.execute(
            f"SELECT report_id, source FROM copies WHERE report_id IN ({marks(some)})"
            " AND NOT is_indexed ORDER BY report_id, path",
            some,
        ):
            found[report_id] = (*found.get(report_id, ()), source)
    return found


def _report(
    row: Sequence[Any], judgements: tuple[Judgement, ...], aliases: tuple[str, ...]
) -> Report:
    values = report_values(row)
    del values["first_row"]
    return Report(**values, judgements=judgements, superseded_by=row[-1], aliases=aliases)
