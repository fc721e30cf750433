"""Reports and judgements as SQLite tables, and back as records.

A segment's records.sqlite has them for the reports of one run, and under which areas its paragraphs
may be found. A generation's catalogue.sqlite repeats reports and judgements for the live ones, with
what depends on other reports. Paragraphs are in `paragraph_file.py`.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from corpus import OVERALL, Document, Judgement, Paragraph

T = TypeVar("T")

REPORT_COLUMNS = (
    "id, source, sha256, title, authority, kind, inspection_start, inspection_end, published, "
    "lead_inspector, pages, overall, warnings, paragraph_count, first_row"
)

REPORT_FIELDS = """
    id TEXT PRIMARY KEY, source TEXT NOT NULL, sha256 TEXT NOT NULL, title TEXT, authority TEXT,
    kind TEXT NOT NULL, inspection_start TEXT, inspection_end TEXT, published TEXT,
    lead_inspector TEXT, pages INTEGER, overall TEXT, warnings TEXT NOT NULL,
    paragraph_count INTEGER NOT NULL, first_row INTEGER NOT NULL
"""

_JUDGEMENT_FIELDS = ("area", "printed", "grade", "status", "page", "paragraph_id")  # not `areas`

JUDGEMENT_TABLES = """
CREATE TABLE judgements (
    report_id TEXT NOT NULL, position INTEGER NOT NULL, area TEXT NOT NULL, printed TEXT NOT NULL,
    grade TEXT, status TEXT NOT NULL, areas TEXT NOT NULL, page INTEGER, paragraph_id TEXT,
    PRIMARY KEY (report_id, position)
) STRICT, WITHOUT ROWID;
-- Each area for which a report has a grade; a merged judgement has a row for each of its areas.
CREATE TABLE area_grades (
    area TEXT NOT NULL, grade TEXT NOT NULL, report_id TEXT NOT NULL,
    PRIMARY KEY (area, grade, report_id)
) STRICT, WITHOUT ROWID;
"""

SEGMENT_TABLES = f"""
CREATE TABLE reports ({REPORT_FIELDS}) STRICT, WITHOUT ROWID;
{JUDGEMENT_TABLES}
-- Under which areas a paragraph may be found: where it stands, and those whose grade it prints.
CREATE TABLE paragraph_areas (
    area TEXT NOT NULL, row INTEGER NOT NULL, PRIMARY KEY (area, row)
) STRICT, WITHOUT ROWID;
"""


def create_database(file: Path, tables: str) -> sqlite3.Connection:
    """A new database that is written once: no journal, because its folder is renamed when whole."""
    connection = sqlite3.connect(file)
    connection.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")
    connection.executescript(tables)
    return connection


def open_database(content: bytes) -> sqlite3.Connection:
    """A finished database, given its bytes: read only, usable from several threads.

    It is asked in memory (1.5 MB for 24,000 paragraphs). So an answer comes from the bytes that
    were compared with their checksum, whatever becomes of the file or its disk afterwards.
    """
    connection = sqlite3.connect(":memory:", check_same_thread=False)
    connection.deserialize(content)
    connection.execute("PRAGMA query_only = ON")
    return connection


def marks(values: Sequence[object]) -> str:
    """Question marks for an IN (...)."""
    return ", ".join("?" * len(values))


def batches(values: Sequence[T]) -> Iterator[Sequence[T]]:
    """The values, few enough at a time for one IN (...): SQLite once allowed no more than 999."""
    return (values[start : start + 500] for start in range(0, len(values), 500))


def insert_document(connection: sqlite3.Connection, document: Document, first_row: int) -> None:
    """Write a document without its paragraphs, which have the rows from `first_row` on."""
    connection.execute(
        f"INSERT INTO reports ({REPORT_COLUMNS}) VALUES ({marks(range(15))})",
        (
            document.id,
            document.source,
            document.sha256,
            document.title,
            document.authority,
            document.kind,
            _iso(document.inspection_start),
            _iso(document.inspection_end),
            _iso(document.published),
            document.lead_inspector,
            document.pages,
            document.overall,
            json.dumps(document.warnings, ensure_ascii=False),
            len(document.paragraphs),
            first_row,
        ),
    )
    _insert_judgements(connection, document)
    connection.executemany(
        "INSERT INTO paragraph_areas VALUES (?, ?)", sorted(_areas_of_rows(document, first_row))
    )


def _insert_judgements(connection: sqlite3.Connection, document: Document) -> None:
    connection.executemany(
        f"INSERT INTO judgements VALUES ({marks(range(9))})",
        [
            (
                document.id,
                position,
                judgement.area,
                judgement.printed,
                judgement.grade,
                judgement.status,
                json.dumps(judgement.areas, ensure_ascii=False),
                judgement.page,
                judgement.paragraph_id,
            )
            for position, judgement in enumerate(document.judgements)
        ],
    )
    grades = {
        (area, judgement.grade)
        for judgement in document.judgements
        for area in (judgement.area, *judgement.areas)
        if judgement.grade is not None
    }
    if document.overall:
        grades.add((OVERALL, document.overall))
    connection.executemany(
        "INSERT INTO area_grades VALUES (?, ?, ?)",
        [(area, grade, document.id) for area, grade in sorted(grades)],
    )


def _areas_of_rows(document: Document, first_row: int) -> set[tuple[str, int]]:
    """Under which areas each paragraph may be found."""
    row_by_id = {p.id: row for row, p in enumerate(document.paragraphs, first_row)}
    stands = {(p.area, row_by_id[p.id]) for p in document.paragraphs if p.area}
    prints = {
        (area, row_by_id[judgement.paragraph_id])
        for judgement in document.judgements
        for area in (judgement.area, *judgement.areas)
        if judgement.paragraph_id in row_by_id
    }
    return stands | prints


def read_documents(
    connection: sqlite3.Connection,
    report_ids: Sequence[str],
    paragraphs: Callable[[Sequence[int]], Sequence[Paragraph]],
) -> list[tuple[Document, range]]:
    """These reports of a segment as they were written, each with its rows, in the rows' order."""
    judgements = read_judgements(connection, report_ids)
    found: list[tuple[Document, range]] = []
    for some in batches(report_ids):
        for row in connection.execute(
            f"SELECT {REPORT_COLUMNS} FROM reports WHERE id IN ({marks(some)})", some
        ):
            values = report_values(row)
            first, count = values.pop("first_row"), values.pop("paragraph_count")
            rows = range(first, first + count)
            document = Document(
                **values,
                judgements=judgements.get(values["id"], ()),
                paragraphs=tuple(paragraphs(rows)),
            )
            found.append((document, rows))
    return sorted(found, key=lambda one: one[1].start)


