"""The reports that the labelled sentences are about, indexed once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from index import Collection
from scripts.verification.measuring import index_invented_reports


@pytest.fixture(scope="session")
def invented_collection(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Collection]:
    """The sample and the reports of `labelled/reports`, with the packaged model; takes seconds."""
    folder = tmp_path_factory.mktemp("invented-index")
    index_invented_reports(folder)
    with Collection.open(folder) as collection:
        yield collection
