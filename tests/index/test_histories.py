"""Files come, change and go in any order: the collection agrees with a simple model of it."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from corpus import CorpusError
from index import NothingToRollBack, roll_back
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


class Histories(RuleBasedStateMachine):
    """Any history of files, runs and roll-backs."""

    @initialize()
    def start(self) -> None:
        self.place = Path(tempfile.mkdtemp())
        self.workshop = Workshop(self.place)
        self.workshop.reports.mkdir()
        self.on_disk: dict[str, tuple[str, str]] = {}
        self.ledgers: dict[int, Ledger] = {}  # by generation
        self.live = 0
        self.parents: dict[int, int] = {}

    def teardown(self) -> None:
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

    @rule(rebuild=st.booleans())
    def update(self, rebuild: bool) -> None:
        if not self.on_disk:
            try:
                self.workshop.update(rebuild=rebuild)
            except CorpusError:
                return
            raise AssertionError("an empty folder was taken for reports")
        run = self.workshop.update(rebuild=rebuild)
        before = self.ledgers.get(self.live, {})
        ledger = {
            name: self._seen(before, name, authority, words, run.generation)
            for name, (authority, words) in self.on_disk.items()
        }
        self._publish(run.generation, ledger)

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

    @invariant()
    def the_collection_holds_what_the_model_holds(self) -> None:
        if not self.live:
            return
        expected = words_by_authority(self.ledgers[self.live])
        with self.workshop.open() as collection:
            assert collection.generation == self.live
            reports = collection.reports()
            assert {
                report.authority: [p.text for p in collection.paragraphs(report.id)]
                for report in reports
            } == {authority: [words] for authority, words in expected.items()}
            hits = collection.search("visits and plans", limit=10)
            assert sorted(hit.paragraph.text for hit in hits) == sorted(expected.values())
            copies = sum(1 + len(report.aliases) for report in reports)
            assert copies == len(self.ledgers[self.live])

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
