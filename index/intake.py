"""The files of a run: which there are, which are new, and the documents read from them."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from corpus import CorpusError, Document, DocumentInvalid, FileMissing, Reading, find_files
from index.ledger import READ, Copy, LedgerFile
from index.originals import keep_original, stage_original
from index.readings import UnfinishedReadings
from index.records import FileOutcome
from index.staged_documents import StagedDocuments
from index.storage import sha256_of

Read = Callable[[Sequence[Path]], Iterable[Reading]]
Progress = Callable[[str, int, int], None]  # what is being done, how many are done, of how many

DOCUMENTS_SUFFIX = ".jsonl"
# Ids stand in addresses and in tables that people read: no slash, blank or mark that nobody sees.
_ID = re.compile(r"[\w:~+-]{1,200}")
_OWN_ID = re.compile(r"[\w:~+.-]{1,200}")
_SHOWN = 80  # characters of an id that a message quotes


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file to look at, and where its bytes can be read."""

    path: str  # absolute
    source: str  # as it was named
    readable: Path  # the file itself, or a kept copy of it
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Survey:
    """What the folders and files named in a run hold."""

    found: tuple[FoundFile, ...]
    gone: tuple[LedgerFile, ...]  # were in a folder named, or asked to be removed
    refused: tuple[FileOutcome, ...]  # could not even be looked at


def survey_files(
    paths: Sequence[Path],
    remove: Sequence[Path],
    ledger: Sequence[LedgerFile],
    leave: Iterable[Path] = (),
) -> Survey:
    """Find and checksum the files of a run; those to `leave` are neither found nor gone.

    Raises: CorpusError where a path leads nowhere or a folder holds no file to read.
    """
    to_remove = [os.path.abspath(path) for path in remove]
    left = {os.path.abspath(path) for path in leave}
    found: dict[str, FoundFile] = {}
    refused = []
    for file in find_files(list(paths)) if paths else ():
        path = os.path.abspath(file)
        if path in found or path in left or any(_is_in(path, place) for place in to_remove):
            continue
        try:
            found[path] = FoundFile(path, str(file), file, sha256_of(file), file.stat().st_size)
        except OSError as error:
            found_words = f"The file cannot be opened: {error.strerror}."
            refused.append(FileOutcome(str(file), CorpusError.outcome, found_words))
    folders = [os.path.abspath(path) for path in paths if path.is_dir()]
    kept = found.keys() | left | {os.path.abspath(outcome.source) for outcome in refused}
    gone = tuple(
        file
        for file in ledger
        if any(_is_in(file.path, place) for place in to_remove)
        or (file.path not in kept and any(_is_in(file.path, folder) for folder in folders))
    )
    for place, asked in zip(to_remove, remove, strict=True):
        if not any(_is_in(file.path, place) for file in ledger):
            refused.append(FileOutcome(str(asked), "missing", "The index holds no such file."))
    return Survey(tuple(found.values()), gone, tuple(refused))


def _is_in(path: str, place: str) -> bool:
    return path == place or path.startswith(place.rstrip(os.sep) + os.sep)


