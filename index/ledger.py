"""The ledger of files: what each file held, and which of several copies of a report is indexed.

Plain records and one rule; nothing here touches a disk.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePath

# A PDF has pages to show; documents as `qa read` prints them may have boxes at least.
_FORMAT_RANKS = {".pdf": 2, ".jsonl": 1}

READ = "read"  # the outcome in the ledger of a file that was read; else a CorpusError's outcome


@dataclass(frozen=True, slots=True)
class Copy:
    """A report as one file holds it."""

    report_id: str
    source: str  # the document's own source; for a line of a .jsonl file not the file's name
    sha256: str  # of the document's bytes
    run: int  # the generation that first saw these bytes of this report


@dataclass(frozen=True, slots=True)
class LedgerFile:
    """A file that some run was given."""

    path: str  # absolute: the same file is the same however it was named
    source: str  # as it was named
    sha256: str
    size: int  # bytes
    outcome: str
    detail: str = ""
    copies: tuple[Copy, ...] = ()


@dataclass(frozen=True, slots=True)
class Holding:
    """A report and the file that holds the copy of it that is, or may be, indexed."""

    file: LedgerFile
    copy: Copy

    @property
    def key(self) -> tuple[str, str, str]:
        """The same for two runs as long as the report needs no second look."""
        return self.copy.report_id, self.file.path, self.copy.sha256


def choose_holdings(files: Iterable[LedgerFile]) -> dict[str, Holding]:
    """For each report the copy to index: PDF before text, then the latest, then by path.

    A file that first came in a later run and says something else than the earlier one of its format
    is taken for a corrected re-issue.
    """
    chosen: dict[str, Holding] = {}
    for file in sorted(files, key=lambda file: file.path):
        for copy in file.copies:
            now = chosen.get(copy.report_id)
            if now is None or _rank(Holding(file, copy)) > _rank(now):
                chosen[copy.report_id] = Holding(file, copy)
    return chosen


def first_runs(files: Iterable[LedgerFile]) -> dict[tuple[str, str], int]:
    """When these bytes of a report, by its id and their checksum, were first seen.

    A second identical file is no re-issue.
    """
    found: dict[tuple[str, str], int] = {}
    for file in files:
        for copy in file.copies:
            key = copy.report_id, copy.sha256
            found[key] = min(copy.run, found.get(key, copy.run))
    return found


def _rank(holding: Holding) -> tuple[int, int]:
    suffix = PurePath(holding.file.path).suffix.lower()
    return _FORMAT_RANKS.get(suffix, 0), holding.copy.run
