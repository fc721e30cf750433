"""How much one file may cost before it is given up, and how a process is held to that."""

from __future__ import annotations

import resource
import signal
import sys
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


def limit_process(limits: Limits) -> None:
    """Bound what this process may use; ask the kernel to stop it, and Ctrl-C to leave it alone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform != "darwin":  # macOS does not keep to a limit on address space
        resource.setrlimit(resource.RLIMIT_AS, (limits.memory_bytes, limits.memory_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def limit_cpu(seconds: int) -> None:
    """Allow this process so many more seconds of processor time."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    soft = int(used.ru_utime + used.ru_stime) + seconds
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    resource.setrlimit(resource.RLIMIT_CPU, (soft, hard))
