"""Pages of reports as images, drawn once and kept for a while.

They are drawn from the files that the collection keeps, never from a path that comes from outside,
and only where a file is still the one that was read.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Lock, Thread

from corpus import Box, CorpusError, FileDamaged, PageRenderer

# A page takes 131 KB (median of 40 reports; at most 143): room for 250 of them in each process.
MOST_BYTES = 32 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class PageWanted:
    """A page of a file with words marked on it."""

    sha256: str  # of the file
    number: int  # counted from 1
    boxes: tuple[Box, ...]  # those of other pages are passed over

    @property
    def key(self) -> str:
        """A name that only the same image has."""
        marked = [box for box in self.boxes if box.page == self.number]
        of = f"{self.sha256} {self.number} {marked}"
        return hashlib.blake2b(of.encode(), digest_size=12).hexdigest()


class PageImages:
    """Draws pages in child processes and keeps the images used last. Threads may share it."""

    def __init__(self, renderer: PageRenderer | None = None, most_bytes: int = MOST_BYTES) -> None:
        self._renderer = renderer or PageRenderer()
        self._most_bytes = most_bytes
        self._lock = Lock()
        self._kept: OrderedDict[str, bytes] = OrderedDict()  # those used last at the end
        self._bytes = 0

    def start(self) -> None:
        """Have a child ready for the first page, without waiting for it."""
        Thread(target=self._start, name="first page", daemon=True).start()

    def _start(self) -> None:
        with suppress(CorpusError):  # whoever asks for a page is told
            self._renderer.start()

    def stop(self) -> None:
        """End the child processes."""
        self._renderer.stop()

    def image(self, file: Path, wanted: PageWanted) -> bytes:
        """The page as PNG.

        Raises: FileDamaged where the file is no longer what was read; what `PageRenderer.render`
        raises.
        """
        kept = self.kept(wanted)
        if kept is not None:
            return kept
        _check(file, wanted.sha256)
        drawn = self._renderer.render(file, wanted.number, wanted.boxes)
        self._keep(wanted.key, drawn)
        return drawn

    def kept(self, wanted: PageWanted) -> bytes | None:
        """The page where it was drawn before."""
        with self._lock:
            if wanted.key not in self._kept:
                return None
            self._kept.move_to_end(wanted.key)
            return self._kept[wanted.key]

    def _keep(self, key: str, drawn: bytes) -> None:
        with self._lock:
            self._bytes += len(drawn) - len(self._kept.pop(key, b""))
            self._kept[key] = drawn
            while self._bytes > self._most_bytes:
                _, gone = self._kept.popitem(last=False)
                self._bytes -= len(gone)


def _check(file: Path, sha256: str) -> None:
    """Raise FileDamaged where the bytes of a file are not those of its checksum."""
    try:
        with file.open("rb") as content:
            found = hashlib.file_digest(content, "sha256").hexdigest()
    except OSError as error:
        raise FileDamaged(file.name, f"The kept file cannot be read ({error.strerror}).") from error
    if found != sha256:
        raise FileDamaged(file.name, "The kept file is not the one that was read.")
