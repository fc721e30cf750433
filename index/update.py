"""Bring a collection up to date with files: START READING HERE for how an index is made.

A run looks at the files, reads what is new, decides which copy of each report counts, writes one
segment (several where it is much) and one generation, and publishes it by one rename. Until that
rename nothing has changed for anybody; after it nothing of the run can be lost.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain
from pathlib import Path

from corpus import Document, read_documents
from index.catalogue import (
    Changes,
    live_by_segment,
    live_report_ids,
    read_ledger,
    write_catalogue,
)
from index.embedder import Embedder
from index.embedding_cache import EmbeddingCache
from index.encoded import Encoded
from index.errors import (
    EmbeddingMismatch,
    IndexDamaged,
    IndexMissing,
    IndexOutOfDate,
)
from index.intake import Intake, Progress, Read, Survey, survey_files
from index.ledger import READ, Holding, LedgerFile, choose_holdings, first_runs
from index.merging import LARGEST, Folded, fold, portions
from index.model_folder import PACKAGED_MODEL
from index.onnx_embedder import OnnxEmbedder, embedder_named
from index.originals import remove_other_originals
from index.outcomes import outcomes_of
from index.readings import forget_unfinished
from index.records import IndexRun, Precision
from index.segment import RECORDS, Batch
from index.segment_writing import encode_documents, write_segments
from index.staged_documents import Key, StagedDocuments
from index.storage import (
    CATALOGUE,
    EMBEDDINGS,
    Manifest,
    SegmentEntry,
    generation_folder,
    generation_numbers,
    next_number,
    publish,
    read_checked,
    read_generation,
    read_manifest,
    reading,
    remove_unreferenced,
    segment_folder,
    sync_folder,
    writing,
)
from index.tables import open_database


def update_collection(
    folder: Path,
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
    """Index the files and folders of `paths` and publish the result as a new generation.

    Files that have not changed are not read again; files gone from a folder of `paths` and those of
    `remove` leave the collection; those of `leave` stay as they were, because somebody still writes
    to them; one bad file never stops the run. With `rebuild` everything is
    read and embedded again, from `paths` and from the copies kept of all other files. A run that
    finds nothing to do publishes nothing. `precision` is that of the packaged model in a new or
    rebuilt collection; otherwise a collection keeps the model that it was built with.

    Raises: CorpusError where a path is missing or a folder has nothing to read; IndexBusy,
    IndexUnwritable, IndexDamaged, IndexOutOfDate, EmbeddingMismatch, EmbeddingModelMissing.
    """
    with writing(folder):
        with reading(folder):
            # A rebuild that names no files needs the whole ledger: it would lose what that forgot.
            before = _look_back(folder, may_salvage=rebuild and bool(paths))
        run = _Run(
            folder=folder,
            number=next_number(folder),
            before=before,
            rebuild=rebuild,
            read=read,
            embedder=embedder or _embedder_for(before.manifest, precision, rebuild=rebuild),
            progress=progress or (lambda what, done, total: None),
        )
        return run.carry_out(survey_files(paths, remove, before.ledger, leave))


def _embedder_for(manifest: Manifest | None, precision: Precision, *, rebuild: bool) -> Embedder:
    """The collection's own; the packaged model in this precision where all is embedded anew."""
    name = manifest.model if manifest else PACKAGED_MODEL
    is_packaged = name == PACKAGED_MODEL or name.startswith(f"{PACKAGED_MODEL}:")
    if is_packaged and (manifest is None or rebuild):
        return OnnxEmbedder(PACKAGED_MODEL, precision)
    return embedder_named(name)


@dataclass(frozen=True, slots=True)
class _Before:
    """What the collection was when the run began."""

    manifest: Manifest | None
    catalogue: bytes | None  # the file, compared with its checksum
    ledger: tuple[LedgerFile, ...]
    is_whole: bool = True  # not salvaged: the ledger knows every file


def _look_back(folder: Path, *, may_salvage: bool) -> _Before:
    """The live generation; where it is damaged and may be salvaged, the newest that is not."""
    try:
        return _read_before(folder, read_manifest(folder))
    except IndexMissing:
        return _Before(None, None, ())
    except FileNotFoundError as error:
        if not may_salvage:
            raise IndexDamaged(Path(error.filename), "it is missing") from error
    except (IndexDamaged, IndexOutOfDate):
        if not may_salvage:
            raise
    return _salvage(folder)


