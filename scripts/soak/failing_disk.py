"""A disk that refuses one operation: what Python asks of a folder, counted, and failed on purpose.

Inside `FailingDisk.watching` every operation on a file below the folder is counted: to open, read,
write, sync, rename, remove, link, list, look at, map and lock it, and each statement and commit
that SQLite is given. The one of the number asked for fails. What SQLite itself does with a file
lies below Python; `faults.py` reaches it by limits on a file's size and by a disk that is full.
"""

from __future__ import annotations

import builtins
import errno
import fcntl
import io
import mmap
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, Literal
from unittest.mock import patch

# How an operation fails: "full" goes on with every later one that needs room; "part" writes less
# than was asked and says so, as it may, and is no failure; "killed" ends the process before it.
Kind = Literal["no space", "i/o error", "short write", "full", "part", "killed"]
KINDS: tuple[Kind, ...] = ("no space", "i/o error", "short write", "full", "part", "killed")

_NEEDS_ROOM = frozenset(
    {"create", "write", "sync", "rename", "replace", "link", "mkdir", "connect", "execute"}
    | {"commit"}
)
_KILLED = 9


@dataclass(frozen=True, slots=True)
class Operation:
    """Something that was asked of the disk."""

    number: int
    did: str
    path: str

    def can(self, kind: Kind) -> bool:
        """Whether it can fail in this way."""
        if kind in ("short write", "part"):
            return self.did == "write"
        return self.did in _NEEDS_ROOM if kind in ("no space", "full") else True

    def __str__(self) -> str:
        return f"operation {self.number}, {self.did} {self.path}"