@dataclass(frozen=True, slots=True)
class Intake:
    """How a run reads files, and where what they hold is kept until it is written."""

    folder: Path  # of the index
    read: Read
    run: int
    seen: Mapping[tuple[str, str], int]  # `first_runs` of the ledger so far
    documents: StagedDocuments
    progress: Progress

    def read_found(self, wanted: Sequence[FoundFile]) -> dict[str, LedgerFile]:
        """Read files into documents and keep a copy of each that was read; what each held by path.

        Bytes that the ledger has seen keep the run that saw them first.
        """
        files = {}
        for done, (file, readings) in enumerate(_read_each(self.folder, wanted, self.read), 1):
            files[file.path] = self._take_in(file, readings)
            self.progress("reading", done, len(wanted))
        return files

    def read_again(self, files: Sequence[LedgerFile]) -> dict[str, LedgerFile]:
        """Read files from the copies kept of them, or from where they were where a copy is lost.

        A file that is in neither place as it was comes back as one that cannot be read.
        """
        wanted, lost = [], {}
        for file in files:
            readable = stage_original(self.folder, Path(file.path), file.sha256)
            readable = readable or _unchanged(file)
            if readable is None:
                found = "The copy kept of it is damaged or gone, and the file is not where it was."
                error = FileMissing(file.source, found)
                lost[file.path] = replace(file, outcome=error.outcome, detail=str(error), copies=())
            else:
                found_file = FoundFile(file.path, file.source, readable, file.sha256, file.size)
                wanted.append(found_file)
        return self.read_found(wanted) | lost

    def _take_in(self, file: FoundFile, readings: Iterable[Reading]) -> LedgerFile:
        copies, error = self._stage(file, readings)
        is_used = error is None or bool(copies)
        if is_used and not keep_original(self.folder, file.readable, file.sha256):
            error = CorpusError(file.source, "The file changed while it was read.")
            copies = ()
            self.documents.forget(file.path)
        return LedgerFile(
            path=file.path,
            source=file.source,
            sha256=file.sha256,
            size=file.size,
            outcome=error.outcome if error else READ,
            detail=str(error) if error else "",
            copies=copies,
        )

    def _stage(
        self, file: FoundFile, readings: Iterable[Reading]
    ) -> tuple[tuple[Copy, ...], CorpusError | None]:
        """Keep the documents of a file; the first error met in it."""
        self.documents.forget(file.path)
        copies: list[Copy] = []
        first_error: CorpusError | None = None
        is_list = _is_list(file)
        for reading in readings:
            error, document = reading.error, reading.document
            if document is not None:
                # A kept copy lies elsewhere; the report still comes from where the user has it.
                document = document if is_list else replace(document, source=file.source)
                error = error or _unusable(document)
                if error is None and (file.path, document.id) in self.documents:
                    error = self._claimed_twice(file, document)
                elif error is None:
                    self.documents.add(file.path, document)
                    copies.append(self._copy_of(document))
            first_error = first_error or error
        return tuple(copies), first_error

    def _claimed_twice(self, file: FoundFile, document: Document) -> DocumentInvalid | None:
        """Two documents of one list that call themselves alike and are not."""
        (first,) = self.documents.read([(file.path, document.id)])
        if first == document:
            return None
        found = f"An earlier document of the list has the id {document.id!r}."
        return DocumentInvalid(document.source, found)

    def _copy_of(self, document: Document) -> Copy:
        seen = self.seen.get((document.id, document.sha256), self.run)
        return Copy(document.id, document.source, document.sha256, min(self.run, seen))


def _unchanged(file: LedgerFile) -> Path | None:
    """Where the file was found, if the same bytes are still there."""
    path = Path(file.path)
    try:
        return path if sha256_of(path) == file.sha256 else None
    except OSError:
        return None


def _read_each(
    folder: Path, wanted: Sequence[FoundFile], read: Read
) -> Iterator[tuple[FoundFile, Iterable[Reading]]]:
    """Each file with what it gives: one reading of a report, those of its lines of a list."""
    reports = [file for file in wanted if not _is_list(file)]
    for file, reading in _read_reports(folder, reports, read) if reports else ():
        yield file, [reading]
    for file in wanted:
        if _is_list(file):
            yield file, read([file.readable])


def _is_list(file: FoundFile) -> bool:
    return file.readable.suffix.lower() == DOCUMENTS_SUFFIX


def _read_reports(
    folder: Path, reports: Sequence[FoundFile], read: Read
) -> Iterator[tuple[FoundFile, Reading]]:
    """The reading of each report, first of those that an unfinished run has read already."""
    with closing(UnfinishedReadings(folder)) as unfinished:
        unread = {}
        for file in reports:
            document = unfinished.find(file.readable, file.sha256)
            if document is None:
                unread[str(file.readable)] = file
            else:
                yield file, Reading(str(file.readable), document, None)
        for reading in read([file.readable for file in unread.values()]) if unread else ():
            file = unread[reading.source]
            if reading.document is not None:
                unfinished.note(file.readable, file.sha256, reading.document)
            yield file, reading


def _unusable(document: Document) -> DocumentInvalid | None:
    """Ids that would not lead back to one paragraph of one report, or lead elsewhere."""
    if not _ID.fullmatch(document.id):
        shown = document.id[:_SHOWN]
        return DocumentInvalid(document.source, f"{shown!r} cannot be a report's id.")
    for paragraph in document.paragraphs:
        own = paragraph.id.removeprefix(f"{document.id}.")
        if own == paragraph.id:
            found = f"does not begin with the report's, {document.id!r}."
        elif not _OWN_ID.fullmatch(own):
            found = "has characters that no address can hold."
        else:
            continue
        return DocumentInvalid(document.source, f"The id {paragraph.id[:_SHOWN]!r} {found}")
    return None
