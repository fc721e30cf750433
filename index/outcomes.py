"""What a run did with each file, in a word and where needed a sentence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from index.intake import Survey
from index.ledger import READ, Holding, LedgerFile
from index.records import FileOutcome


def outcomes_of(
    survey: Survey,
    read: Mapping[str, LedgerFile],
    ledger: Sequence[LedgerFile],
    before: Mapping[str, Holding],
    after: Mapping[str, Holding],
    files: Mapping[str, LedgerFile],
) -> tuple[FileOutcome, ...]:
    """A line for each file of the run, in the order they were found, then those removed.

    `read` has by path what was read in the run.
    """
    known = {file.path: file for file in ledger}
    paths = dict.fromkeys([*(file.path for file in survey.found), *read])
    found = [
        _outcome(files[path], known.get(path), read.get(path), before, after) for path in paths
    ]
    removed = [
        FileOutcome(file.source, "removed", report_id=_only_id(file)) for file in survey.gone
    ]
    return (*found, *survey.refused, *removed)


def _outcome(
    file: LedgerFile,
    known: LedgerFile | None,
    read: LedgerFile | None,
    before: Mapping[str, Holding],
    after: Mapping[str, Holding],
) -> FileOutcome:
    report_id = _only_id(file)
    if read is not None and read.outcome != READ:
        detail = read.detail
        if read.copies:
            detail += f" Its other documents ({len(read.copies)}) are used."
        elif file.copies:
            detail += " What was read from it before stays."
        return FileOutcome(file.source, read.outcome, detail, report_id)
    if known is not None and known.sha256 == file.sha256 and (known.copies or not file.copies):
        return FileOutcome(file.source, "unchanged", "", report_id)
    chosen = [after[copy.report_id].file for copy in file.copies]
    if chosen and all(other.path != file.path for other in chosen):
        detail = f"It holds the same report as {chosen[0].source}."
        return FileOutcome(file.source, "copy", detail, report_id)
    was_read = known is not None and bool(known.copies)
    is_new = not was_read and not any(copy.report_id in before for copy in file.copies)
    detail = "" if len(file.copies) == 1 else f"It holds {len(file.copies)} reports."
    return FileOutcome(file.source, "added" if is_new else "changed", detail, report_id)


def _only_id(file: LedgerFile) -> str | None:
    return file.copies[0].report_id if len(file.copies) == 1 else None
