"""Hostile files: each ends in its named outcome within its limits, and nothing else is affected.

The files and what must become of them stand in `scripts/hostile`; `make soak` tries them one by one
with the program's own limits.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from corpus import PageRenderer, Reading, read_documents
from scripts.hostile import HOSTILE_FILES, Hostile
from scripts.hostile.listed import UNFIT, document, lines
from scripts.soak.hostile_files import (
    QUICK_LIMITS,
    QUICK_RENDERING,
    check_readings,
    draw_hostile,
    index_beside,
    read_hostile,
    write_hostile,
)

QUICK = tuple(hostile for hostile in HOSTILE_FILES if not hostile.is_slow)
SLOW = tuple(hostile for hostile in HOSTILE_FILES if hostile.is_slow)
LOCKS = ("disguised: locked with rc4", "disguised: locked with aes", "disguised: unknown lock")


def _name(hostile: Hostile) -> str:
    return hostile.name


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files that take no time, beside one another."""
    folder = tmp_path_factory.mktemp("hostile")
    write_hostile(folder, QUICK)
    return folder


@pytest.fixture(scope="module")
def readings(folder: Path) -> dict[str, list[Reading]]:
    """What became of each, all read in one run."""
    found: dict[str, list[Reading]] = {hostile.file: [] for hostile in QUICK}
    for kind in (False, True):
        paths = [folder / h.file for h in QUICK if h.file.endswith(".jsonl") is kind]
        if kind:
            for path in paths:
                found[path.name] = list(read_documents([path], QUICK_LIMITS))
        else:
            for path, reading in zip(paths, read_documents(paths, QUICK_LIMITS), strict=True):
                found[path.name].append(reading)
    return found


@pytest.fixture(scope="module")
def renderer() -> Iterator[PageRenderer]:
    with PageRenderer(QUICK_RENDERING) as renderer:
        yield renderer


def test_there_are_as_many_as_are_told() -> None:
    assert len(HOSTILE_FILES) >= 70
    assert len({hostile.file for hostile in HOSTILE_FILES}) == len(HOSTILE_FILES)
    assert {hostile.name for hostile in HOSTILE_FILES} >= set(LOCKS)


@pytest.mark.parametrize("hostile", QUICK, ids=_name)
def test_a_hostile_file_has_its_outcome(
    hostile: Hostile, readings: dict[str, Sequence[Reading]]
) -> None:
    check_readings(hostile, readings[hostile.file])


@pytest.mark.parametrize("hostile", [h for h in QUICK if h.drawn], ids=_name)
def test_a_page_of_a_hostile_file_is_drawn_or_named(
    hostile: Hostile, folder: Path, renderer: PageRenderer
) -> None:
    draw_hostile(hostile, folder / hostile.file, renderer)


def test_what_no_reader_can_open_is_told_as_that(readings: dict[str, Sequence[Reading]]) -> None:
    """Found by `make fuzz`: pypdf raises what a broken trailer happens to hit."""
    (reading,) = readings["disguised-trailer_that_is_a_number.pdf"]
    assert reading.error is not None
    assert reading.error.found.startswith("No PDF reader can open the file")


def test_a_run_with_hostile_files_reads_the_others_as_without(tmp_path: Path) -> None:
    run = index_beside(tmp_path, QUICK, QUICK_LIMITS)
    assert len(run.files) > len(QUICK)


@pytest.mark.slow
@pytest.mark.parametrize("hostile", SLOW, ids=_name)
def test_a_costly_file_has_its_outcome(
    hostile: Hostile, tmp_path: Path, renderer: PageRenderer
) -> None:
    (path,) = write_hostile(tmp_path, [hostile])
    read_hostile(hostile, path, QUICK_LIMITS)
    draw_hostile(hostile, path, renderer)


@pytest.mark.parametrize("what", UNFIT)
def test_a_value_of_a_wrong_kind_is_no_document(tmp_path: Path, what: str) -> None:
    path = tmp_path / "documents.jsonl"
    path.write_bytes(lines(UNFIT[what], document()))
    first, second = read_documents([path])
    assert first.error is not None, f"{what} was taken"
    assert first.error.outcome == "invalid"
    assert second.document is not None
