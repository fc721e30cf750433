"""Watching folders: what has come to rest is indexed, and nothing else."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from corpus import CorpusError
from index import IndexBusy, IndexRun
from qa.cli import main
from qa.cli.watching import Watcher


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one file, and room for the index beside it."""
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "a.txt").write_text("A.")
    return tmp_path / "reports"


def settled(folder: Path) -> Watcher:
    """A watcher whose first run is over."""
    watcher = Watcher([folder])
    assert watcher.look() is None  # seen once: nobody knows yet if somebody writes to it
    assert watcher.look() == frozenset()
    watcher.done()
    assert watcher.look() is None
    return watcher


def test_a_new_file_counts_once_it_has_been_the_same_twice(folder: Path) -> None:
    watcher = settled(folder)
    new = folder / "b.txt"
    for words in ("B", "B is", "B is whole."):
        new.write_text(words)
        assert watcher.look() is None
    assert watcher.look() == frozenset()
    watcher.done()
    assert watcher.look() is None


def test_files_at_rest_do_not_wait_for_one_that_grows(folder: Path) -> None:
    watcher = settled(folder)
    (folder / "b.txt").write_text("B.")
    growing = folder / "c.txt"
    growing.write_text("C")
    assert watcher.look() is None
    growing.write_text("C grows")
    assert watcher.look() == frozenset({growing})
    watcher.done()
    growing.write_text("C grows on")
    assert watcher.look() is None  # nothing else is new
    assert watcher.look() == frozenset()


def test_a_changed_and_a_removed_file_count(folder: Path) -> None:
    (folder / "b.txt").write_text("B.")
    watcher = settled(folder)
    os.utime(folder / "a.txt", ns=(1, 1))
    assert watcher.look() is None
    assert watcher.look() == frozenset()
    watcher.done()
    (folder / "b.txt").unlink()
    assert watcher.look() == frozenset()


def test_a_run_that_failed_is_due_again(folder: Path) -> None:
    watcher = Watcher([folder])
    watcher.look()
    assert watcher.look() == frozenset()
    assert watcher.look() == frozenset()


def test_watching_runs_tells_trouble_once_and_ends_with_130(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    looks = 0
    runs: list[frozenset[Path]] = []

    def pass_time(seconds: float) -> None:
        nonlocal looks
        looks += 1
        if looks == 6:
            (folder / "b.txt").write_text("B.")
        if looks == 9:
            raise KeyboardInterrupt

    def update(index: Path, paths: object, *, leave: frozenset[Path], **_: object) -> IndexRun:
        runs.append(leave)
        if len(runs) < 4:
            raise IndexBusy(index)
        return IndexRun(1, (), 1, 1)

    monkeypatch.setattr("qa.cli.indexing.time.sleep", pass_time)
    monkeypatch.setattr("index.embedded_store.update_collection", update)
    assert main.main(["index", "--watch", str(folder), "--index", str(folder.parent)]) == 130
    told = capsys.readouterr()
    assert runs == [frozenset()] * 5  # three refused, one done, one for the new file
    assert told.err.count("another program is writing") == 1
    assert told.out.count("The collection holds 1 report ") == 2


def test_watching_what_is_not_there_is_an_error(folder: Path) -> None:
    with pytest.raises(CorpusError):
        Watcher([folder / "nowhere"]).look()
    index = ["--index", str(folder.parent)]
    assert main.main(["index", "--watch", str(folder / "nowhere"), *index]) == 1
    assert main.main(["index", "--watch", *index]) == 2
    assert main.main(["index", "--watch", str(folder), "--rebuild", *index]) == 2
    assert main.main(["index", "--watch", "--roll-back", *index]) == 2
