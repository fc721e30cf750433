"""The place of a collection in an engine: START READING HERE for how Milvus serves as a back end.

`generations.py` says what is kept where, and why a reader never sees half a run. `updating.py`
writes, `collection.py` reads, `engine.py` is the one file that knows the engine's client.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from pathlib import Path

from corpus import read_documents
from index.embedder import Embedder
from index.errors import EmbeddingMismatch, NothingToRollBack, StoreDamaged
from index.intake import Progress, Read, survey_files
from index.ledger import READ
from index.milvus.claim import claiming
from index.milvus.collection import MilvusCollection
from index.milvus.engine import MOST_RANKED, Engine
from index.milvus.epochs import Epoch
from index.milvus.generations import (
    CONTROL_FIELDS,
    Generation,
    Names,
    State,
    read_state,
    write_state,
)
from index.milvus.opening import live_versions, open_versions, read_ledger
from index.milvus.originals import Originals
from index.milvus.tidying import reconcile
from index.milvus.updating import Run, look_back
from index.milvus.versions import ReportVersion, paragraph_owner, tokens_owner
from index.onnx_embedder import embedder_for, embedder_named
from index.records import IndexRun, Precision
from index.storage import writing
from index.store import Capabilities, Health, Verified, health_of
from index.store_address import StoreAddress


class MilvusStore:
    """A collection in a Milvus engine. `work` is this machine's folder for what is on its way."""

    def __init__(self, address: StoreAddress, work: Path) -> None:
        self._address = address
        self._work = work
        self._names = Names(address.collection)

    @property
    def place(self) -> str:
        return str(self._address)

    def capabilities(self) -> Capabilities:
        return Capabilities("milvus", is_shared=True, most_ranked=MOST_RANKED)

    def health(self) -> Health:
        return health_of(self)

    def live_generation(self) -> tuple[int, str]:
        live = read_state(self._engine, self._names).live
        return live.number, live.stamp

    def open(self, embedder: Embedder | None = None) -> MilvusCollection:
        live = read_state(self._engine, self._names).live
        if embedder is None:
            embedder = embedder_named(live.model)
        elif embedder.name != live.model and embedder.sha256 != live.model_sha256:
            raise EmbeddingMismatch(live.model, embedder.name)
        versions = open_versions(self._engine, self._names, live)
        return MilvusCollection(self._engine, self._names, live, versions, embedder)

    def update(
        self,
        paths: Sequence[Path],
        *,
        remove: Sequence[Path] = (),
        leave: Iterable[Path] = (),
        rebuild: bool = False,
        precision: Precision = "int8",
        progress: Progress | None = None,
        embedder: Embedder | None = None,
        read: Read = read_documents,
    ) -> IndexRun:
        if not self._engine.has(self._names.control):
            self._engine.create(self._names.control, CONTROL_FIELDS)
        Originals(self._engine, self._names).create()
        with writing(self._work), claiming(self._engine, self._names) as claim:
            before = look_back(self._engine, self._names)
            if before.state is not None:
                reconcile(self._engine, self._names, before.state, rebuild=rebuild)
            model = before.live.model if before.live else None
            run = Run(
                engine=self._engine,
                names=self._names,
                work=self._work,
                before=before,
                rebuild=rebuild,
                read=read,
                embedder=embedder or embedder_for(model, precision, rebuild=rebuild),
                progress=progress or (lambda what, done, total: None),
                claim=claim,
            )
            return run.carry_out(survey_files(paths, remove, before.ledger, leave))

    def flush(self) -> None:
        live = read_state(self._engine, self._names).live
        Epoch(self._engine, self._names, live.epoch).flush()
        self._engine.flush(self._names.originals)
        self._engine.flush(self._names.control)

    def roll_back(self) -> int:
        state = read_state(self._engine, self._names)
        with claiming(self._engine, self._names) as claim:
            state = read_state(self._engine, self._names)
            if state.earlier is None:
                raise NothingToRollBack(self.place, state.live.number)
            open_versions(self._engine, self._names, state.earlier).records.close()  # it is whole
            claim.check()
            back = State(state.earlier, None, state.last_number, state.last_epoch)
            write_state(self._engine, self._names, back)
        return back.live.number

    def verify(self) -> Verified:
        state = read_state(self._engine, self._names)
        kept = [one for one in (state.live, state.earlier) if one is not None]
        damaged: list[str] = []
        for generation in kept:
            damaged += self._damage_of(generation)
        whole, lost = self._verify_originals(kept)
        return Verified(tuple(one.number for one in kept), whole, (*damaged, *lost))

    def close(self) -> None:
        """Let go of the connection."""
        self._engine.close()

    @cached_property
    def _engine(self) -> Engine:
        return Engine(self._address)

    def _damage_of(self, generation: Generation) -> list[str]:
        """What of a generation is not what was written: every row counted, every content read."""
        try:
            open_versions(self._engine, self._names, generation).records.close()
        except StoreDamaged as error:
            return [str(error)]
        epoch = Epoch(self._engine, self._names, generation.epoch)
        found = []
        for version in live_versions(self._engine, self._names, generation):
            try:
                _check_contents(self.place, epoch, version)
            except StoreDamaged as error:
                found.append(str(error))
        return found

    def _verify_originals(self, kept: Sequence[Generation]) -> tuple[int, list[str]]:
        """How many kept files are whole, and what is wrong with the others."""
        originals = Originals(self._engine, self._names)
        known = set()
        for generation in kept:
            pieces = Epoch(self._engine, self._names, generation.epoch).pieces
            ledger = read_ledger(self._engine, pieces, generation.number)
            known |= {file.sha256 for file in ledger if file.outcome == READ}
        damaged = []
        for sha256 in sorted(known):
            try:
                originals.check(sha256)
            except StoreDamaged as error:
                damaged.append(str(error))
        return len(known) - len(damaged), damaged


def _check_contents(place: str, epoch: Epoch, version: ReportVersion) -> None:
    """Raise StoreDamaged where a paragraph of a version, or its vectors, are not all there."""
    paragraphs = len(epoch.vectors_of(version))
    keys = [f"{version.key}:{number}" for number in range(paragraphs)]
    owners = [owner_of(key) for key in keys for owner_of in (paragraph_owner, tokens_owner)]
    missing = set(owners) - epoch.pieces.read(owners).keys()
    if missing or not epoch.is_whole(version):
        what = min(missing, default="a vector of it")
        raise StoreDamaged(place, f"{version.report_id}: {what} is missing")
