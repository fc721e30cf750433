"""How much one file may cost before reading it is given up."""

from __future__ import annotations

from dataclasses import dataclass

_MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits on one file, and on the process that reads it.

    The largest of 431 reports has 2 MB and 58 pages and takes 0.6 s; the defaults leave room for a
    hundred times that, and stop the files that are made to hang or to swell.
    """

    bytes: int = 64 * _MIB
    pages: int = 2_000
    wall_seconds: float = 60.0
    cpu_seconds: int = 60
    memory_bytes: int = 2_048 * _MIB  # address space of a reading process
    files_per_process: int = 50  # then a fresh process takes over
