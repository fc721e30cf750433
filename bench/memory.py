"""What a process holds in memory and takes of a core, and how fast memory is."""

from __future__ import annotations

import os
import re
from pathlib import Path

import numpy as np

from bench.figures import seconds_of

_COPIED = 256 << 20  # bytes: more than any cache holds
_ROUNDS = 5


def held_bytes(process: int | str = "self") -> int:
    """Memory of a process that no file stands behind; 0 where the system does not tell."""
    return _status(process, "RssAnon")


def most_bytes(process: int | str = "self") -> int:
    """The most memory that a process ever held, mapped files included; 0 where it is not told."""
    return _status(process, "VmHWM")


def _status(process: int | str, name: str) -> int:
    status = Path("/proc") / str(process) / "status"
    if not status.exists():
        return 0
    found = re.search(rf"{name}:\s+(\d+) kB", status.read_text(encoding="ascii"))
    return int(found[1]) * 1024 if found else 0


def children_of(process: int) -> list[int]:
    """The processes that a process started, theirs too."""
    found = []
    for tasks in Path(f"/proc/{process}/task").glob("*/children"):
        for child in tasks.read_text(encoding="ascii").split():
            found += [int(child), *children_of(int(child))]
    return found


def cpu_seconds(process: int) -> float:
    """Seconds of a core that a process has taken; 0 where the system does not tell."""
    file = Path(f"/proc/{process}/stat")
    if not file.exists():
        return 0.0
    # The name of the program stands in brackets and may hold anything.
    values = file.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
    return (int(values[11]) + int(values[12])) / os.sysconf("SC_CLK_TCK")


def read_bytes_a_second() -> float:
    """Bytes that one core reads from memory in a second: the best of some sums over much of it."""
    much = np.ones(_COPIED // 8)
    seconds = min(seconds_of(much.max) for _ in range(_ROUNDS))
    return _COPIED / seconds


def folder_bytes(folder: Path) -> int:
    """What the files of a folder take."""
    return sum(
        os.path.getsize(Path(place) / name) for place, _, names in os.walk(folder) for name in names
    )
