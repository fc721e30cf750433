"""The files of a run: which there are, which are new, and the documents read from them."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path

from corpus import CorpusError, Document, DocumentInvalid, FileMissing, Reading, find_files
from index.ledger import READ, Copy, LedgerFile, first_run
from index.originals import keep_original, stage_original
from index.readings import UnfinishedReadings
from index.records import FileOutcome
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


@dataclass(slots=True)
class Intake:
    """What reading some files gave."""

    files: dict[str, LedgerFile] = field(default_factory=dict)  # by path
    documents: dict[tuple[str, str], Document] = field(default_factory=dict)  # by path, report id


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


def read_found(
    folder: Path,
    wanted: Sequence[FoundFile],
    read: Read,
    run: int,
    known: Sequence[LedgerFile],
    progress: Progress,
) -> Intake:
    """Read files into documents and keep a copy of each that was read.

    `known` is the ledger so far: bytes that it has seen keep the run that saw them first.
    """
    intake = Intake()
    for file, documents, error in _read_each(folder, wanted, read, progress):
        is_used = error is None or bool(documents)
        if is_used and not keep_original(folder, file.readable, file.sha256):
            error, documents = CorpusError(file.source, "The file changed while it was read."), {}
        copies = [
            Copy(d.id, d.source, d.sha256, first_run(known, d.id, d.sha256, run))
            for d in documents.values()
        ]
        intake.files[file.path] = LedgerFile(
            path=file.path,
            source=file.source,
            sha256=file.sha256,
            size=file.size,
            outcome=error.outcome if error else READ,
            detail=str(error) if error else "",
            copies=tuple(copies),
        )
        intake.documents.update({(file.path, d.id): d for d in documents.values()})
    return intake


def read_again(
    folder: Path, files: Sequence[LedgerFile], read: Read, run: int, progress: Progress
) -> Intake:
    """Read files from the copies kept of them, or from where they were where a copy is lost.

    A file that is in neither place as it was comes back as one that cannot be read.
    """
    wanted, lost = [], []
    for file in files:
        readable = stage_original(folder, Path(file.path), file.sha256) or _unchanged(file)
        if readable is None:
            lost.append(file)
        else:
            wanted.append(FoundFile(file.path, file.source, readable, file.sha256, file.size))
    intake = read_found(folder, wanted, read, run, files, progress)
    for file in lost:
        found = "The copy kept of it is damaged or gone, and the file is not where it was."
        error = FileMissing(file.source, found)
        intake.files[file.path] = replace(file, outcome=error.outcome, detail=str(error), copies=())
    return intake


def _unchanged(file: LedgerFile) -> Path | None:
    """Where the file was found, if the same bytes are still there."""
    path = Path(file.path)
    try:
        return path if sha256_of(path) == file.sha256 else None
    except OSError:
        return None


def _read_each(
    folder: Path, wanted: Sequence[FoundFile], read: Read, progress: Progress
) -> Iterator[tuple[FoundFile, dict[str, Document], CorpusError | None]]:
    """Each file with its documents by report id, and the first error met in it."""
    reports = [file for file in wanted if file.readable.suffix.lower() != DOCUMENTS_SUFFIX]
    lists = [file for file in wanted if file.readable.suffix.lower() == DOCUMENTS_SUFFIX]
    done = 0
    for file, reading in _read_reports(folder, reports, read) if reports else ():
        yield file, *_documents(file, [reading])
        done += 1
        progress("reading", done, len(wanted))
    for file in lists:
        yield file, *_documents(file, list(read([file.readable])))
        done += 1
        progress("reading", done, len(wanted))


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


def _documents(
    file: FoundFile, readings: Sequence[Reading]
) -> tuple[dict[str, Document], CorpusError | None]:
    documents: dict[str, Document] = {}
    first_error: CorpusError | None = None
    is_list = file.readable.suffix.lower() == DOCUMENTS_SUFFIX
    for reading in readings:
        error, document = reading.error, reading.document
        if document is not None:
            error = error or _unusable(document)
            if error is None:
                # A kept copy lies elsewhere; the report still comes from where the user has it.
                ours = document if is_list else replace(document, source=file.source)
                error = _claimed_twice(documents.setdefault(ours.id, ours), ours)
        first_error = first_error or error
    return documents, first_error


def _claimed_twice(first: Document, document: Document) -> DocumentInvalid | None:
    """Two documents of one list that call themselves alike and are not."""
    if first == document:
        return None
    return DocumentInvalid(
        document.source, f"An earlier document of the list has the id {document.id!r}."
    )


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
