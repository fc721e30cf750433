"""Paths into readings: folders walked, reports read, `.jsonl` files taken as they are."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import BinaryIO, NoReturn

from corpus.document_json import document_from_json
from corpus.errors import (
    CorpusError,
    DocumentInvalid,
    FileEmpty,
    FileMissing,
    FileTooLarge,
    FolderClosed,
)
from corpus.limits import Limits
from corpus.records import Document

_SHOWN = 200  # characters of what Python says about a line

REPORT_SUFFIXES = frozenset({".pdf", ".txt", ".md", ".markdown", ".jsonl"})

_HALF_PAIR = re.compile(r"\\u[dD][89a-fA-F]")  # how JSON writes half of a character beyond FFFF


@dataclass(frozen=True, slots=True)
class Reading:
    """What became of one document: either it was read, or there is an error."""

    source: str
    document: Document | None
    error: CorpusError | None


def find_files(paths: Sequence[Path]) -> list[Path]:
    """The files that paths name: folders stand for the reports in and below them, by name.

    Hidden files and files with other endings are passed over in folders, never when named.

    Raises: FileMissing for a path that leads nowhere, FileEmpty for a folder without reports,
    FolderClosed for one that may not be listed: its reports must not be taken for gone.
    """
    found: dict[Path, None] = {}
    for path in paths:
        try:
            found.update(dict.fromkeys(_files_of(path)))
        except OSError as error:
            place = str(error.filename or path)
            raise FolderClosed(place, f"{place} cannot be looked at ({error.strerror}).") from error
    return list(found)


def _files_of(path: Path) -> list[Path]:
    if path.is_dir():
        inside = sorted(file for file in _files_below(path) if file.is_file())
        if not inside:
            raise FileEmpty(str(path), "The folder holds no .pdf, .txt, .md or .jsonl files.")
        return inside
    if path.exists():
        return [path]
    raise FileMissing(str(path), "There is no such file or folder.")


def _files_below(folder: Path) -> Iterator[Path]:
    def refuse(error: OSError) -> NoReturn:
        raise error  # by default a folder that cannot be listed would be passed over

    for place, folders, names in os.walk(folder, onerror=refuse):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            if not name.startswith(".") and Path(name).suffix.lower() in REPORT_SUFFIXES:
                yield Path(place, name)


def read_file(path: Path, limits: Limits) -> bytes:
    """A file's bytes.

    Raises: FileTooLarge over the limit; OSError where it cannot be read.
    """
    size = path.stat().st_size
    if size > limits.bytes:
        raise FileTooLarge(
            str(path), f"The file has {size:,} bytes, the limit is {limits.bytes:,}."
        )
    return path.read_bytes()


def read_documents(
    paths: Sequence[Path], limits: Limits | None = None, workers: int | None = None
) -> Iterator[Reading]:
    """A reading for each file, and for each line of a `.jsonl` file, in the order of `paths`.

    Files are read in `workers` child processes, as many as there are processors if None.
    """
    from corpus.processes import read_in_processes

    limits = limits or Limits()
    for is_jsonl, group in groupby(paths, key=lambda path: path.suffix.lower() == ".jsonl"):
        members = list(group)
        if is_jsonl:
            for path in members:
                yield from read_jsonl(path, limits)
            continue
        outcomes = read_in_processes(members, limits, workers)
        for path, outcome in zip(members, outcomes, strict=True):
            if isinstance(outcome, Document):
                yield Reading(str(path), outcome, None)
            else:
                yield Reading(str(path), None, outcome)


def read_jsonl(path: Path, limits: Limits | None = None) -> Iterator[Reading]:
    """The documents of a file that holds one JSON object a line, as `qa read` prints them.

    A line that is too long or no document is told, and the others are read.
    """
    most = (limits or Limits()).bytes
    try:
        with path.open("rb") as file:
            for number, line in enumerate(_lines_of(file, most), start=1):
                if line.strip():
                    yield _reading_of_line(f"{path}:{number}", line, most)
    except OSError as error:
        yield Reading(str(path), None, FileMissing(str(path), f"It cannot be read ({error})."))


def _lines_of(file: BinaryIO, most: int) -> Iterator[bytes]:
    """The lines of a file; of one of more bytes than `most` only the first `most` and one."""
    while line := file.readline(most + 1):
        yield line
        rest = line
        while rest and not rest.endswith(b"\n"):
            rest = file.readline(most)


def _reading_of_line(place: str, line: bytes, most: int) -> Reading:
    from corpus.cleaning import cleaned  # late: it knows the formats and what reads them

    if len(line) > most:
        error = FileTooLarge(place, f"The line has more than {most:,} bytes.")
        return Reading(place, None, error)
    try:
        text = line.decode()
        values = json.loads(text)
        if _HALF_PAIR.search(text):
            json.dumps(values, ensure_ascii=False).encode()  # an error where it has no other half
        document = cleaned(document_from_json(values))
    except (KeyError, TypeError, ValueError, AttributeError, IndexError, RecursionError) as error:
        found = f"The line is no document ({type(error).__name__}: {str(error)[:_SHOWN]})."
        return Reading(place, None, DocumentInvalid(place, found))
    return Reading(document.source, document, None)
