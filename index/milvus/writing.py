"""The versions that a run writes into an epoch, and the statistics of the generation they make."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from corpus import Document
from index.embedder import Embedder
from index.embedding_cache import EmbeddingCache
from index.ledger import LedgerFile
from index.milvus.engine import Engine
from index.milvus.epochs import Epoch
from index.milvus.generations import Generation, Names
from index.milvus.opening import (
    live_versions,
    read_document,
    read_records,
    read_statistics,
    read_vocabulary,
    vocabulary_owner,
)
from index.milvus.report_records import ReportRecords
from index.milvus.statistics import Statistics, Vocabulary
from index.milvus.versions import (
    EncodedDocument,
    ReportRecord,
    ReportVersion,
    content_of,
    split_encoded,
    tokens_owner,
    version_of,
)
from index.placing import placed_parts, placed_words
from index.staged_documents import Key, StagedDocuments
from index.storage import EMBEDDINGS
from index.terms import terms

# Paragraphs that are encoded and written together: 512 take about 10 MB on their way.
PORTION = 512
REFERENCE = "reference"  # who owns the mean length that an epoch's weights are made with

Told = Callable[[int, int], None]  # how many paragraphs are done, of how many


@dataclass(frozen=True, slots=True)
class NewDocuments:
    """The documents that a run writes, as they are staged."""

    documents: StagedDocuments
    keys: Sequence[Key]

    def read(self) -> Iterator[Document]:
        """One at a time, in order."""
        return self.documents.read(self.keys)

    def portions(self) -> Iterator[list[Document]]:
        """As many at a time as are held in memory."""
        portion: list[Document] = []
        held = 0
        for document in self.read():
            if portion and held + len(document.paragraphs) > PORTION:
                yield portion
                portion, held = [], 0
            portion.append(document)
            held += len(document.paragraphs)
        if portion:
            yield portion


@dataclass(frozen=True, slots=True)
class Made:
    """What a run has made of an epoch; nothing of it is live yet."""

    statistics: Statistics
    reference_length: float
    vocabulary_parts: int
    live: tuple[ReportVersion, ...]
    gone: tuple[ReportVersion, ...]  # to be marked as removed


@dataclass(slots=True)
class _Learnt:
    """What one look at all new documents tells."""

    records: list[ReportRecord] = field(default_factory=list)
    content_by_report: dict[str, str] = field(default_factory=dict)
    found_terms: set[str] = field(default_factory=set)
    paragraphs: int = 0
    length: int = 0  # terms of all of them


@dataclass(frozen=True, slots=True)
class VersionWriter:
    """Writes what a generation will have and the live one has not."""

    engine: Engine
    names: Names
    epoch: Epoch
    live: Generation | None  # in this epoch; None where the epoch is new
    number: int  # of the generation to be
    embedder: Embedder
    cache: Path  # this machine's folder, with the cache of vectors
    progress: Told

    def write(
        self, new: NewDocuments, held: frozenset[str], ledger: tuple[LedgerFile, ...]
    ) -> Made:
        """Write the new documents, and again those that they make newest of their kind or not.

        `held` are the ids of all reports that the generation will have.

        Raises: StoreUnavailable, StoreRefused; what was acknowledged before is gone on with.
        """
        learnt = self._learn(new)
        had = live_versions(self.engine, self.names, self.live) if self.live else []
        still = [
            version
            for version in had
            if version.report_id in held and version.report_id not in learnt.content_by_report
        ]
        is_newest = self._newest_after(still, learnt, ledger)
        flipped = [
            version for version in still if version.is_newest != is_newest[version.report_id]
        ]
        vocabulary, parts = self._vocabulary(learnt)
        reference = self._reference_length(learnt)
        statistics = self._statistics_before(vocabulary)
        left = [version for version in had if version not in still]
        for version in left:
            statistics.count(term_lists(read_document(self.engine, self.epoch.pieces, version)), -1)
        begun = self._begun(learnt, is_newest)
        into = _Into(vocabulary, reference, statistics, is_newest, begun)
        added = self._add_new(new, learnt, into)
        added += self._add_flipped(flipped, into)
        kept = [version for version in still if version not in flipped]
        return Made(statistics, reference, parts, (*kept, *added), (*left, *flipped))

    def _learn(self, new: NewDocuments) -> _Learnt:
        learnt = _Learnt()
        for document in new.read():
            learnt.records.append(ReportRecord.of(document))
            learnt.content_by_report[document.id] = content_of(document, self.embedder.sha256)
            for paragraph in term_lists(document):
                learnt.found_terms.update(paragraph)
                learnt.paragraphs += 1
                learnt.length += len(paragraph)
        return learnt

    def _newest_after(
        self, still: Sequence[ReportVersion], learnt: _Learnt, ledger: tuple[LedgerFile, ...]
    ) -> Mapping[str, bool]:
        """Of each report that will be live whether it is its authority's newest of its kind."""
        kept = read_records(self.engine, self.epoch.pieces, [version.key for version in still])
        with closing(ReportRecords([*kept, *learnt.records], ledger)) as opened:
            return opened.newest_of_kind()

    def _vocabulary(self, learnt: _Learnt) -> tuple[Vocabulary, int]:
        """The vocabulary with the new words in it, and how many parts it has.

        New words are written before any row that has their numbers. A run that is gone on with
        finds those of the killed one, and gives no number a second time.
        """
        vocabulary, parts = read_vocabulary(self.epoch.pieces)
        if missing := vocabulary.missing(learnt.found_terms):
            content = json.dumps(missing, ensure_ascii=False).encode()
            self.epoch.pieces.write([(vocabulary_owner(parts), "vocabulary", content)])
            vocabulary.extend(missing)
            parts += 1
        return vocabulary, parts

    def _reference_length(self, learnt: _Learnt) -> float:
        """The mean length that the epoch's weights are made with: that of its first documents."""
        if self.live is not None:
            return self.live.reference_length
        found = self.epoch.pieces.read([REFERENCE])
        if REFERENCE in found:
            return float(json.loads(found[REFERENCE]))
        mean = learnt.length / learnt.paragraphs if learnt.length else 1.0
        self.epoch.pieces.write([(REFERENCE, REFERENCE, json.dumps(mean).encode())])
        return mean

    def _statistics_before(self, vocabulary: Vocabulary) -> Statistics:
        if self.live is None:
            return Statistics.empty(vocabulary)
        return read_statistics(self.engine, self.epoch.pieces, self.live.number, vocabulary)

    def _begun(self, learnt: _Learnt, is_newest: Mapping[str, bool]) -> frozenset[str]:
        """The versions that a killed run had begun and this one wants; others are removed."""
        begun = self.epoch.versions(f"added == {self.number}")
        wanted = {
            (report_id, content, is_newest[report_id])
            for report_id, content in learnt.content_by_report.items()
        }
        is_wanted = [(one.report_id, one.content, one.is_newest) in wanted for one in begun]
        self.epoch.remove([one for one, keep in zip(begun, is_wanted, strict=True) if not keep])
        return frozenset(one.key for one, keep in zip(begun, is_wanted, strict=True) if keep)

    def _add_new(self, new: NewDocuments, learnt: _Learnt, into: _Into) -> list[ReportVersion]:
        """Encode and write documents, those aside that a killed run had written whole."""
        versions, done = [], 0
        for portion in new.portions():
            pairs = []
            for document in portion:
                texts = [
                    placed_parts(document, paragraph, self.embedder.window_words)
                    for paragraph in document.paragraphs
                ]
                version = version_of(
                    document.id,
                    learnt.content_by_report[document.id],
                    is_newest=into.is_newest[document.id],
                    rows=sum(map(len, texts)),
                    added=self.number,
                )
                versions.append(version)
                into.statistics.count(term_lists(document))
                if version.key not in into.begun or not self.epoch.is_whole(version):
                    pairs.append((document, version, texts))
            if pairs:
                encoded = self._encode([one for one, _, _ in pairs], [texts for *_, texts in pairs])
                written = zip(encoded, (version for _, version, _ in pairs), strict=True)
                self.epoch.add(list(written), into.vocabulary, into.reference_length)
            done += sum(len(document.paragraphs) for document in portion)
            self.progress(done, learnt.paragraphs)
        return versions

    def _encode(
        self, documents: Sequence[Document], parts: Sequence[Sequence[Sequence[str]]]
    ) -> list[EncodedDocument]:
        counts = [len(texts) for of_document in parts for texts in of_document]
        texts = [text for of_document in parts for texts in of_document for text in texts]
        with closing(EmbeddingCache(self.cache / EMBEDDINGS)) as cache:
            return split_encoded(documents, counts, cache.encode(self.embedder, texts))

    def _add_flipped(self, flipped: Sequence[ReportVersion], into: _Into) -> list[ReportVersion]:
        """Write reports again that another made newest or not: vectors are copied, not computed."""
        versions = []
        for old in flipped:
            version = version_of(
                old.report_id,
                old.content,
                is_newest=into.is_newest[old.report_id],
                rows=old.rows,
                added=self.number,
            )
            document = read_document(self.engine, self.epoch.pieces, old)
            owners = [tokens_owner(f"{old.key}:{n}") for n in range(len(document.paragraphs))]
            found = self.epoch.pieces.read(owners)
            width = self.live.token_dimension if self.live else 0
            tokens = self.epoch.tokens_of([found[owner] for owner in owners], width)
            encoded = EncodedDocument(document, tuple(self.epoch.vectors_of(old)), tuple(tokens))
            self.epoch.add([(encoded, version)], into.vocabulary, into.reference_length)
            versions.append(version)
        return versions


@dataclass(frozen=True, slots=True)
class _Into:
    """What versions are made with, and the statistics that they are counted in."""

    vocabulary: Vocabulary
    reference_length: float
    statistics: Statistics
    is_newest: Mapping[str, bool]
    begun: frozenset[str]


def term_lists(document: Document) -> list[list[str]]:
    """The terms of each paragraph, as BM25 counts them."""
    return [terms(placed_words(document, paragraph)) for paragraph in document.paragraphs]
