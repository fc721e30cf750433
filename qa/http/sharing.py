"""What the processes of one service share: a folder that lives as long as the service does."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from qa.http.shared_counts import make_shared_counts

COUNTS = "counts"
METRICS = "metrics"
# How prometheus_client is told of the folder, when it is imported and in no other way.
_METRICS_NAME = "PROMETHEUS_MULTIPROC_DIR"


@contextmanager
def share() -> Iterator[Path]:
    """A folder for the processes that are started inside of the block; readable by us alone."""
    with TemporaryDirectory(prefix="inspection-answers-") as name:
        folder = Path(name)
        make_shared_counts(folder / COUNTS)
        (folder / METRICS).mkdir()
        before = os.environ.get(_METRICS_NAME)
        os.environ[_METRICS_NAME] = str(folder / METRICS)
        try:
            yield folder
        finally:
            if before is None:
                del os.environ[_METRICS_NAME]
            else:
                os.environ[_METRICS_NAME] = before
