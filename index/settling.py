"""What a run reads, and which copy of each report counts after it: the same for every back end.

Nothing here writes to a collection; what was read is kept by the intake until it is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from index.intake import Intake, Survey
from index.ledger import READ, Holding, LedgerFile, choose_holdings
from index.staged_documents import Key, StagedDocuments


@dataclass(frozen=True, slots=True)
class Settled:
    """What a run has found out and decided."""

    read: Mapping[str, LedgerFile]  # by path, what this run read
    files: Mapping[str, LedgerFile]  # by path, all that the ledger has after it
    before: Mapping[str, Holding]  # by report id
    after: Mapping[str, Holding]
    new: tuple[Key, ...]  # of the documents to be written, in order

    @property
    def ledger(self) -> tuple[LedgerFile, ...]:
        """The files in the order of their paths."""
        return tuple(sorted(self.files.values(), key=lambda file: file.path))

    @property
    def gone(self) -> frozenset[str]:
        """The ids of reports that leave, or that a new document replaces."""
        return frozenset(self.before.keys() - self.after.keys()) | {
            report for _, report in self.new
        }


def settle(
    survey: Survey, ledger: Sequence[LedgerFile], intake: Intake, *, rebuild: bool
) -> Settled:
    """Read what is new, or with `rebuild` everything, and choose the copy of each report.

    `ledger` is that of the generation before. A copy that takes the place of another is read again.
    """
    before = choose_holdings(ledger)
    read = _read(survey, ledger, intake, rebuild=rebuild)
    files = _ledger_after(survey, ledger, read, rebuild=rebuild)
    documents = intake.documents
    while True:
        after = choose_holdings(files.values())
        new = [h for h in after.values() if rebuild or _is_new(h, documents, before)]
        promoted = [h for h in new if _key(h) not in documents]
        if not promoted:
            keys = tuple(sorted(_key(holding) for holding in new))
            return Settled(read, files, before, after, keys)
        again = intake.read_again([holding.file for holding in promoted])
        for holding in promoted:  # a copy that cannot be read again is no copy any more
            path = holding.file.path
            if _key(holding) not in documents:
                copies = tuple(copy for copy in files[path].copies if copy != holding.copy)
                now = again[path]
                files[path] = replace(
                    files[path], copies=copies, outcome=now.outcome, detail=now.detail
                )
                if now.outcome != READ:
                    read[path] = files[path]


def _read(
    survey: Survey, ledger: Sequence[LedgerFile], intake: Intake, *, rebuild: bool
) -> dict[str, LedgerFile]:
    """What the run's files hold, by path."""
    known = {file.path: file for file in ledger}
    wanted = [
        file
        for file in survey.found
        if rebuild or not _is_unchanged(known.get(file.path), file.sha256)
    ]
    read = intake.read_found(wanted)
    if rebuild:
        seen = {file.path for file in survey.found} | {file.path for file in survey.gone}
        rest = [file for file in ledger if file.path not in seen and file.copies]
        read |= intake.read_again(rest)
    return read


def _ledger_after(
    survey: Survey,
    ledger: Sequence[LedgerFile],
    read: Mapping[str, LedgerFile],
    *,
    rebuild: bool,
) -> dict[str, LedgerFile]:
    """The ledger with this run's readings in it.

    Where a file that was read before cannot be read now (half a download, a slip of the hand), what
    it held before stays until it can be read again or is removed.
    """
    gone = {file.path for file in survey.gone}
    files = {file.path: file for file in ledger if file.path not in gone}
    for path, now in read.items():
        then = files.get(path)
        if now.outcome != READ and not now.copies and then and then.copies and not rebuild:
            now = replace(then, outcome=now.outcome, detail=now.detail)
        files[path] = now
    return files


def _is_new(holding: Holding, documents: StagedDocuments, before: Mapping[str, Holding]) -> bool:
    then = before.get(holding.copy.report_id)
    return then is None or then.key != holding.key or _key(holding) in documents


def _key(holding: Holding) -> Key:
    return holding.file.path, holding.copy.report_id


def _is_unchanged(known: LedgerFile | None, sha256: str) -> bool:
    """A file that could not be read is tried again: the reader may have learnt since."""
    return known is not None and known.sha256 == sha256 and known.outcome == READ
