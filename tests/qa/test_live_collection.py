"""The collection of a service: newer generations are taken up, and damage is told."""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

import pytest

from index import IndexDamaged, IndexMissing, IndexUnreadable, roll_back
from qa.errors import CollectionNotReady
from qa.live_collection import LiveCollection
from qa.records import Question
from qa.settings import Settings
from tests.qa.publishing import publish, wait_until

SAMPLE = Path(__file__).parents[2] / "corpus" / "sample"


@pytest.fixture
def index(sample_index: Path, tmp_path: Path) -> Path:
    """An index over the sample that a test may write to."""
    folder = tmp_path / "index"
    shutil.copytree(sample_index, folder)
    return folder


@pytest.fixture
def live(index: Path) -> Iterator[LiveCollection]:
    """The collection of a service, that looks for a newer generation only when it is told to."""
    made = LiveCollection(Settings(index=index), interval_seconds=3600)
    made.look()
    yield made
    made.stop()


def what_stands_against(live: LiveCollection) -> type[Exception] | None:
    return type(live.failure) if live.failure else None


def generation(live: LiveCollection) -> int:
    with live.lease() as held:
        return held.collection.generation


def test_nothing_is_given_before_it_is_open(index: Path) -> None:
    live = LiveCollection(Settings(index=index))
    assert what_stands_against(live) is CollectionNotReady
    with pytest.raises(CollectionNotReady):
        generation(live)


def test_a_newer_generation_is_taken_up_and_the_older_closed_behind_its_last_user(
    live: LiveCollection, index: Path
) -> None:
    with live.lease() as before, live.lease() as again:
        assert before is again
        publish(index, "Wexcombe")
        live.look()
        assert generation(live) == before.collection.generation + 1
        assert not any(r.authority == "Wexcombe" for r in before.collection.reports())
    with pytest.raises(sqlite3.ProgrammingError):
        before.collection.paragraphs("any")
    with live.lease() as now:
        assert any(report.authority == "Wexcombe" for report in now.collection.reports())


def test_one_of_two_users_that_ends_closes_nothing(live: LiveCollection, index: Path) -> None:
    with live.lease() as before:
        with live.lease():
            publish(index, "Wexcombe")
            live.look()
        assert before.collection.reports()


def test_a_generation_that_is_in_use_is_not_opened_again(live: LiveCollection) -> None:
    with live.lease() as before:
        live.look()
        with live.lease() as after:
            assert after is before


def test_an_index_that_was_away_for_a_while_is_well_again(
    live: LiveCollection, index: Path
) -> None:
    aside = index.rename(index.with_name("aside"))
    live.look()
    assert live.failure is not None
    aside.rename(index)
    live.look()
    assert live.failure is None


def test_damage_stays_told_though_the_index_was_away_for_a_while(
    live: LiveCollection, index: Path
) -> None:
    with pytest.raises(IndexDamaged), live.lease():
        raise IndexDamaged(index, "paragraphs.jsonl")
    aside = index.rename(index.with_name("aside"))
    live.look()
    aside.rename(index)
    live.look()
    assert isinstance(live.failure, IndexDamaged)


def test_the_model_is_loaded_once(live: LiveCollection, index: Path) -> None:
    with live.lease() as before:
        publish(index, "Wexcombe")
        live.look()
        with live.lease() as after:
            assert after is not before
            assert after.collection.embedder is before.collection.embedder


def test_questions_are_answered_while_generations_are_published(index: Path) -> None:
    live = LiveCollection(Settings(index=index), interval_seconds=0.05)
    live.start()
    wait_until(lambda: live.failure is None)
    seen: list[int] = []
    failures: list[Exception] = []
    ended = threading.Event()

    def ask() -> None:
        while not ended.is_set():
            try:
                with live.lease() as held:
                    first = held.collection.generation
                    held.answerer.answer(Question("How are care leavers helped?"))
                    seen.extend({first, held.collection.generation})
            except Exception as error:
                failures.append(error)

    asker = threading.Thread(target=ask)
    asker.start()
    try:
        for name in ("Wexcombe", "Aldermoor", "Fennick"):
            before = generation(live)
            publish(index, name)
            wait_until(lambda before=before: generation(live) > before)  # type: ignore[misc]
    finally:
        ended.set()
        asker.join()
        live.stop()
    assert failures == []
    assert seen == sorted(seen)  # a busy machine may publish twice between two questions
    assert len(set(seen)) > 1


