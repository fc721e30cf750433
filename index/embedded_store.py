"""The embedded back end: files of one machine, with no other program beside this one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from corpus import Document, read_documents
from index.catalogue import count_by
from index.collection import EVERYTHING, Collection
from index.embedder import Embedder
from index.intake import Progress, Read
from index.records import IndexRun, Precision, Scope, WordRanker
from index.rolling_back import roll_back
from index.storage import live_generation, sync_folder
from index.store import Capabilities, Count, FacetField, Facets, Health, Ranked, Verified, health_of
from index.update import update_collection
from index.verifying import verify_index


class EmbeddedCollection(Collection):
    """A collection that gives its rankings and counts one by one too."""

    def documents(self, report_ids: Sequence[str]) -> list[Document]:
        """These reports as they were read, in the order of their ids."""
        wanted: dict[str, list[str]] = {}
        for report_id in sorted(set(report_ids)):
            place = self._rows_of(report_id)
            if place is not None:
                wanted.setdefault(place[0].name, []).append(report_id)
        found = [
            document
            for name, ids in wanted.items()
            for document in self._segments[name].batch(ids).documents
        ]
        return sorted(found, key=lambda document: document.id)

    def by_words(self, words: str, scope: Scope, limit: int) -> list[Ranked]:
        """The best in scope by BM25."""
        return self._ranked(0, words, scope, limit)

    def by_meaning(self, words: str, scope: Scope, limit: int) -> list[Ranked]:
        """The nearest in scope by their vectors."""
        return self._ranked(1, words, scope, limit)

    def _ranked(self, place: int, words: str, scope: Scope, limit: int) -> list[Ranked]:
        ranking = self._rankers[place].ask(words)
        rows = np.unique(ranking.best(self._rows_in_scope(scope), limit))
        ids = [paragraph.id for paragraph in self._paragraphs_at(rows)]
        pairs = zip(ids, ranking.scores(rows).tolist(), strict=True)
        ranked = sorted((Ranked(*pair) for pair in pairs), key=lambda r: (-r.score, r.paragraph_id))
        return ranked[:limit]

    def count(self, scope: Scope = EVERYTHING) -> Count:
        """How many paragraphs are in scope."""
        return Count(int(np.count_nonzero(self._rows_in_scope(scope))), exact=True)

    def facets(self, field: FacetField, scope: Scope = EVERYTHING) -> Facets:
        """How many of the reports in scope have each value."""
        return Facets(count_by(self._catalogue, field, self._condition_of(scope)), exact=True)


@dataclass(frozen=True, slots=True)
class EmbeddedStore:
    """An index folder."""

    folder: Path
    bm25: WordRanker = "arrays"
    cross_encoder: str | None = None

    @property
    def place(self) -> str:
        return str(self.folder)

    def capabilities(self) -> Capabilities:
        return Capabilities("embedded", is_shared=False, most_ranked=None)

    def health(self) -> Health:
        return health_of(self)

    def live_generation(self) -> tuple[int, str]:
        return live_generation(self.folder)

    def open(self, embedder: Embedder | None = None) -> EmbeddedCollection:
        opened = EmbeddedCollection.open(
            self.folder, embedder, bm25=self.bm25, cross_encoder=self.cross_encoder
        )
        assert isinstance(opened, EmbeddedCollection)
        return opened

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
        return update_collection(
            self.folder,
            paths,
            remove=remove,
            leave=leave,
            rebuild=rebuild,
            precision=precision,
            progress=progress,
            embedder=embedder,
            read=read,
        )

    def flush(self) -> None:
        sync_folder(self.folder)  # all else was synced before it was published

    def roll_back(self) -> int:
        return roll_back(self.folder)

    def verify(self) -> Verified:
        found = verify_index(self.folder)
        damaged = tuple(str(damage) for damage in found.damaged)
        return Verified(found.generations, found.originals, damaged)

    def close(self) -> None:
        """Nothing is held open."""