@dataclass(slots=True)
class FailingDisk:
    """Counts what is done below a folder, and fails the operation of one number."""

    folder: Path
    fails_at: int | None = None  # counted from 0; None: nothing fails
    kind: Kind = "i/o error"
    operations: list[Operation] = field(default_factory=list)
    paths: dict[int, str] = field(default_factory=dict)  # by handle, of folders that are open

    def meet(self, did: str, path: object) -> Kind | None:
        """Count an operation; how it is to fail, or None."""
        operation = Operation(len(self.operations), did, self._shown(path))
        self.operations.append(operation)
        if (
            self.fails_at is None
            or operation.number < self.fails_at
            or not operation.can(self.kind)
        ):
            return None
        if operation.number > self.fails_at and self.kind != "full":
            return None
        if self.kind == "killed":
            os._exit(_KILLED)
        return self.kind

    def check(self, did: str, path: object) -> None:
        """Count an operation that fails by raising.

        Raises: OSError.
        """
        kind = self.meet(did, path)
        if kind:
            raise os_error(kind, path)

    def holds(self, path: object) -> bool:
        """Whether a path lies below the folder."""
        if isinstance(path, int):
            return path in self.paths
        place = os.path.abspath(os.fspath(path))  # type: ignore[call-overload]
        return str(place).startswith(f"{self.folder}{os.sep}") or place == str(self.folder)

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Count and fail inside the block."""
        with ExitStack() as patches:
            for module, name, replacement in self._replacements():
                patches.enter_context(patch.object(module, name, replacement))
            yield

    def _replacements(self) -> Iterator[tuple[Any, str, Callable[..., Any]]]:
        yield io, "open", partial(self._open, io.open)
        yield builtins, "open", partial(self._open, io.open)
        yield os, "open", partial(self._open_handle, os.open)
        yield os, "fsync", partial(self._sync, os.fsync)
        yield os, "pread", partial(self._by_handle, os.pread, "read")
        yield fcntl, "flock", partial(self._by_stream, fcntl.flock, "lock")
        yield mmap, "mmap", partial(self._by_handle, mmap.mmap, "map")
        yield sqlite3, "connect", partial(self._connect, sqlite3.connect)
        for name in ("rename", "replace", "link"):
            yield os, name, partial(self._by_path, getattr(os, name), name)
        for name, did in {"mkdir": "mkdir", "unlink": "remove", "rmdir": "remove"}.items():
            yield os, name, partial(self._by_path, getattr(os, name), did)
        for name, did in {"scandir": "list", "listdir": "list", "stat": "stat"}.items():
            yield os, name, partial(self._by_path, getattr(os, name), did)

    def _open(
        self,
        really: Callable[..., Any],
        file: Any,
        mode: str = "r",
        buffering: int = -1,
        *text: Any,
        **kwargs: Any,
    ) -> Any:
        if isinstance(file, int) or not self.holds(file):
            return really(file, mode, buffering, *text, **kwargs)
        self.check("create" if set(mode) & set("wax") else "open", file)
        raw = _File(self, os.fspath(file), mode.replace("t", "").replace("b", ""))
        binary = _buffered(raw, mode)
        return binary if "b" in mode else io.TextIOWrapper(binary, *text, **kwargs)

    def _open_handle(self, really: Callable[..., int], path: Any, *args: Any, **kwargs: Any) -> int:
        if kwargs.get("dir_fd") is None and not self.holds(path):
            return really(path, *args, **kwargs)
        self.check("open", path)
        handle = really(path, *args, **kwargs)
        self.paths[handle] = str(path)
        return handle

    def _sync(self, really: Callable[[int], None], handle: int) -> None:
        self.check("sync", self.paths.get(handle, handle))
        really(handle)

    def _by_handle(
        self, really: Callable[..., Any], did: str, handle: int, *args: Any, **kwargs: Any
    ) -> Any:
        if handle in self.paths:
            self.check(did, self.paths[handle])
        return really(handle, *args, **kwargs)

    def _by_stream(self, really: Callable[..., Any], did: str, stream: Any, *args: Any) -> Any:
        self.check(did, stream.name)
        return really(stream, *args)

    def _by_path(
        self, really: Callable[..., Any], did: str, path: Any = ".", *args: Any, **kwargs: Any
    ) -> Any:
        if kwargs.get("dir_fd") is not None or self.holds(path):
            self.check(did, path)
        return really(path, *args, **kwargs)

    def _connect(self, really: Callable[..., Any], database: Any, **kwargs: Any) -> Any:
        if database == ":memory:":
            return really(database, **kwargs)
        check_sqlite(self, "connect", database)
        connection = really(database, factory=_Connection, **kwargs)
        connection.disk, connection.file = self, database
        return connection

    def _shown(self, path: object) -> str:
        if isinstance(path, int):
            path = self.paths.get(path, path)
        return os.path.relpath(str(path), self.folder) if os.path.isabs(str(path)) else str(path)


def os_error(kind: Kind, path: object) -> OSError:
    """What the system would raise."""
    code = errno.EIO if kind == "i/o error" else errno.ENOSPC
    return OSError(code, os.strerror(code), None if isinstance(path, int) else str(path))


def check_sqlite(disk: FailingDisk, did: str, file: object) -> None:
    """Count an operation that SQLite does; it fails as SQLite says it."""
    kind = disk.meet(did, file)
    if kind is None:
        return
    is_full = kind != "i/o error"
    words = "database or disk is full" if is_full else "disk I/O error"
    error = sqlite3.OperationalError(words)
    error.sqlite_errorcode = sqlite3.SQLITE_FULL if is_full else sqlite3.SQLITE_IOERR
    raise error


class _File(io.FileIO):
    """A file whose every reading and writing is counted."""

    def __init__(self, disk: FailingDisk, path: str, mode: str) -> None:
        super().__init__(path, mode)
        self._disk, self._path = disk, path
        disk.paths[self.fileno()] = path

    def readinto(self, buffer: Any) -> int | None:
        self._disk.check("read", self._path)
        return super().readinto(buffer)

    def readall(self) -> bytes:
        self._disk.check("read", self._path)
        return super().readall()

    def write(self, content: Any) -> int | None:  # type: ignore[override]
        kind = self._disk.meet("write", self._path)
        if kind in ("short write", "part"):
            view = memoryview(content).cast("B")
            done = super().write(view[: max(1, len(view) // 2)])
            if kind == "part":
                return done
        if kind:
            raise os_error(kind, None)  # the system names no file here
        return super().write(content)

    def close(self) -> None:
        if not self.closed:
            self._disk.paths.pop(self.fileno(), None)
        super().close()


class _Connection(sqlite3.Connection):
    """A connection whose every statement and commit is counted."""

    disk: FailingDisk
    file: object

    def execute(self, *args: Any) -> sqlite3.Cursor:
        check_sqlite(self.disk, "execute", self.file)
        return super().execute(*args)

    def executemany(self, *args: Any) -> sqlite3.Cursor:
        check_sqlite(self.disk, "execute", self.file)
        return super().executemany(*args)

    def executescript(self, *args: Any) -> sqlite3.Cursor:
        check_sqlite(self.disk, "execute", self.file)
        return super().executescript(*args)

    def __exit__(self, kind: Any, error: Any, trace: Any) -> Literal[False]:
        try:
            check_sqlite(self.disk, "commit", self.file)
        except sqlite3.OperationalError as refused:
            super().__exit__(type(refused), refused, None)
            raise
        return super().__exit__(kind, error, trace)


def _buffered(raw: _File, mode: str) -> Any:
    """What `open` puts around a raw file."""
    if "+" in mode:
        return io.BufferedRandom(raw)
    return io.BufferedWriter(raw) if set(mode) & set("wax") else io.BufferedReader(raw)
