"""What tests of several folders share: the invented reports, indexed once with the real model."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from index import Collection, update_collection
from qa.answering import Answerer
from qa.assembly import make_answerer
from qa.settings import Settings

SAMPLE = Path(__file__).parents[1] / "corpus" / "sample"
# "Last year" and "the newest" mean the same on every day that the tests run.
TODAY = date(2025, 10, 1)


@pytest.fixture(scope="session")
def sample_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an index over `corpus/sample`, made with the packaged model; takes seconds."""
    folder = tmp_path_factory.mktemp("sample-index")
    update_collection(folder, [SAMPLE])
    return folder


@pytest.fixture(scope="session")
def sample_answerer(sample_index: Path) -> Iterator[Answerer]:
    """An answerer over the sample, on a fixed day."""
    with Collection.open(sample_index) as collection:
        made = make_answerer(collection, Settings(index=sample_index))
        yield replace(made, today=TODAY)


@pytest.fixture(scope="session")
def sample_collection(sample_index: Path) -> Iterator[Collection]:
    """The sample as a collection, opened for reading."""
    with Collection.open(sample_index) as collection:
        yield collection
