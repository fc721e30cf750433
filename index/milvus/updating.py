"""Bring a collection in the engine up to date with files: as `index/update.py` does for a folder.

A run looks at the files, reads what is new, decides which copy of each report counts, writes
versions that no reader sees, and publishes them by one write. Until that write nothing has changed
for anybody; a run that was killed before it is gone on with by the next.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from pathlib import Path

from corpus import Document, document_from_json
from index.embedder import Embedder
from index.embedding_cache import EmbeddingCache
from index.errors import EmbeddingMismatch, IndexFolderError, IndexMissing
from index.intake import Intake, Progress, Read, Survey
from index.ledger import READ, Holding, LedgerFile, choose_holdings, first_runs
from index.milvus.claim import Claim
from index.milvus.engine import Engine
from index.milvus.epochs import Epoch
from index.milvus.expressions import NEVER
from index.milvus.generations import Generation, Names, State, read_state, write_state
from index.milvus.opening import (
    ledger_owner,
    ledger_to_bytes,
    live_versions,
    read_ledger,
    read_records,
    read_statistics,
    read_vocabulary,
    statistics_owner,
    vocabulary_owner,
)
from index.milvus.originals import Originals
from index.milvus.report_records import ReportRecords
from index.milvus.statistics import Statistics, Vocabulary
from index.milvus.versions import (
    EncodedDocument,
    ReportRecord,
    ReportVersion,
    content_of,
    paragraph_owner,
    record_owner,
    split_encoded,
    tokens_owner,
    version_of,
)
from index.originals import original_path
from index.outcomes import outcomes_of
from index.placing import placed_parts, placed_words
from index.readings import forget_unfinished
from index.records import IndexRun
from index.staged_documents import StagedDocuments
from index.storage import EMBEDDINGS
from index.terms import terms

# Paragraphs that are encoded and written together: 512 take about 10 MB on their way.
PORTION = 512

Key = tuple[str, str]  # the path of a file, and the id of a report in it


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
class _Made:
    """The words of what a run makes, and the versions that it has and leaves behind."""

    statistics: Statistics
    reference_length: float
    vocabulary_parts: int
    live: tuple[ReportVersion, ...]
    gone: tuple[ReportVersion, ...]


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
        shutil.rmtree(self.work / "staging", ignore_errors=True)
        (self.work / "staging").mkdir(parents=True)
        with closing(StagedDocuments(self.work)) as documents:
            return self._carry_out(survey, documents)

    def _carry_out(self, survey: Survey, documents: StagedDocuments) -> IndexRun:
        seen = first_runs(self.before.ledger)
        intake = Intake(self.work, self.read, self.number, seen, documents, self.progress)
        read = self._read(survey, intake)
        files = self._ledger_after(survey, read)
        files, holdings = self._settle(files, read, intake)
        before = choose_holdings(self.before.ledger)
        outcomes = outcomes_of(survey, read, self.before.ledger, before, holdings, files)
        new = [h for h in holdings.values() if self._is_new(h, documents, before)]
        ledger = tuple(sorted(files.values(), key=lambda file: file.path))
        live = self.before.live
        is_moved = bool(new) or before.keys() != holdings.keys() or ledger != self.before.ledger
        if live is None or self.rebuild or is_moved:
            written = list(documents.read((h.file.path, h.copy.report_id) for h in new))
            live = self._publish(written, frozenset(holdings), ledger)
            self._tidy(ledger)
            self.progress("publishing", 1, 1)
        with suppress(OSError):  # the next run forgets them
            forget_unfinished(self.work)
            shutil.rmtree(self.work / "originals", ignore_errors=True)
        return IndexRun(live.number, outcomes, live.reports, live.paragraphs)

    # Reading and deciding: the rules of `index/update.py`

    def _read(self, survey: Survey, intake: Intake) -> dict[str, LedgerFile]:
        """What the run's files hold, by path."""
        known = {file.path: file for file in self.before.ledger}
        wanted = [
            file
            for file in survey.found
            if self.rebuild or not _is_unchanged(known.get(file.path), file.sha256)
        ]
        read = intake.read_found(wanted)
        if self.rebuild:
            seen = {file.path for file in survey.found} | {file.path for file in survey.gone}
            rest = [file for file in self.before.ledger if file.path not in seen and file.copies]
            read |= self._read_again(rest, intake)
        self._keep_originals(read)
        return read

    def _read_again(self, files: Sequence[LedgerFile], intake: Intake) -> dict[str, LedgerFile]:
        """Read files from the copies that the engine keeps, fetched for it."""
        originals = Originals(self.engine, self.names)
        for file in files:
            originals.fetch(file.sha256, self.work / "originals")
        return intake.read_again(files)

    def _keep_originals(self, read: Mapping[str, LedgerFile]) -> None:
        """Give the engine a copy of each file that was read and that it does not have."""
        originals = Originals(self.engine, self.names)
        held = originals.held() if read else set()
        for sha256 in sorted({file.sha256 for file in read.values()} - held):
            kept = original_path(self.work, sha256)
            if kept is not None:
                originals.keep(kept, sha256)

    def _ledger_after(
        self, survey: Survey, read: Mapping[str, LedgerFile]
    ) -> dict[str, LedgerFile]:
        """The ledger with this run's readings in it; what cannot be read now keeps what it held."""
        gone = {file.path for file in survey.gone}
        files = {file.path: file for file in self.before.ledger if file.path not in gone}
        for path, now in read.items():
            then = files.get(path)
            if now.outcome != READ and not now.copies and then and then.copies and not self.rebuild:
                now = replace(then, outcome=now.outcome, detail=now.detail)
            files[path] = now
        return files

    def _settle(
        self, files: dict[str, LedgerFile], read: dict[str, LedgerFile], intake: Intake
    ) -> tuple[dict[str, LedgerFile], dict[str, Holding]]:
        """Choose the copy of each report; read again those that take the place of another."""
        before = choose_holdings(self.before.ledger)
        while True:
            holdings = choose_holdings(files.values())
            promoted = [
                h
                for h in holdings.values()
                if self._is_new(h, intake.documents, before)
                and (h.file.path, h.copy.report_id) not in intake.documents
            ]
            if not promoted:
                return files, holdings
            again = self._read_again([h.file for h in promoted], intake)
            for h in promoted:  # a copy that cannot be read again is no copy any more
                path = h.file.path
                if (path, h.copy.report_id) not in intake.documents:
                    copies = tuple(c for c in files[path].copies if c != h.copy)
                    now = again[path]
                    files[path] = replace(
                        files[path], copies=copies, outcome=now.outcome, detail=now.detail
                    )
                    if now.outcome != READ:
                        read[path] = files[path]

    def _is_new(
        self, holding: Holding, documents: StagedDocuments, before: Mapping[str, Holding]
    ) -> bool:
        then = before.get(holding.copy.report_id)
        return (
            self.rebuild
            or then is None
            or then.key != holding.key
            or (holding.file.path, holding.copy.report_id) in documents
        )

    # Writing

    def _publish(
        self, documents: Sequence[Document], held: frozenset[str], ledger: tuple[LedgerFile, ...]
    ) -> Generation:
        """Write what is new and make it live."""
        live = None if self.rebuild else self.before.live
        if live and documents and self.embedder.sha256 != live.model_sha256:
            raise EmbeddingMismatch(
                f"{live.model} ({live.model_sha256[:12]})",
                f"{self.embedder.name} ({self.embedder.sha256[:12]})",
            )
        epoch = self.epoch
        epoch.create(live.dimension if live else self.embedder.dimension)
        made = self._write(epoch, live, documents, held, ledger)
        self.progress("publishing", 0, 1)
        version = _content_version(self.number)
        epoch.pieces.write(
            [
                (ledger_owner(self.number), version, ledger_to_bytes(ledger)),
                (statistics_owner(self.number), version, made.statistics.to_bytes()),
            ]
        )
        epoch.mark(made.gone, self.number)
        epoch.flush()
        generation = Generation(
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

    def _write(
        self,
        epoch: Epoch,
        live: Generation | None,
        documents: Sequence[Document],
        held: frozenset[str],
        ledger: tuple[LedgerFile, ...],
    ) -> _Made:
        """Write the versions that the generation will have and the live one has not."""
        kept_versions = live_versions(self.engine, self.names, live) if live else []
        new = {document.id: document for document in documents}
        still = [
            version
            for version in kept_versions
            if version.report_id in held and version.report_id not in new
        ]
        is_newest = self._newest_after(epoch, still, documents, ledger)
        flipped = [v for v in still if v.is_newest != is_newest[v.report_id]]
        replaced = [v for v in kept_versions if v not in still] + flipped
        vocabulary, parts = self._vocabulary(epoch, live, documents)
        reference = self._reference_length(epoch, live, documents)
        self._forget_unwanted(epoch, new, is_newest)
        added = self._add_new(epoch, documents, is_newest, vocabulary, reference)
        added += self._add_flipped(epoch, flipped, is_newest, vocabulary, reference)
        statistics = self._statistics(epoch, live, vocabulary)
        gone = [v for v in kept_versions if v.report_id not in held or v.report_id in new]
        for version in gone:
            statistics.count(_term_lists(self._document(epoch, version)), -1)
        for document in documents:
            statistics.count(_term_lists(document))
        flipped_ids = {version.report_id for version in flipped}
        kept = [version for version in still if version.report_id not in flipped_ids]
        return _Made(statistics, reference, parts, (*kept, *added), tuple(replaced))

    def _newest_after(
        self,
        epoch: Epoch,
        still: Sequence[ReportVersion],
        documents: Sequence[Document],
        ledger: tuple[LedgerFile, ...],
    ) -> Mapping[str, bool]:
        """Of each report that will be live whether it is its authority's newest of its kind."""
        records = read_records(self.engine, epoch.pieces, [version.key for version in still])
        records += [ReportRecord.of(document) for document in documents]
        with closing(ReportRecords(records, ledger)) as opened:
            return opened.newest_of_kind()

    def _vocabulary(
        self, epoch: Epoch, live: Generation | None, documents: Sequence[Document]
    ) -> tuple[Vocabulary, int]:
        """The vocabulary with the new words in it, and how many parts it has.

        New words are written before any row that has their numbers. A run that is gone on with
        finds those of the killed one, and gives no number a second time.
        """
        vocabulary = read_vocabulary(epoch.pieces)
        parts = _parts_written(epoch)
        found = {term for document in documents for some in _term_lists(document) for term in some}
        if missing := vocabulary.missing(found):
            content = json.dumps(missing, ensure_ascii=False).encode()
            epoch.pieces.write([(vocabulary_owner(parts), "vocabulary", content)])
            vocabulary.extend(missing)
            parts += 1
        return vocabulary, parts

    def _reference_length(
        self, epoch: Epoch, live: Generation | None, documents: Sequence[Document]
    ) -> float:
        """The mean length that the epoch's weights are made with: that of its first documents."""
        if live is not None:
            return live.reference_length
        owner = "reference"
        found = epoch.pieces.read([owner])
        if owner in found:
            return float(json.loads(found[owner]))
        lengths = [len(some) for document in documents for some in _term_lists(document)]
        mean = sum(lengths) / len(lengths) if any(lengths) else 1.0
        epoch.pieces.write([(owner, owner, json.dumps(mean).encode())])
        return mean

    def _forget_unwanted(
        self, epoch: Epoch, new: Mapping[str, Document], is_newest: Mapping[str, bool]
    ) -> None:
        """Remove what a killed run had begun and this one does not want."""
        begun = epoch.versions(f"added == {self.number}")
        wanted = {
            (report_id, content_of(document, self.embedder.sha256), is_newest[report_id])
            for report_id, document in new.items()
        }
        epoch.remove(
            [one for one in begun if (one.report_id, one.content, one.is_newest) not in wanted]
        )

    def _add_new(
        self,
        epoch: Epoch,
        documents: Sequence[Document],
        is_newest: Mapping[str, bool],
        vocabulary: Vocabulary,
        reference: float,
    ) -> list[ReportVersion]:
        """Encode and write documents, those aside that a killed run had written whole."""
        begun = {one.key: one for one in epoch.versions(f"added == {self.number}")}
        versions, total, done = [], sum(len(d.paragraphs) for d in documents), 0
        for some in _portions(documents):
            parts = [
                [placed_parts(d, p, self.embedder.window_words) for p in d.paragraphs] for d in some
            ]
            pairs = []
            for document, texts in zip(some, parts, strict=True):
                content = content_of(document, self.embedder.sha256)
                rows = sum(len(one) for one in texts)
                flag = is_newest[document.id]
                version = version_of(
                    document.id, content, is_newest=flag, rows=rows, added=self.number
                )
                versions.append(version)
                if version.key not in begun or not epoch.is_whole(version):
                    pairs.append((document, version, texts))
            if pairs:
                encoded = self._encode(
                    [document for document, _, _ in pairs], [t for *_, t in pairs]
                )
                wanted = [version for _, version, _ in pairs]
                epoch.add(list(zip(encoded, wanted, strict=True)), vocabulary, reference)
            done += sum(len(d.paragraphs) for d in some)
            self.progress("embedding", done, total)
        return versions

    def _encode(
        self, documents: Sequence[Document], parts: Sequence[Sequence[Sequence[str]]]
    ) -> list[EncodedDocument]:
        counts = [len(texts) for of_document in parts for texts in of_document]
        texts = [text for of_document in parts for texts in of_document for text in texts]
        with closing(EmbeddingCache(self.work / EMBEDDINGS)) as cache:
            return split_encoded(documents, counts, cache.encode(self.embedder, texts))

    def _add_flipped(
        self,
        epoch: Epoch,
        flipped: Sequence[ReportVersion],
        is_newest: Mapping[str, bool],
        vocabulary: Vocabulary,
        reference: float,
    ) -> list[ReportVersion]:
        """Write reports again that another made newest or not: vectors are copied, not computed."""
        versions = []
        for old in flipped:
            version = version_of(
                old.report_id,
                old.content,
                is_newest=is_newest[old.report_id],
                rows=old.rows,
                added=self.number,
            )
            document = self._document(epoch, old)
            owners = [tokens_owner(f"{old.key}:{n}") for n in range(len(document.paragraphs))]
            found = epoch.pieces.read(owners)
            width = self.before.live.token_dimension if self.before.live else 0
            tokens = epoch.tokens_of([found[owner] for owner in owners], width)
            encoded = EncodedDocument(document, tuple(epoch.vectors_of(old)), tuple(tokens))
            epoch.add([(encoded, version)], vocabulary, reference)
            versions.append(version)
        return versions

    def _document(self, epoch: Epoch, version: ReportVersion) -> Document:
        """A report as it was read."""
        owner = record_owner(version.key)
        record = json.loads(epoch.pieces.read([owner])[owner])
        owners = [paragraph_owner(f"{version.key}:{n}") for n in range(record["paragraphs"])]
        found = epoch.pieces.read(owners)
        paragraphs = [json.loads(found[one]) for one in owners]
        return document_from_json({**record["document"], "paragraphs": paragraphs})

    def _statistics(
        self, epoch: Epoch, live: Generation | None, vocabulary: Vocabulary
    ) -> Statistics:
        if live is None:
            return Statistics.empty(vocabulary)
        return read_statistics(self.engine, epoch.pieces, live.number, vocabulary)

    def _tidy(self, ledger: tuple[LedgerFile, ...]) -> None:
        """Remove what neither this generation nor the one before needs, or leave it to the next."""
        keep = {file.sha256 for file in (*ledger, *self.before.ledger)}
        with suppress(IndexFolderError):  # all is published by now
            purge(self.engine, self.names)
            Originals(self.engine, self.names).remove_others(keep)


def purge(engine: Engine, names: Names) -> None:
    """Remove what no kept generation has: rows, contents and epochs."""
    state = read_state(engine, names)
    kept = [one for one in (state.live, state.earlier) if one is not None]
    epochs = {one.epoch for one in kept}
    found = {names.epoch_of(name) for name in engine.names()}
    for number in sorted(one for one in found if one is not None and one not in epochs):
        Epoch(engine, names, number).drop()
    for number in sorted(epochs):
        epoch = Epoch(engine, names, number)
        oldest = min(one.number for one in kept if one.epoch == number)
        epoch.remove(epoch.versions(f"removed <= {oldest}"))
        needed = {_content_version(one.number) for one in kept if one.epoch == number}
        epoch.remove_contents(sorted(set(epoch.pieces.versions("ledger:")) - needed))


def reconcile(engine: Engine, names: Names, state: State, *, rebuild: bool) -> None:
    """Put right what a killed run or a roll-back left: rows that no generation has, or none lacks.

    What a killed run had written stays where the next can go on with it.
    """
    number, live = state.last_number + 1, state.live
    found = {names.epoch_of(name) for name in engine.names()} - {None}
    kept = {live.epoch, state.earlier.epoch if state.earlier else live.epoch}
    unfinished = state.last_epoch + 1
    for other in sorted(one for one in found if one is not None and one not in kept):
        if not (rebuild and other == unfinished):
            Epoch(engine, names, other).drop()
    epoch = Epoch(engine, names, live.epoch)
    begun = f"added > {live.number}"
    epoch.remove(epoch.versions(begun if rebuild else f"{begun} and added != {number}"))
    marked = f"removed > {live.number} and removed < {NEVER}"
    epoch.mark(epoch.versions(marked), NEVER)


def _content_version(number: int) -> str:
    """By which ledger and statistics of a generation are removed."""
    return f"generation:{number}"


def _parts_written(epoch: Epoch) -> int:
    number = 0
    while epoch.pieces.read([vocabulary_owner(number)]):
        number += 1
    return number


def _term_lists(document: Document) -> list[list[str]]:
    """The terms of each paragraph, as BM25 counts them."""
    return [terms(placed_words(document, paragraph)) for paragraph in document.paragraphs]


def _portions(documents: Sequence[Document]) -> Iterator[list[Document]]:
    portion: list[Document] = []
    size = 0
    for document in documents:
        if portion and size + len(document.paragraphs) > PORTION:
            yield portion
            portion, size = [], 0
        portion.append(document)
        size += len(document.paragraphs)
    if portion:
        yield portion


def _is_unchanged(known: LedgerFile | None, sha256: str) -> bool:
    """A file that could not be read is tried again: the reader may have learnt since."""
    return known is not None and known.sha256 == sha256 and known.outcome == READ
