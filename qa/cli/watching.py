"""Which files of a folder have come to rest: when `qa index --watch` has something to do.

Folders are looked at again and again: that works on every file system, shared ones too, and a look
at a thousand files takes a few milliseconds.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from corpus import find_files

INTERVAL_SECONDS = 2.0  # between two looks; a file that is the same in both is taken for whole

Stamps = dict[Path, tuple[int, int, int]]  # inode, bytes, time of the last change


class Watcher:
    """What was seen of some paths at the last look, and what the last run was given."""

    def __init__(self, paths: Sequence[Path]) -> None:
        self._paths = list(paths)
        self._seen: Stamps = {}
        self._indexed: Stamps = {}
        self._wanted: Stamps = {}

    def look(self) -> frozenset[Path] | None:
        """Where a run is due, the files that it must leave alone for now; else None.

        Raises: CorpusError as `find_files` does.
        """
        before, self._seen = self._seen, stamps_of(find_files(self._paths))
        moving = {path for path, stamp in self._seen.items() if before.get(path) != stamp}
        self._wanted = {path: s for path, s in self._seen.items() if path not in moving}
        self._wanted |= {path: self._indexed[path] for path in moving & self._indexed.keys()}
        is_due = self._wanted != self._indexed and len(moving) < len(self._seen)
        return frozenset(moving) if is_due else None

    def done(self) -> None:
        """The run that was due has been made."""
        self._indexed = self._wanted


def stamps_of(files: Sequence[Path]) -> Stamps:
    """What changes when a file is written to; a file that has gone meanwhile is left out."""
    stamps = {}
    for file in files:
        try:
            found = file.stat()
        except FileNotFoundError:
            continue
        stamps[file] = (found.st_ino, found.st_size, found.st_mtime_ns)
    return stamps