def _read_before(folder: Path, manifest: Manifest) -> _Before:
    place = generation_folder(folder, manifest.generation)
    content = read_checked(place, manifest.catalogue)
    with closing(open_database(content)) as catalogue:
        return _Before(manifest, content, read_ledger(catalogue))


def _salvage(folder: Path) -> _Before:
    """The newest generation whose catalogue is whole; a rebuild wants its ledger of files."""
    for number in generation_numbers(folder)[::-1]:
        try:
            found = _read_before(folder, read_generation(folder, number))
            return replace(found, is_whole=False)
        except (IndexDamaged, IndexOutOfDate, FileNotFoundError):
            continue
    return _Before(None, None, (), is_whole=False)


@dataclass(frozen=True, slots=True)
class _Run:
    """One run, from the survey of its files to the generation it publishes."""

    folder: Path
    number: int  # of the generation and the segment that it may make
    before: _Before
    rebuild: bool
    read: Read
    embedder: Embedder
    progress: Progress

    def carry_out(self, survey: Survey) -> IndexRun:
        """Read, decide, write, publish."""
        with closing(StagedDocuments(self.folder)) as documents:
            return self._carry_out(survey, documents)

    def _carry_out(self, survey: Survey, documents: StagedDocuments) -> IndexRun:
        intake = Intake(
            self.folder,
            self.read,
            self.number,
            first_runs(self.before.ledger),
            documents,
            self.progress,
        )
        read = self._read(survey, intake)
        files = self._ledger_after(survey, read)
        files, holdings = self._settle(files, read, intake)
        before = choose_holdings(self.before.ledger)
        outcomes = outcomes_of(survey, read, self.before.ledger, before, holdings, files)
        new = [h for h in holdings.values() if self._is_new(h, documents, before)]
        gone = frozenset(before.keys() - holdings.keys()) | {h.copy.report_id for h in new}
        manifest = self.before.manifest
        ledger = tuple(sorted(files.values(), key=lambda file: file.path))
        if manifest is None or self.rebuild or new or gone or ledger != self.before.ledger:
            keys = sorted((h.file.path, h.copy.report_id) for h in new)
            manifest = self._publish(_New(documents, keys), gone, ledger, holdings)
            self._tidy(manifest, ledger)
            self.progress("publishing", 1, 1)
        else:
            # The run that published it may have been ended before the pointer's name was synced.
            sync_folder(self.folder)
        with suppress(OSError):  # the next run forgets them
            forget_unfinished(self.folder)
        return IndexRun(manifest.generation, outcomes, manifest.reports, manifest.paragraphs)

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
            read |= intake.read_again(rest)
        return read

    def _ledger_after(
        self, survey: Survey, read: Mapping[str, LedgerFile]
    ) -> dict[str, LedgerFile]:
        """The ledger with this run's readings in it.

        Where a file that was read before cannot be read now (half a download, a slip of the hand),
        what it held before stays until it can be read again or is removed.
        """
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
        documents = intake.documents
        before = choose_holdings(self.before.ledger)
        while True:
            holdings = choose_holdings(files.values())
            promoted = [
                h
                for h in holdings.values()
                if self._is_new(h, documents, before)
                and (h.file.path, h.copy.report_id) not in documents
            ]
            if not promoted:
                return files, holdings
            again = intake.read_again([h.file for h in promoted])
            for h in promoted:  # a copy that cannot be read again is no copy any more
                path = h.file.path
                if (path, h.copy.report_id) not in documents:
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

    def _publish(
        self,
        new: _New,
        gone: frozenset[str],
        ledger: tuple[LedgerFile, ...],
        holdings: dict[str, Holding],
    ) -> Manifest:
        """Write the segment and the generation, then make it live."""
        before = None if self.rebuild else self.before.manifest
        added, moved = self._write_segments(new, gone)
        self.progress("publishing", 0, 1)
        staged = self.folder / "staging" / "generation"
        staged.mkdir()
        catalogue = write_catalogue(
            staged / CATALOGUE,
            self.before.catalogue if before else None,
            Changes(
                gone=gone | moved,
                segments=[
                    (one.name, segment_folder(self.folder, one.name) / RECORDS) for one in added
                ],
                files=ledger,
                holdings=holdings,
            ),
        )
        with closing(open_database(read_checked(staged, catalogue))) as connection:
            live = live_by_segment(connection)
        entries = (*(before.segments if before else ()), *added)
        parent = self.before.manifest
        manifest = Manifest(
            generation=self.number,
            parent=parent.generation if parent else None,
            model=before.model if before else self.embedder.name,
            model_sha256=before.model_sha256 if before else self.embedder.sha256,
            dimension=before.dimension if before else self.embedder.dimension,
            token_dimension=before.token_dimension if before else self.embedder.token_dimension,
            reports=sum(reports for reports, _ in live.values()),
            paragraphs=sum(paragraphs for _, paragraphs in live.values()),
            segments=tuple(entry for entry in entries if entry.name in live),
            catalogue=catalogue,
        )
        publish(self.folder, manifest, staged)
        return manifest

    def _tidy(self, manifest: Manifest, ledger: tuple[LedgerFile, ...]) -> None:
        """Remove what neither this generation nor the one before needs.

        All is published by now: what cannot be removed does not make the run fail, and the next one
        tries again.
        """
        parent = self.before.manifest
        kept = {manifest.generation: manifest}
        if parent:
            kept[parent.generation] = parent
        with suppress(OSError):
            remove_unreferenced(self.folder, kept)
            if self.before.is_whole:
                remove_other_originals(
                    self.folder, {file.sha256 for file in (*ledger, *self.before.ledger)}
                )

    def _write_segments(
        self, new: _New, gone: frozenset[str]
    ) -> tuple[list[SegmentEntry], frozenset[str]]:
        """The segments of this run, and the ids of the reports that they hold for older ones.

        No segment where there is nothing to write.
        """
        manifest = None if self.rebuild else self.before.manifest
        if manifest and new.keys and self.embedder.sha256 != manifest.model_sha256:
            raise EmbeddingMismatch(
                f"{manifest.model} ({manifest.model_sha256[:12]})",
                f"{self.embedder.name} ({self.embedder.sha256[:12]})",
            )
        folded = Folded(frozenset(), ())
        if manifest and self.before.catalogue:
            with closing(open_database(self.before.catalogue)) as catalogue:
                still_live = live_report_ids(catalogue, gone)
            folded = fold(self.folder, manifest, still_live, new.paragraphs)
        batches = chain(folded.batches, self._encode(new))
        entries = write_segments(
            self.folder, self.number, batches, LARGEST, self.embedder.encode_query
        )
        return entries, folded.report_ids

    def _encode(self, new: _New) -> Iterator[Batch]:
        """The new documents with their vectors, as many at a time as are held in memory."""
        if not new.keys:
            return
        done = 0
        with closing(EmbeddingCache(self.folder / EMBEDDINGS)) as cache:
            for documents in new.portions():
                encode = partial(self._encode_texts, cache, done, new.paragraphs)
                yield encode_documents(documents, self.embedder, encode)
                done += sum(len(document.paragraphs) for document in documents)

    def _encode_texts(
        self, cache: EmbeddingCache, before: int, paragraphs: int, texts: Sequence[str]
    ) -> Encoded:
        """Told with those `before`; a long paragraph has several texts, so it is about so many."""
        return cache.encode(
            self.embedder,
            texts,
            lambda done, of: self.progress("embedding", min(before + done, paragraphs), paragraphs),
        )


@dataclass(frozen=True, slots=True)
class _New:
    """The documents that a run writes, as they are staged."""

    documents: StagedDocuments
    keys: Sequence[Key]

    @property
    def paragraphs(self) -> int:
        """Of all of them."""
        return sum(self.documents.paragraphs(key) for key in self.keys)

    def portions(self) -> Iterator[list[Document]]:
        """The documents in their order, some at a time."""
        sizes = ((key, self.documents.paragraphs(key)) for key in self.keys)
        for keys in portions(sizes):
            yield list(self.documents.read(keys))


def _is_unchanged(known: LedgerFile | None, sha256: str) -> bool:
    """A file that could not be read is tried again: the reader may have learnt since."""
    return known is not None and known.sha256 == sha256 and known.outcome == READ
