"""Bring a collection in the engine up to date with files: as `index/update.py` does for a folder.

A run looks at the files, reads what is new, decides which copy of each report counts, writes
versions that no reader sees, and publishes them by one write. Until that write nothing has changed
for anybody; a run that was killed before it is gone on with by the next.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

from index.embedder import Embedder
from index.errors import EmbeddingMismatch, IndexFolderError, IndexMissing
from index.intake import FoundFile, Intake, Progress, Read, Survey
from index.ledger import LedgerFile, first_runs
from index.milvus.claim import Claim
from index.milvus.engine import Engine
from index.milvus.epochs import Epoch
from index.milvus.generations import Generation, Names, State, read_state, write_state
from index.milvus.opening import (
    content_version,
    ledger_owner,
    ledger_to_bytes,
    read_ledger,
    statistics_owner,
)
from index.milvus.originals import Originals
from index.milvus.tidying import purge
from index.milvus.writing import Made, NewDocuments, VersionWriter
from index.originals import original_path
from index.outcomes import outcomes_of
from index.readings import forget_unfinished
from index.records import IndexRun
from index.settling import settle
from index.staged_documents import StagedDocuments


@dataclass(frozen=True, slots=True)
class Before:
    """What the collection was when the run began."""

    state: State | None
    ledger: tuple[LedgerFile, ...]

    @property
    def live(self) -> Generation | None:
        return self.state.live if self.state else None


def look_back(engine: Engine, names: Names) -> Before:
    """The live generation's ledger; nothing where there is no generation yet."""
    try:
        state = read_state(engine, names)
    except IndexMissing:
        return Before(None, ())
    pieces = Epoch(engine, names, state.live.epoch).pieces
    return Before(state, read_ledger(engine, pieces, state.live.number))


@dataclass(frozen=True, slots=True)
class EngineIntake(Intake):
    """An intake whose kept copies are in the engine; they pass through this machine's folder."""

    originals: Originals

    def read_found(self, wanted: Sequence[FoundFile]) -> dict[str, LedgerFile]:
        """Read files, and give the engine a copy of each that it does not have."""
        # No super(): a dataclass with slots is made anew, and super() knows the old one.
        files = Intake.read_found(self, wanted)
        held = self.originals.held() if files else set()
        for sha256 in sorted({file.sha256 for file in files.values()} - held):
            kept = original_path(self.folder, sha256)
            if kept is not None:
                self.originals.keep(kept, sha256)
        return files

    def read_again(self, files: Sequence[LedgerFile]) -> dict[str, LedgerFile]:
        """Read files from the copies that the engine keeps."""
        for file in files:
            self.originals.fetch(file.sha256, self.folder / "originals")
        return Intake.read_again(self, files)


@dataclass(frozen=True, slots=True)
class Run:
    """One run, from the survey of its files to the generation it publishes."""

    engine: Engine
    names: Names
    work: Path  # this machine's folder for what is on its way
    before: Before
    rebuild: bool
    read: Read
    embedder: Embedder
    progress: Progress
    claim: Claim

    @property
    def number(self) -> int:
        """Of the generation that the run may make; the same again after a kill."""
        return self.before.state.last_number + 1 if self.before.state else 1

    @property
    def epoch(self) -> Epoch:
        """Where the run writes."""
        state = self.before.state
        if state is None:
            return Epoch(self.engine, self.names, 1)
        number = state.last_epoch + 1 if self.rebuild else state.live.epoch
        return Epoch(self.engine, self.names, number)

    def carry_out(self, survey: Survey) -> IndexRun:
        """Read, decide, write, publish."""
        with closing(StagedDocuments(self.work)) as documents:
            return self._carry_out(survey, documents)

    def _carry_out(self, survey: Survey, documents: StagedDocuments) -> IndexRun:
        ledger = self.before.ledger
        intake = EngineIntake(
            self.work,
            self.read,
            self.number,
            first_runs(ledger),
            documents,
            self.progress,
            Originals(self.engine, self.names),
        )
        settled = settle(survey, ledger, intake, rebuild=self.rebuild)
        outcomes = outcomes_of(
            survey, settled.read, ledger, settled.before, settled.after, settled.files
        )
        live = self.before.live
        is_moved = bool(settled.gone) or settled.ledger != ledger
        if live is None or self.rebuild or is_moved:
            new = NewDocuments(documents, settled.new)
            live = self._publish(new, settled.after, settled.ledger)
            self._tidy(settled.ledger)
            self.progress("publishing", 1, 1)
        with suppress(OSError):  # the next run forgets them
            forget_unfinished(self.work)
            shutil.rmtree(self.work / "originals", ignore_errors=True)
        return IndexRun(live.number, outcomes, live.reports, live.paragraphs)

    def _publish(
        self, new: NewDocuments, holdings: Mapping[str, object], ledger: tuple[LedgerFile, ...]
    ) -> Generation:
        """Write what is new and make it live."""
        live = None if self.rebuild else self.before.live
        if live and new.keys and self.embedder.sha256 != live.model_sha256:
            raise EmbeddingMismatch(
                f"{live.model} ({live.model_sha256[:12]})",
                f"{self.embedder.name} ({self.embedder.sha256[:12]})",
            )
        epoch = self.epoch
        epoch.create(live.dimension if live else self.embedder.dimension)
        writer = VersionWriter(
            engine=self.engine,
            names=self.names,
            epoch=epoch,
            live=live,
            number=self.number,
            embedder=self.embedder,
            cache=self.work,
            progress=lambda done, total: self.progress("embedding", done, total),
        )
        made = writer.write(new, frozenset(holdings), ledger)
        self.progress("publishing", 0, 1)
        version = content_version(self.number)
        epoch.pieces.write(
            [
                (ledger_owner(self.number), version, ledger_to_bytes(ledger)),
                (statistics_owner(self.number), version, made.statistics.to_bytes()),
            ]
        )
        epoch.mark(made.gone, self.number)
        epoch.flush()
        generation = self._generation(epoch, live, made)
        self.claim.check()
        last_epoch = self.before.state.last_epoch if self.before.state else 0
        state = State(
            live=generation,
            earlier=self.before.live,
            last_number=self.number,
            last_epoch=max(last_epoch, epoch.number),
        )
        write_state(self.engine, self.names, state)
        return generation

    def _generation(self, epoch: Epoch, live: Generation | None, made: Made) -> Generation:
        return Generation(
            number=self.number,
            epoch=epoch.number,
            model=live.model if live else self.embedder.name,
            model_sha256=live.model_sha256 if live else self.embedder.sha256,
            dimension=live.dimension if live else self.embedder.dimension,
            token_dimension=live.token_dimension if live else self.embedder.token_dimension,
            reports=len(made.live),
            paragraphs=made.statistics.paragraphs,
            rows=sum(version.rows for version in made.live),
            vocabulary_parts=made.vocabulary_parts,
            reference_length=made.reference_length,
        )

    def _tidy(self, ledger: tuple[LedgerFile, ...]) -> None:
        """Remove what neither this generation nor the one before needs, or leave it to the next."""
        keep = {file.sha256 for file in (*ledger, *self.before.ledger)}
        with suppress(IndexFolderError):  # all is published by now
            purge(self.engine, self.names)
            Originals(self.engine, self.names).remove_others(keep)
