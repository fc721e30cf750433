"""An index is made for its owner alone; who shares one says so by its folder's mode."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from tests.index.conftest import Workshop
from tests.index.stand_ins import make_document


@pytest.fixture(autouse=True)
def open_umask() -> Iterator[None]:
    """A system where new files and folders are everybody's."""
    before = os.umask(0)
    yield
    os.umask(before)


def test_a_new_index_is_for_its_owner_alone(workshop: Workshop) -> None:
    workshop.write("a.pdf", make_document())
    workshop.update()
    assert workshop.folder.stat().st_mode & 0o777 == 0o700


def test_a_folder_that_was_there_keeps_what_it_allows(workshop: Workshop) -> None:
    workshop.folder.mkdir(mode=0o750)
    workshop.write("a.pdf", make_document())
    workshop.update()
    assert workshop.folder.stat().st_mode & 0o777 == 0o750