def test_damage_found_in_use_is_remembered_until_a_newer_generation(
    live: LiveCollection, index: Path
) -> None:
    with pytest.raises(IndexDamaged), live.lease():
        raise IndexDamaged(index / "tokens.bin", "its checksum is not the one written")
    assert what_stands_against(live) is IndexDamaged
    live.look()  # the same generation is no cure
    assert what_stands_against(live) is IndexDamaged
    publish(index, "Wexcombe")
    live.look()
    assert what_stands_against(live) is None


def test_damage_found_in_an_older_generation_says_nothing_of_the_newer(
    live: LiveCollection, index: Path
) -> None:
    def use() -> None:
        with live.lease():
            publish(index, "Wexcombe")
            live.look()
            raise IndexDamaged(index / "tokens.bin", "its checksum is not the one written")

    with pytest.raises(IndexDamaged):
        use()
    assert what_stands_against(live) is None


def test_other_errors_of_a_user_say_nothing_of_the_collection(live: LiveCollection) -> None:
    with pytest.raises(ValueError, match="of mine"), live.lease():
        raise ValueError("an error of mine")
    assert what_stands_against(live) is None


def test_a_newer_generation_that_is_damaged_leaves_the_older_in_use(
    live: LiveCollection, index: Path
) -> None:
    before = generation(live)
    publish(index, "Wexcombe")
    newest = max((index / "segments").iterdir())
    (newest / "vocabulary.json").write_bytes(b"{}")
    live.look()
    assert what_stands_against(live) is IndexDamaged
    assert generation(live) == before


@contextmanager
def unreadable(file: Path) -> Iterator[None]:
    """A file that the disk does not give."""
    really = Path.read_bytes

    def read(path: Path) -> bytes:
        if path == file:
            raise OSError(errno.EIO, os.strerror(errno.EIO), str(path))
        return really(path)

    with patch.object(Path, "read_bytes", read):
        yield


def test_what_cannot_be_read_for_a_while_is_read_again(live: LiveCollection, index: Path) -> None:
    with unreadable(index / "CURRENT"):
        live.look()
        assert what_stands_against(live) is IndexUnreadable
        assert generation(live)  # the one in use answers on
    live.look()
    assert what_stands_against(live) is None
    publish(index, "Wexcombe")
    before = generation(live)
    with unreadable(max((index / "segments").iterdir()) / "vocabulary.json"):
        live.look()
        assert what_stands_against(live) is IndexUnreadable
        assert generation(live) == before
    live.look()
    assert what_stands_against(live) is None
    assert generation(live) > before


def test_a_roll_back_from_a_damaged_generation_to_the_one_in_use_is_a_cure(
    live: LiveCollection, index: Path
) -> None:
    publish(index, "Wexcombe")
    (max((index / "segments").iterdir()) / "vocabulary.json").write_bytes(b"{}")
    live.look()
    assert what_stands_against(live) is IndexDamaged
    roll_back(index)
    live.look()
    assert what_stands_against(live) is None


def test_an_index_that_comes_later_is_found(sample_index: Path, tmp_path: Path) -> None:
    told: list[str] = []
    live = LiveCollection(
        Settings(index=tmp_path / "index"), tell=lambda event, values: told.append(event)
    )
    live.look()
    live.look()
    assert what_stands_against(live) is IndexMissing
    with pytest.raises(IndexMissing):
        generation(live)
    shutil.copytree(sample_index, tmp_path / "index")
    live.look()
    assert what_stands_against(live) is None
    assert told == ["collection failed", "collection opened"]
    live.stop()
