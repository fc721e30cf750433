"""Files read in child processes that are watched and replaced.

No parser can be trusted to end: a file of 1.6 KB made pdfium take 1.2 GB. Each child has limits on
memory and processor time, each file one on wall time, and a child that dies takes only its own file
with it.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import TimeoutError as FutureTimeout
from pathlib import Path

from pebble import ProcessExpired, ProcessPool

from corpus.errors import (
    CorpusError,
    FileDamaged,
    FileMissing,
    ReadingTooHungry,
    ReadingTooSlow,
)
from corpus.files import read_file
from corpus.limits import Limits, limit_cpu, limit_process
from corpus.reading import read_document
from corpus.records import Document

Outcome = Document | CorpusError


def read_in_processes(
    paths: Sequence[Path], limits: Limits, workers: int | None
) -> Iterator[Outcome]:
    """For each path, in order, its document or what is wrong with it."""
    if not paths:
        return
    count = min(workers or os.cpu_count() or 1, len(paths))
    pool = ProcessPool(
        max_workers=count,
        max_tasks=limits.files_per_process,
        initializer=limit_process,
        initargs=(limits,),
        context=multiprocessing.get_context("spawn"),
    )
    with pool:
        waiting = deque(
            pool.schedule(_read, args=[path, limits], timeout=limits.wall_seconds) for path in paths
        )
        try:
            for path in paths:  # a future keeps its document: none is held once it was given out
                yield _outcome(str(path), waiting.popleft().result, limits)
        except BaseException:
            pool.stop()  # type: ignore[no-untyped-call]  # pebble leaves it untyped
            raise


def _read(path: Path, limits: Limits) -> Outcome:
    """Runs in the child. Errors come back as values: their tracebacks stay there."""
    source = str(path)
    limit_cpu(limits.cpu_seconds)
    try:
        return read_document(source, read_file(path, limits), limits)
    except CorpusError as error:
        return error
    except MemoryError:
        return ReadingTooHungry(source, "Reading the file takes too much memory.")
    except FileNotFoundError:
        return FileMissing(source, "There is no such file.")
    except OSError as error:
        return FileMissing(source, f"The file cannot be read ({error.strerror}).")
    except Exception as error:  # one bad file never stops a run
        return FileDamaged(source, f"Reading the file failed ({type(error).__name__}: {error}).")


def _outcome(source: str, result: Callable[[], Outcome], limits: Limits) -> Outcome:
    try:
        return result()
    except FutureTimeout:
        return ReadingTooSlow(source, f"Reading took over {limits.wall_seconds:g} seconds.")
    except ProcessExpired as error:
        if error.exitcode in (-signal.SIGXCPU, -signal.SIGKILL):
            return ReadingTooSlow(
                source, f"Reading took over {limits.cpu_seconds} seconds of processor time."
            )
        return ReadingTooHungry(
            source, "The reading process died; such files take too much memory."
        )
