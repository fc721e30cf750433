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
from index.ledger import Holding, LedgerFile, first_runs
from index.merging import LARGEST, Folded, fold, portions
from index.onnx_embedder import embedder_for
from index.originals import remove_other_originals
from index.outcomes import outcomes_of
from index.readings import forget_unfinished
from index.records import IndexRun, Precision
from index.segment import RECORDS, Batch
from index.segment_writing import encode_documents, write_segments
from index.settling import settle
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
        model = before.manifest.model if before.manifest else None
        run = _Run(
            folder=folder,
            number=next_number(folder),
            before=before,
            rebuild=rebuild,
            read=read,
            embedder=embedder or embedder_for(model, precision, rebuild=rebuild),
            progress=progress or (lambda what, done, total: None),
        )
        return run.carry_out(survey_files(paths, remove, before.ledger, leave))


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
        settled = settle(survey, self.before.ledger, intake, rebuild=self.rebuild)
        outcomes = outcomes_of(
            survey,
            settled.read,
            self.before.ledger,
            settled.before,
            settled.after,
            settled.files,
        )
        manifest = self.before.manifest
        is_moved = bool(settled.gone) or settled.ledger != self.before.ledger
        if manifest is None or self.rebuild or is_moved:
            new = _New(documents, settled.new)
            manifest = self._publish(new, settled.gone, settled.ledger, settled.after)
            self._tidy(manifest, settled.ledger)
            self.progress("publishing", 1, 1)
        else:
            # The run that published it may have been ended before the pointer's name was synced.
            sync_folder(self.folder)
        with suppress(OSError):  # the next run forgets them
            forget_unfinished(self.folder)
        return IndexRun(manifest.generation, outcomes, manifest.reports, manifest.paragraphs)

    def _publish(
        self,
        new: _New,
        gone: frozenset[str],
        ledger: tuple[LedgerFile, ...],
        holdings: Mapping[str, Holding],
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
