"""Pages as images, drawn in child processes that are watched and replaced.

A hostile page may take gigabytes or have no end, as `processes.py` tells of reading. Here a few
children live long, wait for one page at a time and are there when the next is asked for. A pool of
pebble will not do: it gives up for good when a child dies that has nothing to do.

What comes back from a child is bytes and never a pickle, which could run code here: pdfium is the
part most likely to be taken over by a file.
"""

from __future__ import annotations

import signal
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from queue import LifoQueue
from threading import Lock, RLock
from types import TracebackType
from typing import TYPE_CHECKING, Self

from corpus.errors import (
    CorpusError,
    FileDamaged,
    FileEncrypted,
    FileMissing,
    FileTooLarge,
    NoPages,
    PageMissing,
    RenderingTooHungry,
    RenderingTooSlow,
)
from corpus.files import read_file
from corpus.limits import Limits, limit_cpu, limit_process
from corpus.records import Box

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.context import SpawnProcess

_MIB = 1024 * 1024
# Measured on 1,500 pages of 204 reports: 59 ms a page (median; the slowest 183, which waited for a
# new child) and 92 MB of address space. A page that is one colour scan at 600 dpi: 225 ms, 207 MB.
# After 500 pages a child held 39 MB, at its most 76: it is replaced out of caution, not need.
RENDERING_LIMITS = Limits(
    wall_seconds=5.0, cpu_seconds=5, memory_bytes=512 * _MIB, files_per_process=500
)
_START_SECONDS = 30.0  # for a child to be ready, which takes 0.2; a busy machine takes longer
_LARGEST_REPLY = 8 * _MIB  # the largest image has 4.5 million bytes before it is packed

_READY = b"ready"
_IMAGE = b"image"
_ERRORS: dict[bytes, type[CorpusError]] = {
    kind.__name__.encode(): kind
    for kind in (
        FileDamaged,
        FileEncrypted,
        FileMissing,
        FileTooLarge,
        NoPages,
        PageMissing,
        RenderingTooHungry,
    )
}


class PageRenderer:
    """Renders pages of PDFs in up to `children` child processes. Threads may share it.

    The first child is started by `start`, the others when several pages are asked for at once.
    """

    def __init__(self, limits: Limits = RENDERING_LIMITS, *, children: int = 2) -> None:
        self._limits = limits
        self._children = [_Child(limits) for _ in range(children)]
        self._stopping = Lock()
        # Last in, first out: a child that is warm is asked before one that must be started.
        self._idle: LifoQueue[_Child] = LifoQueue()
        for child in self._children:
            self._idle.put(child)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def start(self) -> None:
        """Start a child and wait until it is ready.

        Raises: RenderingTooSlow, RenderingTooHungry where the limits do not even allow that.
        """
        with self._idle_child("page renderer") as child:
            child.warm()

    def stop(self) -> None:
        """End all children, each after the page that it is at. `start` and `render` begin anew."""
        with self._stopping:
            for child in [self._idle.get() for _ in self._children]:
                child.stop()
                self._idle.put(child)

    def render(self, path: Path, page_number: int, boxes: Sequence[Box] = ()) -> bytes:
        """A page (counted from 1) of the PDF at `path` as PNG, two pixels a point.

        Boxes on this page are marked, others are passed over.

        Raises: PageMissing; NoPages where the file is no PDF; FileMissing, FileTooLarge,
        FileEncrypted, FileDamaged; RenderingTooSlow, RenderingTooHungry over the limits.
        """
        source = str(path)
        with self._idle_child(source) as child:
            reply = child.ask(path, page_number, tuple(boxes))
        kind, _, content = reply.partition(b" ")
        if kind == _IMAGE:
            return content
        raise _ERRORS.get(kind, FileDamaged)(source, content.decode("utf-8", "replace"))

    @contextmanager
    def _idle_child(self, source: str) -> Iterator[_Child]:
        """A child for one page; waits for one where all are busy."""
        child = self._idle.get()
        try:
            yield child
        except _ChildLost as lost:
            kind = RenderingTooSlow if lost.slow else RenderingTooHungry
            raise kind(source, str(lost)) from lost
        finally:
            self._idle.put(child)


# multiprocessing looks after every child of the program whenever it starts one, and of two threads
# that look at one child together, one takes it for alive.
_family = RLock()


class _ChildLost(Exception):
    """A child had to be ended (`slow`) or died."""

    def __init__(self, found: str, *, slow: bool) -> None:
        self.slow = slow
        super().__init__(found)


