"""What the processes of one service share: a folder that lives as long as the service does."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from qa.http.shared_counts import make_shared_counts

COUNTS = "counts"


@contextmanager
def share() -> Iterator[Path]:
    """A folder for the processes that are started inside of the block; readable by us alone."""
    with TemporaryDirectory(prefix="inspection-answers-") as name:
        folder = Path(name)
        make_shared_counts(folder / COUNTS)
        yield folder