def report_values(row: Sequence[Any]) -> dict[str, Any]:
    """The columns of a report by name, dates and warnings as records have them."""
    values = dict(zip(REPORT_COLUMNS.split(", "), row, strict=False))
    for name in ("inspection_start", "inspection_end", "published"):
        values[name] = parse_day(values[name])
    values["warnings"] = tuple(json.loads(values["warnings"]))
    return values


def read_judgements(
    connection: sqlite3.Connection, report_ids: Sequence[str]
) -> dict[str, tuple[Judgement, ...]]:
    """The judgements of each of these reports, as printed from top to bottom."""
    found: dict[str, tuple[Judgement, ...]] = {}
    for some in batches(report_ids):
        for report_id, areas, *fields in connection.execute(
            f"SELECT report_id, areas, {', '.join(_JUDGEMENT_FIELDS)} FROM judgements"
            f" WHERE report_id IN ({marks(some)}) ORDER BY report_id, position",
            some,
        ):
            values = dict(zip(_JUDGEMENT_FIELDS, fields, strict=True))
            judgement = Judgement(**values, areas=tuple(json.loads(areas)))
            found[report_id] = (*found.get(report_id, ()), judgement)
    return found


def parse_day(value: Any) -> date | None:
    """A date as stored."""
    return date.fromisoformat(value) if value else None


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
