"""A generation's reports, words and ledger, read from the engine and found to be whole."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from corpus import Document, document_from_json
from index.errors import StoreDamaged
from index.ledger import Copy, LedgerFile
from index.milvus.engine import Engine
from index.milvus.expressions import live_in
from index.milvus.generations import Generation, Names
from index.milvus.pieces import Pieces
from index.milvus.report_records import ReportRecords
from index.milvus.statistics import Statistics, Vocabulary
from index.milvus.versions import (
    REPORT_FIELDS,
    ReportRecord,
    ReportVersion,
    paragraph_owner,
    record_owner,
)

LEDGER = "ledger:"  # how the owners of ledgers begin


@dataclass(frozen=True, slots=True)
class OpenedVersions:
    """What a reader keeps in memory of a generation."""

    records: ReportRecords
    key_by_report: Mapping[str, str]  # which version of a report is live
    statistics: Statistics


def open_versions(engine: Engine, names: Names, generation: Generation) -> OpenedVersions:
    """All of a generation that is not fetched paragraph by paragraph.

    Raises: StoreDamaged where the engine has not every row of it: there is no answer from half a
    collection.
    """
    pieces = Pieces(engine, names.pieces(generation.epoch))
    versions = live_versions(engine, names, generation)
    _check_counts(engine, names, generation, versions)
    records = read_records(engine, pieces, [version.key for version in versions])
    vocabulary, _ = read_vocabulary(pieces, generation.vocabulary_parts)
    return OpenedVersions(
        records=ReportRecords(records, read_ledger(engine, pieces, generation.number)),
        key_by_report={version.report_id: version.key for version in versions},
        statistics=read_statistics(engine, pieces, generation.number, vocabulary),
    )


def live_versions(engine: Engine, names: Names, generation: Generation) -> list[ReportVersion]:
    """The versions that a generation has."""
    fields = [field.name for field in REPORT_FIELDS]
    rows = engine.rows(names.reports(generation.epoch), live_in(generation.number), fields)
    return [ReportVersion.of(row) for row in rows]


def _check_counts(
    engine: Engine, names: Names, generation: Generation, versions: Sequence[ReportVersion]
) -> None:
    condition = live_in(generation.number)
    rows = engine.count(names.paragraphs(generation.epoch), condition)
    wanted = {
        "reports": (len(versions), generation.reports),
        "rows of reports": (sum(version.rows for version in versions), generation.rows),
        "rows of paragraphs": (rows, generation.rows),
    }
    for what, (found, written) in wanted.items():
        if found != written:
            raise StoreDamaged(engine.place, f"{found} {what} where {written} were written")


def read_records(engine: Engine, pieces: Pieces, keys: Sequence[str]) -> list[ReportRecord]:
    """The records of these versions.

    Raises: StoreDamaged where one is missing or is none.
    """
    owners = [record_owner(key) for key in keys]
    found = pieces.read(owners)
    try:
        return [ReportRecord.from_bytes(found[owner]) for owner in owners]
    except (KeyError, TypeError, ValueError) as error:
        raise StoreDamaged(engine.place, f"the record of a report: {error}") from error


def read_document(engine: Engine, pieces: Pieces, version: ReportVersion) -> Document:
    """A report as it was read.

    Raises: StoreDamaged where a part of it is missing.
    """
    owner = record_owner(version.key)
    try:
        record = json.loads(pieces.read([owner])[owner])
        owners = [paragraph_owner(f"{version.key}:{n}") for n in range(record["paragraphs"])]
        found = pieces.read(owners)
        paragraphs = [json.loads(found[one]) for one in owners]
        return document_from_json({**record["document"], "paragraphs": paragraphs})
    except (KeyError, TypeError, ValueError) as error:
        raise StoreDamaged(engine.place, f"{version.report_id}: {error}") from error


def vocabulary_owner(part: int) -> str:
    """Who owns a part of the vocabulary."""
    return f"vocabulary:{part}"


def read_vocabulary(pieces: Pieces, parts: int | None = None) -> tuple[Vocabulary, int]:
    """The first so many parts of the vocabulary, or all that there are; and how many they are."""
    vocabulary = Vocabulary()
    number = 0
    while parts is None or number < parts:
        found = pieces.read([vocabulary_owner(number)])
        if not found:
            break
        vocabulary.extend(json.loads(found[vocabulary_owner(number)]))
        number += 1
    if parts is not None and number < parts:
        raise StoreDamaged(pieces.collection, f"part {number} of the vocabulary is missing")
    return vocabulary, number


def statistics_owner(number: int) -> str:
    """Who owns the statistics of a generation."""
    return f"statistics:{number}"


def read_statistics(
    engine: Engine, pieces: Pieces, number: int, vocabulary: Vocabulary
) -> Statistics:
    """How many paragraphs of a generation hold each term."""
    found = pieces.read([statistics_owner(number)])
    try:
        return Statistics.from_bytes(found[statistics_owner(number)], vocabulary)
    except (KeyError, ValueError) as error:
        raise StoreDamaged(engine.place, f"the statistics of its words: {error}") from error


def content_version(number: int) -> str:
    """By which the ledger and the statistics of a generation are removed."""
    return f"generation:{number}"


def ledger_owner(number: int) -> str:
    """Who owns the ledger of files of a generation."""
    return f"{LEDGER}{number}"


def ledger_to_bytes(ledger: Sequence[LedgerFile]) -> bytes:
    """The ledger as one content."""
    return json.dumps([asdict(file) for file in ledger], ensure_ascii=False).encode()


def read_ledger(engine: Engine, pieces: Pieces, number: int) -> tuple[LedgerFile, ...]:
    """Every file that the runs so far were given and have not seen removed."""
    found = pieces.read([ledger_owner(number)])
    try:
        values = json.loads(found[ledger_owner(number)])
        return tuple(_ledger_file(one) for one in values)
    except (KeyError, TypeError, ValueError) as error:
        raise StoreDamaged(engine.place, f"the ledger of files: {error}") from error


def _ledger_file(values: dict[str, Any]) -> LedgerFile:
    return LedgerFile(**{**values, "copies": tuple(Copy(**copy) for copy in values["copies"])})