class _Child:
    """One child process and our end of its pipe. One thread at a time may use it."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._process: SpawnProcess | None = None
        self._pipe: Connection | None = None
        self._is_ready = False
        self._pages = 0  # since the process was started

    def warm(self) -> None:
        """Have a process that waits for a page. One that has died meanwhile is replaced."""
        with _family:
            if self._process is None or not self._process.is_alive():
                self._replace()
        if not self._is_ready:
            self._receive(_START_SECONDS)
            self._is_ready = True

    def ask(self, path: Path, page_number: int, boxes: tuple[Box, ...]) -> bytes:
        """The reply for a page. A child that is lost over it, or used up, is replaced at once."""
        self.warm()
        assert self._pipe is not None
        try:
            self._pipe.send((path, page_number, boxes))
        except OSError as error:
            raise self._lost() from error
        reply = self._receive(self._limits.wall_seconds)
        self._pages += 1
        if self._pages >= self._limits.files_per_process:
            self._replace()
        return reply

    def stop(self) -> None:
        """End the process, whatever it is at."""
        if self._process is None or self._pipe is None:
            return
        with _family:
            self._process.kill()
            self._process.join()
            self._process.close()
        self._pipe.close()
        self._process = self._pipe = None

    def _receive(self, seconds: float) -> bytes:
        assert self._pipe is not None
        try:
            if self._pipe.poll(seconds):
                return self._pipe.recv_bytes(_LARGEST_REPLY)
        except (EOFError, OSError) as error:
            raise self._lost() from error
        except BaseException:  # interrupted: a late reply must not be taken for the next one's
            self._replace()
            raise
        self._replace()
        raise _ChildLost(f"Rendering took over {seconds:g} seconds.", slow=True)

    def _lost(self) -> _ChildLost:
        """Why the pipe broke. The process is replaced."""
        assert self._process is not None
        with _family:
            self._process.join(1)
            slow = self._process.exitcode == -signal.SIGXCPU
        self._replace()
        if slow:
            found = f"Rendering took over {self._limits.cpu_seconds} seconds of processor time."
            return _ChildLost(found, slow=True)
        return _ChildLost(
            "The rendering process died; such pages take too much memory.", slow=False
        )

    def _replace(self) -> None:
        """Start a new process, and do not wait until it is ready."""
        from multiprocessing import get_context  # 20 ms that only rendering needs

        self.stop()
        context = get_context("spawn")
        self._pipe, far_end = context.Pipe()
        self._process = context.Process(
            target=_serve, args=(far_end, self._limits), name="page-renderer", daemon=True
        )
        with _family:
            self._process.start()
        far_end.close()  # ours, so that the pipe breaks when the child dies
        self._is_ready, self._pages = False, 0


def _serve(pipe: Connection, limits: Limits) -> None:
    """Runs in the child: replies to one page after another until the parent is gone."""
    limit_process(limits)
    import corpus.pages.images  # noqa: F401  # warm before the first page is asked for

    try:
        pipe.send_bytes(_READY)
        while True:
            path, page_number, boxes = pipe.recv()
            limit_cpu(limits.cpu_seconds)
            pipe.send_bytes(_reply(path, page_number, boxes, limits))
    except (EOFError, OSError):
        return


def _reply(path: Path, page_number: int, boxes: tuple[Box, ...], limits: Limits) -> bytes:
    """`image` and the PNG, or the name of an error and what was found."""
    try:
        return _IMAGE + b" " + _image(path, page_number, boxes, limits)
    except CorpusError as error:
        return f"{type(error).__name__} {error.found}".encode("utf-8", "replace")


def _image(path: Path, page_number: int, boxes: tuple[Box, ...], limits: Limits) -> bytes:
    from corpus.pages import PdfEncrypted, PdfUnreadable
    from corpus.pages.file_type import file_type
    from corpus.pages.images import PdfPageMissing, render_page

    source = str(path)
    try:
        data = read_file(path, limits)
        kind = file_type(data)
        if not kind.is_pdf:
            raise NoPages(source, f"The file is {kind.name}.")
        return render_page(data, page_number, boxes)
    except CorpusError:
        raise
    except PdfPageMissing as error:
        found = f"There is no page {page_number}, {error}."
        raise PageMissing(source, found) from error
    except PdfEncrypted as error:
        raise FileEncrypted(source, "The PDF is locked with a password.") from error
    except PdfUnreadable as error:
        raise FileDamaged(source, f"The page cannot be drawn ({error}).") from error
    except MemoryError as error:
        raise RenderingTooHungry(source, "Rendering the page takes too much memory.") from error
    except OSError as error:
        raise FileMissing(source, f"The file cannot be read ({error.strerror}).") from error
    except Exception as error:  # whatever a broken page makes pdfium or Pillow raise
        found = f"Rendering the page failed ({type(error).__name__}: {error})."
        raise FileDamaged(source, found) from error
