"""Files come, change and go in any order: the collection agrees with a simple model of it."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from corpus import CorpusError
from index import Collection, NothingToRollBack, roll_back
from index.storage import read_pointer
from tests.index.conftest import Workshop
from tests.index.stand_ins import make_document

NAMES = ("a.pdf", "b.pdf", "c.txt")
AUTHORITIES = ("Fernmouth", "Dunley")
WORDS = ("Visits are late.", "Carers stay.", "Plans are clear.")


@dataclass(frozen=True)
class Seen:
    """What the model remembers of a file: the report in it, its words, and the run that saw it."""

    authority: str
    words: str
    run: int


Ledger = dict[str, Seen]  # by file name


def words_by_authority(ledger: Ledger) -> dict[str, str]:
    """PDF before text, then the later, then the first by name."""
    best: dict[str, tuple[tuple[bool, int], str]] = {}
    for name in sorted(ledger):
        seen = ledger[name]
        rank = (name.endswith(".pdf"), seen.run)
        if seen.authority not in best or rank > best[seen.authority][0]:
            best[seen.authority] = (rank, seen.words)
    return {authority: words for authority, (_, words) in best.items()}


def found_in(collection: Collection) -> dict[str, str]:
    """The one paragraph of each report, by authority."""
    found = {}
    for report in collection.reports():
        (paragraph,) = collection.paragraphs(report.id)
        found[str(report.authority)] = paragraph.text
    return found


class PowerFailed(BaseException):
    """Nothing runs after it, as after a kill."""


@contextmanager
def power_failing_after(syncs: int) -> Iterator[None]:
    """Everything ends when the disk is asked to sync once more than so many times."""
    left = syncs
    sync, remove = os.fsync, shutil.rmtree
    is_off = False

    def fail(handle: int) -> None:
        nonlocal left, is_off
        if left == 0:
            is_off = True
            raise PowerFailed
        left -= 1
        sync(handle)

    def remove_with_power(folder: Path, *, ignore_errors: bool) -> None:
        if not is_off:
            remove(folder, ignore_errors=ignore_errors)

    with patch("os.fsync", fail), patch("shutil.rmtree", remove_with_power):
        yield


class Histories(RuleBasedStateMachine):
    """Any history of files, runs and roll-backs."""

    @initialize()
    def start(self) -> None:
        self.place = Path(tempfile.mkdtemp())
        self.workshop = Workshop(self.place)
        self.workshop.reports.mkdir()
        self.on_disk: dict[str, tuple[str, str] | None] = {}  # None: a file that cannot be read
        self.ledgers: dict[int, Ledger] = {}  # by generation
        self.live = 0
        self.parents: dict[int, int] = {}
        self.reader: tuple[Collection, dict[str, str]] | None = None

    def teardown(self) -> None:
        if self.reader:
            self.reader[0].close()
        shutil.rmtree(self.place)

    @rule(
        name=st.sampled_from(NAMES),
        authority=st.sampled_from(AUTHORITIES),
        words=st.sampled_from(WORDS),
    )
    def write(self, name: str, authority: str, words: str) -> None:
        self.workshop.write(name, make_document(authority, texts=[words]))
        self.on_disk[name] = (authority, words)

    @rule(name=st.sampled_from(NAMES))
    def delete(self, name: str) -> None:
        (self.workshop.reports / name).unlink(missing_ok=True)
        self.on_disk.pop(name, None)

    @rule(name=st.sampled_from(NAMES))
    def tear(self, name: str) -> None:
        file = self.workshop.reports / name
        if file.exists():
            file.write_bytes(file.read_bytes()[:50])
            self.on_disk[name] = None

    @rule(syncs=st.integers(0, 30), rebuild=st.booleans())
    def update_until_the_power_fails(self, syncs: int, rebuild: bool) -> None:
        with power_failing_after(syncs):
            try:
                self.update(rebuild)
                return
            except PowerFailed:
                pass
        if (self.workshop.folder / "CURRENT").exists():
            generation = read_pointer(self.workshop.folder).generation
            if generation != self.live:  # it failed after the pointer had moved
                self._publish(generation, self._ledger_after(generation, rebuild))

    @rule(rebuild=st.booleans())
    def update(self, rebuild: bool) -> None:
        if not self.on_disk:
            try:
                self.workshop.update(rebuild=rebuild)
            except CorpusError:
                return
            raise AssertionError("an empty folder was taken for reports")
        run = self.workshop.update(rebuild=rebuild)
        self._publish(run.generation, self._ledger_after(run.generation, rebuild))

    @precondition(lambda self: self.live)
    @rule(name=st.sampled_from(NAMES))
    def remove(self, name: str) -> None:
        run = self.workshop.update([], remove=[self.workshop.reports / name])
        ledger = dict(self.ledgers[self.live])
        ledger.pop(name, None)
        self._publish(run.generation, ledger)

    @precondition(lambda self: self.live)
    @rule()
    def go_back(self) -> None:
        try:
            self.live = roll_back(self.workshop.folder)
        except NothingToRollBack:
            assert self.parents.get(self.live) not in self.ledgers

    @precondition(lambda self: self.live)
    @rule()
    def open_and_keep_open(self) -> None:
        if self.reader:
            self.reader[0].close()
        self.reader = self.workshop.open(), words_by_authority(self.ledgers[self.live])

    @precondition(lambda self: self.live)
    @rule(question=st.sampled_from(("late visits in Dunley", "carers", "clear plans")))
    def ask(self, question: str) -> None:
        """What comes first, and its scores, are those of an index made of the same at once."""
        expected = words_by_authority(self.ledgers[self.live])
        fresh = Workshop(self.place / "fresh")
        for authority, words in expected.items():
            fresh.write(f"{authority}.txt", make_document(authority, texts=[words]))
        if expected:
            fresh.update()
        with self.workshop.open() as collection:
            found = collection.search(question)
        if not expected:
            assert found == []
            return
        with fresh.open() as collection:
            at_once = collection.search(question)
        assert [hit.paragraph for hit in found] == [hit.paragraph for hit in at_once]
        assert [hit.score for hit in found] == pytest.approx([hit.score for hit in at_once])
        shutil.rmtree(fresh.place)

    @invariant()
    def a_reader_keeps_what_it_opened(self) -> None:
        if self.reader:
            collection, expected = self.reader
            assert found_in(collection) == expected

    @invariant()
    def the_collection_holds_what_the_model_holds(self) -> None:
        if not self.live:
            return
        expected = words_by_authority(self.ledgers[self.live])
        with self.workshop.open() as collection:
            assert collection.generation == self.live
            reports = collection.reports()
            assert found_in(collection) == expected
            hits = collection.search("visits and plans", limit=10)
            assert sorted(hit.paragraph.text for hit in hits) == sorted(expected.values())
            copies = sum(1 + len(report.aliases) for report in reports)
            assert copies == len(self.ledgers[self.live])

    def _ledger_after(self, run: int, rebuild: bool) -> Ledger:
        """What the files on the disk make of the live ledger; a torn one stays what it was."""
        before = self.ledgers.get(self.live, {})
        ledger = {}
        for name, held in self.on_disk.items():
            if held:
                ledger[name] = self._seen(before, name, *held, run)
            elif name in before and not rebuild:
                ledger[name] = before[name]
        return ledger

    def _seen(self, before: Ledger, name: str, authority: str, words: str, run: int) -> Seen:
        runs = [
            seen.run
            for seen in before.values()
            if (seen.authority, seen.words) == (authority, words)
        ]
        return Seen(authority, words, min([run, *runs]))

    def _publish(self, generation: int, ledger: Ledger) -> None:
        if generation == self.live:
            assert ledger == self.ledgers[generation]
            return
        # All but the new generation and the one it was made from are tidied away.
        kept = {self.live: self.ledgers[self.live]} if self.live else {}
        self.parents[generation] = self.live
        self.ledgers = {**kept, generation: ledger}
        self.live = generation


TestHistories = Histories.TestCase
TestHistories.settings = settings(max_examples=40, stateful_step_count=15, deadline=None)
