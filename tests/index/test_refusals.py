"""What the disk or its owner refuses: one clear sentence, an exit code, and nothing lost."""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from unittest.mock import patch

import pytest

from corpus import CorpusError
from index import IndexUnreadable, IndexUnwritable, roll_back, verify_index
from index.storage import writing
from qa.cli import main
from qa.cli.exits import exit_code
from scripts.soak.faults import largest_file
from tests.index.conftest import Workshop
from tests.index.stand_ins import make_document

NOBODY = 65534


@pytest.fixture
def shared_place() -> Iterator[Path]:
    """A folder that any user of this machine may enter, unlike pytest's own."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o777)
        yield Path(name)


@pytest.fixture
def small(shared_place: Path) -> Workshop:
    """Two reports in a folder and a folder below it, indexed; and a third that is not."""
    workshop = Workshop(shared_place)
    workshop.folder.mkdir(mode=0o755)  # one made by a run is for its owner alone
    workshop.write("a.pdf", make_document("Fernmouth"))
    workshop.write("below/b.pdf", make_document("Dunley"))
    workshop.update()
    workshop.write("c.pdf", make_document("Great Ashby"))
    return workshop


@contextmanager
def without_privileges() -> Iterator[None]:
    """Permissions count inside: a superuser works as nobody there."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


def assert_nothing_lost(workshop: Workshop) -> None:
    with workshop.open() as collection:
        assert {report.authority for report in collection.reports()} == {"Fernmouth", "Dunley"}
    assert verify_index(workshop.folder).damaged == ()
    assert workshop.update().reports == 3


@pytest.mark.parametrize("size", [0, 100, 700, 5_000, 20_000])
def test_no_space_is_told_and_loses_nothing(small: Workshop, size: int) -> None:
    with largest_file(size), pytest.raises(IndexUnwritable, match="make room") as caught:
        small.update()
    assert exit_code(caught.value) == 3
    assert not any((small.folder / "staging").glob("*"))  # a full disk is left no fuller
    assert_nothing_lost(small)


def test_an_index_that_may_not_be_written_can_still_be_asked(small: Workshop) -> None:
    everything = (small.folder, *small.folder.rglob("*"))
    for path in everything:
        path.chmod(path.stat().st_mode & ~0o222)
    with without_privileges():
        with small.open() as collection:
            assert len(collection.search("visits")) == 2
        with pytest.raises(IndexUnwritable, match="allow writing") as caught:
            small.update()
    assert exit_code(caught.value) == 3
    for path in everything:
        path.chmod(path.stat().st_mode | 0o200)
    assert_nothing_lost(small)


def test_an_index_that_may_not_be_read_is_told(small: Workshop) -> None:
    for name in ("CURRENT", "segments/000001/records.sqlite"):
        (small.folder / name).chmod(0)
        with without_privileges(), pytest.raises(IndexUnreadable, match="allow reading") as caught:
            small.open()
        assert exit_code(caught.value) == 3
        assert caught.value.file == small.folder / name
        (small.folder / name).chmod(0o644)
    assert_nothing_lost(small)


@pytest.mark.parametrize("mode", [0o000, 0o444, 0o111])
def test_reports_in_a_closed_folder_are_not_taken_for_gone(small: Workshop, mode: int) -> None:
    small.folder.chmod(0o777)
    for path in small.folder.rglob("*"):
        path.chmod(0o777)
    below = small.reports / "below"
    below.chmod(mode)
    with without_privileges(), pytest.raises(CorpusError, match="Allow reading") as caught:
        small.update()
    assert exit_code(caught.value) == 1
    assert "below" in caught.value.source
    below.chmod(0o755)
    assert_nothing_lost(small)


def test_a_closed_file_is_told_and_stays_in_the_collection(small: Workshop) -> None:
    for path in (small.folder, *small.folder.rglob("*")):
        path.chmod(0o777)
    (small.reports / "a.pdf").chmod(0)
    with without_privileges():
        run = small.update()
    assert small.outcomes(run)["a.pdf"] == "unreadable"
    assert run.reports == 3


def test_the_commands_say_it_in_one_line(
    small: Workshop, capsys: pytest.CaptureFixture[str]
) -> None:
    index = ["--index", str(small.folder)]
    with writing(small.folder):
        assert main.main(["index", str(small.reports), *index]) == 3
    (busy,) = capsys.readouterr().err.splitlines()
    assert "another program is writing" in busy
    with largest_file(0):
        assert main.main(["index", str(small.reports), *index]) == 3
    (full,) = capsys.readouterr().err.splitlines()
    assert "make room" in full
    (small.folder / "CURRENT").chmod(0)
    with without_privileges():
        assert main.main(["reports", *index]) == 3
    (closed,) = capsys.readouterr().err.splitlines()
    assert "allow reading" in closed


def test_what_cannot_be_tidied_away_does_not_fail_a_run_that_is_published(
    small: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    for name in ("remove_unreferenced", "remove_other_originals", "forget_unfinished"):
        with monkeypatch.context() as patch:
            patch.setattr(f"index.update.{name}", refuse)
            small.write(f"{name}.pdf", make_document(name))
            run = small.update()
        with small.open() as collection:
            assert collection.generation == run.generation
            assert name in {report.authority for report in collection.reports()}
    assert small.update().reports == 6


def test_a_file_that_the_disk_does_not_give_is_named(small: Workshop) -> None:
    """Whatever a run or a roll-back reads of the generation before."""
    small.update()
    small.write("d.pdf", make_document("Harbourne"))
    for use in (small.update, partial(roll_back, small.folder)):
        for file in ("CURRENT", "generations/000002/manifest.json"):
            with unreadable(small.folder / file), pytest.raises(IndexUnreadable) as caught:
                use()
            assert caught.value.file == small.folder / file
    assert small.update().reports == 4


@contextmanager
def unreadable(file: Path) -> Iterator[None]:
    """A file that can be opened and not read."""
    really = Path.read_bytes

    def read(path: Path) -> bytes:
        if path == file:
            raise OSError(errno.EIO, os.strerror(errno.EIO), str(path))
        return really(path)

    with patch.object(Path, "read_bytes", read):
        yield
