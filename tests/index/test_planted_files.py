"""A pickle in place of any file of an index is never opened, not even where every checksum agrees.

Who may write an index can forge what it says: checksums tell damage, not intent. What they cannot
do is have code run by whoever opens it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from index import IndexDamaged, IndexFolderError, verify_index
from index.storage import EMBEDDINGS
from tests.index.conftest import Workshop
from tests.index.planted import Trap, forge
from tests.index.stand_ins import make_document

CHECKED = ("generations/*/catalogue.sqlite", "segments/*/*")
KINDS: list[Callable[[Trap], bytes]] = [Trap.as_pickle, Trap.as_array]


@pytest.fixture
def trap(tmp_path: Path) -> Trap:
    return Trap(tmp_path / "code was run")


def files_of(folder: Path, *patterns: str) -> list[Path]:
    return sorted(file for pattern in patterns for file in folder.glob(pattern) if file.is_file())


def use(workshop: Workshop) -> None:
    """Whatever reads the files: a search, a list, every paragraph, all checks, another run."""
    with workshop.open() as collection:
        collection.search("foster carers in care", limit=20)
        for report in collection.reports():
            collection.paragraphs(report.id)
    verify_index(workshop.folder)
    workshop.write("new.pdf", make_document("Great Ashby"))
    workshop.update()


@pytest.mark.parametrize("content", KINDS)
def test_any_file_replaced_by_a_pickle_is_damage(
    content: Callable[[Trap], bytes], tiny_collection: Workshop, trap: Trap
) -> None:
    files = files_of(tiny_collection.folder, *CHECKED, "CURRENT", "generations/*/manifest.json")
    assert len(files) == 18
    for file in files:
        whole = file.read_bytes()
        file.write_bytes(content(trap))
        with pytest.raises(IndexDamaged):
            use(tiny_collection)
        file.write_bytes(whole)
    assert not trap.has_sprung


@pytest.mark.parametrize("content", KINDS)
def test_a_pickle_whose_checksums_agree_is_not_opened(
    content: Callable[[Trap], bytes], tiny_collection: Workshop, trap: Trap
) -> None:
    folder = tiny_collection.folder
    whole = {file: file.read_bytes() for file in files_of(folder, "*", "*/*/*") if file.exists()}
    for file in files_of(folder, *CHECKED):
        forge(folder, file, content(trap))
        if file.suffix == ".npy":
            with pytest.raises(IndexDamaged):
                use(tiny_collection)
        else:
            with suppress(IndexFolderError, ValueError, LookupError, sqlite3.Error):
                use(tiny_collection)
        assert not trap.has_sprung, file.name
        for path, before in whole.items():
            path.write_bytes(before)


@pytest.mark.parametrize("name", [EMBEDDINGS, "unfinished.jsonl", "writer.lock"])
@pytest.mark.parametrize("content", KINDS)
def test_files_beside_the_generations_are_never_opened_as_a_pickle(
    content: Callable[[Trap], bytes], name: str, tiny_collection: Workshop, trap: Trap
) -> None:
    (tiny_collection.folder / name).write_bytes(content(trap))
    use(tiny_collection)
    assert not trap.has_sprung


def test_a_pickle_among_the_vectors_that_are_kept_is_not_opened(
    tiny_collection: Workshop, trap: Trap
) -> None:
    with sqlite3.connect(tiny_collection.folder / EMBEDDINGS) as connection:
        connection.execute("UPDATE encoded SET vector = ?, tokens = ?", [trap.as_pickle()] * 2)
    connection.close()
    tiny_collection.update(rebuild=True)
    use(tiny_collection)
    assert not trap.has_sprung


@pytest.mark.parametrize("content", KINDS)
def test_a_kept_original_replaced_by_a_pickle_is_damage(
    content: Callable[[Trap], bytes], tiny_collection: Workshop, trap: Trap
) -> None:
    (file, *_) = files_of(tiny_collection.folder, "originals/*/*")
    file.write_bytes(content(trap))
    verification = verify_index(tiny_collection.folder)
    assert [damage.file for damage in verification.damaged] == [file]
    assert not trap.has_sprung
