"""What a service in this process writes to its log, kept for a test to read."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from qa.http.logs import json_lines


class Lines(logging.Handler):
    """Keeps what is written."""

    def __init__(self) -> None:
        super().__init__()
        self.setFormatter(json_lines())
        self.written: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.written.append(self.format(record))

    @property
    def values(self) -> list[dict[str, Any]]:
        assert all("\n" not in line and "\x1b" not in line for line in self.written)
        return [json.loads(line) for line in self.written]


@contextmanager
def lines_written() -> Iterator[Lines]:
    """The lines that are written until the block ends, as they come."""
    kept = Lines()
    logger = logging.getLogger("qa")
    before = logger.level
    logger.addHandler(kept)
    logger.setLevel(logging.INFO)
    try:
        yield kept
    finally:
        logger.removeHandler(kept)
        logger.setLevel(before)
