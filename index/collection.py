"""A collection opened for reading: one generation, for as long as it is open.

Reports and judgements come from the generation's catalogue, paragraphs from its segments, a search
from filter, rankings and fusion, in that order. Nothing here writes.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, closing
from functools import cached_property
from pathlib import Path
from typing import TypeVar

import numpy as np

from corpus import Judgement, Paragraph
from index.bm25 import Bm25Ranker
from index.catalogue import count_reports, read_report_ids, read_reports
from index.cross_encoder import CrossEncoderLook
from index.dense import DenseRanker
from index.embedder import Embedder, QueryMemory, encode_alone
from index.encoded import EncodedText
from index.errors import EmbeddingMismatch, IndexDamaged
from index.filters import Condition, area_condition, report_condition
from index.okapi import OkapiRanker
from index.onnx_embedder import embedder_named
from index.originals import original_path
from index.placing import placed_parts
from index.ranker import Mask, Ranker, Rows, SecondLook
from index.records import Coverage, Hit, Report, Scope, WordRanker
from index.search import LOOKED_AT, Found, search_rows
from index.segment import OpenSegment, open_segment
from index.storage import (
    Manifest,
    generation_folder,
    read_checked,
    read_manifest,
    read_pointer,
    reading,
)
from index.tables import marks, open_database
from index.terms import terms
from index.token_vectors import TokenLook

EVERYTHING = Scope()

# Scopes whose reports and rows are kept. A question asks for those of a few scopes several times
# over, and a mask of a million rows is a megabyte.
SCOPES_KEPT = 32


Kept = TypeVar("Kept")


class Collection:
    """All reports of an index folder, as one generation has them. Made by `Collection.open`."""

    def __init__(
        self,
        folder: Path,
        manifest: Manifest,
        catalogue: sqlite3.Connection,
        segments: Sequence[OpenSegment],
        embedder: Embedder,
        bm25: WordRanker = "arrays",
        cross_encoder: str | None = None,
    ) -> None:
        self._folder = folder
        self._manifest = manifest
        self._catalogue = catalogue
        self._segments = {segment.name: segment for segment in segments}
        self._embedder = embedder
        self._queries = QueryMemory(embedder)
        ends = np.cumsum([0, *(len(segment) for segment in segments)]).tolist()
        self._row_count: int = ends[-1]
        self._offsets = dict(zip(self._segments, ends[:-1], strict=True))
        self._seen: dict[str, Report] = {}  # reports read so far, by id
        places = sorted(self._places(Condition()), key=lambda place: place[1])
        self._ids_by_first_row = [report_id for report_id, _, _ in places]
        self._first_rows = np.array([start for _, start, _ in places], dtype=np.int64)
        self._live = self._mask(places)
        self._bm25 = Bm25Ranker([segment.postings for segment in segments], self._live)
        self._scored_by = bm25
        # A generation never changes, so what meets a condition is looked for once.
        self._reports_by_condition: dict[Condition, tuple[Report, ...]] = {}
        self._counts_by_condition: dict[Condition, tuple[int, int]] = {}
        self._rows_by_condition: dict[Condition, Mask] = {}
        self._cross_encoder = cross_encoder

    @classmethod
    def open(
        cls,
        folder: Path,
        embedder: Embedder | None = None,
        *,
        bm25: WordRanker = "arrays",
        cross_encoder: str | None = None,
    ) -> Collection:
        """Open the live generation of an index folder, every file of it checked.

        `embedder` is for questions; by default the model that the index names. `bm25` says what
        computes the scores by words; they are the same within 1e-4. `cross_encoder` names a model
        that looks at the best candidates once more.

        Raises: IndexMissing, IndexDamaged, IndexOutOfDate, IndexUnreadable, EmbeddingMismatch.
        """
        missed_at = None
        with reading(folder):
            while True:
                pointer = read_pointer(folder)
                try:
                    return cls._open(folder, embedder, bm25, cross_encoder)
                except FileNotFoundError as error:
                    # A writer may have published and tidied in between; else a file is gone.
                    if pointer == missed_at:
                        raise IndexDamaged(Path(error.filename), "it is missing") from error
                    missed_at = pointer

    @classmethod
    def _open(
        cls,
        folder: Path,
        embedder: Embedder | None,
        bm25: WordRanker,
        cross_encoder: str | None,
    ) -> Collection:
        manifest = read_manifest(folder)
        if embedder is None:
            embedder = embedder_named(manifest.model)
        elif embedder.name != manifest.model and embedder.sha256 != manifest.model_sha256:
            raise EmbeddingMismatch(manifest.model, embedder.name)
        place = generation_folder(folder, manifest.generation)
        content = read_checked(place, manifest.catalogue)
        with ExitStack() as opened:  # closes what is open when a later file is damaged
            catalogue = opened.enter_context(closing(open_database(content)))
            segments = []
            for entry in manifest.segments:
                segments.append(open_segment(folder, entry, manifest.token_dimension))
                opened.callback(segments[-1].records.close)
            collection = cls(folder, manifest, catalogue, segments, embedder, bm25, cross_encoder)
            opened.pop_all()
        return collection

    def close(self) -> None:
        """Let go of the files."""
        for connection in (self._catalogue, *(s.records for s in self._segments.values())):
            connection.close()
        # They hold methods of this object, which they are part of: a circle, which Python breaks
        # when it comes to it, and which keeps every mapped file open and on the disk till then.
        for made in ("_looks", "_token_look"):
            vars(self).pop(made, None)

    def __enter__(self) -> Collection:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def generation(self) -> int:
        """The number of the generation that is open."""
        return self._manifest.generation

    @property
    def model(self) -> str:
        """The name of the embedding model."""
        return self._manifest.model

    @property
    def embedder(self) -> Embedder:
        """What encodes questions: the next generation can be opened with it."""
        return self._embedder

    def reports(self, scope: Scope = EVERYTHING) -> list[Report]:
        """The reports in scope, newest first; with `areas`, those with a paragraph under one."""
        return self._reports_that(self._condition_of(scope))

    def _condition_of(self, scope: Scope) -> Condition:
        """What a report meets that is in scope; with `areas` it has a paragraph under one."""
        condition = report_condition(scope)
        if not scope.areas:
            return condition
        ids = self._report_ids_under(scope.areas)
        return condition.and_(Condition(f"id IN ({marks(ids)})", ids))

    def report(self, report_id: str) -> Report | None:
        """A report by its id."""
        return self._reports_by_id({report_id}).get(report_id)

    def paragraphs(self, report_id: str) -> list[Paragraph]:
        """A report's paragraphs in reading order; none for a report that is not here."""
        rows = self._rows_of(report_id)
        if rows is None:
            return []
        segment, first, end = rows
        return segment.paragraphs.read(range(first, end))

    def paragraph(self, paragraph_id: str) -> tuple[Report, Paragraph] | None:
        """A paragraph by its id, with its report."""
        # A report's id has no full stop; its paragraphs' ids begin with it and one.
        report_id = paragraph_id.partition(".")[0]
        rows = self._rows_of(report_id)
        if rows is None:
            return None
        segment, first, end = rows
        row = segment.paragraphs.row_of(paragraph_id, first, end)
        if row is None:
            return None
        (found,) = segment.paragraphs.read([row])
        return self._reports_by_id({report_id})[report_id], found

    def _rows_of(self, report_id: str) -> tuple[OpenSegment, int, int] | None:
        """The segment of a live report, its first row in there and the one behind its last."""
        place = self._catalogue.execute(
            "SELECT segment, first_row, first_row + paragraph_count FROM reports WHERE id = ?",
            (report_id,),
        ).fetchone()
        return (self._segments[place[0]], place[1], place[2]) if place else None

    def judgements(self, scope: Scope = EVERYTHING) -> list[tuple[Report, Judgement]]:
        """The judgements of the reports in scope, newest first; with `areas`, those for one.

        A merged judgement counts for each of its areas.
        """
        areas = set(scope.areas)
        return [
            (report, judgement)
            for report in self._reports_that(report_condition(scope))
            for judgement in report.judgements
            if not areas or areas & {judgement.area, *judgement.areas}
        ]

    def prepare(self, words: str) -> None:
        """Load the model and encode the words, so that a search with them need not.

        Raises: EmbeddingMismatch, EmbeddingModelMissing.
        """
        _ = self._rankers
        self._queries.encode_query(words)

    def search(
        self,
        words: str,
        scope: Scope = EVERYTHING,
        limit: int = 20,
        looked_at: int = LOOKED_AT,
    ) -> list[Hit]:
        """The paragraphs in scope that fit the words best, best first.

        The best `looked_at` get a second look. Equal scores are ordered by paragraph id. Words
        without a letter or figure find nothing.

        Raises: ValueError if limit < 1.
        """
        if limit < 1:
            raise ValueError(f"limit must be 1 or more, not {limit}")
        in_scope = self._rows_in_scope(scope)
        if not in_scope.any() or not any(character.isalnum() for character in words):
            return []
        found = search_rows(self._rankers, self._looks, words, in_scope, limit, looked_at)
        hits = sorted(self._hits(found), key=lambda hit: (-hit.score, hit.paragraph.id))
        return hits[:limit]

    def nearness(self, words: str, hit: Hit, spans: Sequence[tuple[int, int]]) -> list[float]:
        """How near the words are to each stretch `text[start:end]` of a hit's paragraph: -1..1.

        The hit is one of this collection's. Empty where the model gives no tokens, or the paragraph
        was too long for one text.
        """
        parts = placed_parts(hit.report, hit.paragraph, self._embedder.window_words)
        if len(parts) != 1 or hit.row is None:
            return []
        before = len(parts[0]) - len(hit.paragraph.text)  # where it stands comes first
        moved = [(start + before, end + before) for start, end in spans]
        scores = self._token_look.span_scores(words, hit.row, parts[0], moved)
        return [] if scores is None else scores.tolist()

    def encode(self, text: str) -> EncodedText:
        """A text's vector and tokens, each token with its place in the text."""
        return encode_alone(self._embedder, text)

    def rarity(self, words: str) -> float:
        """How rare the rarest of the words is: its inverse document frequency, 0 at the least.

        A word that no paragraph has is as rare as one that a single paragraph has.
        """
        weights = self._bm25.term_weights
        return max((weights.get(term, self._rarest) for term in terms(words)), default=0.0)

    @cached_property
    def _rarest(self) -> float:
        return max(self._bm25.term_weights.values(), default=0.0)

    def coverage(self, scope: Scope = EVERYTHING) -> Coverage:
        """How many reports and authorities a search in this scope looks at."""
        if scope.areas:
            reports = self.reports(scope)
            authorities = {report.authority for report in reports if report.authority}
            return Coverage(self._manifest.reports, len(reports), len(authorities))
        condition = report_condition(scope)
        counts = _kept(
            self._counts_by_condition,
            condition,
            lambda: count_reports(self._catalogue, condition),
        )
        return Coverage(self._manifest.reports, *counts)

    def original(self, sha256: str) -> Path | None:
        """The kept copy of a report's file; None where only its text was ever given."""
        return original_path(self._folder, sha256)

    @cached_property
    def _rankers(self) -> tuple[Ranker, ...]:
        if self._embedder.sha256 != self._manifest.model_sha256:
            raise EmbeddingMismatch(
                f"{self.model} ({self._manifest.model_sha256[:12]})",
                f"{self._embedder.name} ({self._embedder.sha256[:12]})",
            )
        vectors = [segment.vectors for segment in self._segments.values()]
        return self._by_words, DenseRanker(vectors, self._queries)

    @property
    def _by_words(self) -> Ranker:
        if self._scored_by == "arrays":
            return self._bm25
        return OkapiRanker([segment.postings for segment in self._segments.values()], self._live)

    @cached_property
    def _token_look(self) -> TokenLook:
        tokens = [segment.tokens for segment in self._segments.values()]
        return TokenLook(tokens, self._queries, self.rarity)

    @cached_property
    def _looks(self) -> tuple[SecondLook, ...]:
        if self._cross_encoder is None:
            return (self._token_look,)
        return self._token_look, CrossEncoderLook(self._cross_encoder, self._paragraphs_at)

    def _reports_that(self, condition: Condition) -> list[Report]:
        """The reports that meet a condition, newest first."""

        def find() -> tuple[Report, ...]:
            ids = read_report_ids(self._catalogue, condition)
            reports = self._reports_by_id(ids)
            return tuple(reports[report_id] for report_id in ids)

        found = _kept(self._reports_by_condition, condition, find)
        return list(found)

    def _reports_by_id(self, ids: Iterable[str]) -> dict[str, Report]:
        """At least these reports; each is read once."""
        if new := sorted({report_id for report_id in ids if report_id not in self._seen}):
            self._seen.update((report.id, report) for report in read_reports(self._catalogue, new))
        return self._seen

    def _report_ids_under(self, areas: tuple[str, ...]) -> tuple[str, ...]:
        rows = self._live & self._rows_under(areas)
        return tuple(
            report_id
            for report_id, start, end in self._places(Condition())
            if rows[start:end].any()
        )

    def _places(self, condition: Condition) -> Iterator[tuple[str, int, int]]:
        """Id, first row and end of each report that meets a condition."""
        for report_id, segment, first, count in self._catalogue.execute(
            f"SELECT id, segment, first_row, paragraph_count FROM reports WHERE {condition.sql}",
            condition.values,
        ):
            start = self._offsets[segment] + first
            yield report_id, start, start + count

    def _rows_in_scope(self, scope: Scope) -> Mask:
        condition = report_condition(scope)
        in_scope = _kept(
            self._rows_by_condition, condition, lambda: self._mask(self._places(condition))
        )
        return in_scope & self._rows_under(scope.areas) if scope.areas else in_scope

    def _mask(self, places: Iterable[tuple[str, int, int]]) -> Mask:
        mask = np.zeros(self._row_count, dtype=np.bool_)
        for _, start, end in places:
            mask[start:end] = True
        return mask

    def _rows_under(self, areas: tuple[str, ...]) -> Mask:
        mask = np.zeros(self._row_count, dtype=np.bool_)
        condition = area_condition(areas)
        for name, segment in self._segments.items():
            rows = segment.records.execute(
                f"SELECT row FROM paragraph_areas WHERE {condition.sql}", condition.values
            ).fetchall()
            mask[[self._offsets[name] + row for (row,) in rows]] = True
        return mask

    def _hits(self, found: Found) -> list[Hit]:
        paragraphs = self._paragraphs_at(found.rows)
        places = np.searchsorted(self._first_rows, found.rows, side="right") - 1
        ids = [self._ids_by_first_row[place] for place in places.tolist()]
        reports = self._reports_by_id(set(ids))
        names = tuple(found.by_ranker)
        scores = zip(*(some.tolist() for some in found.by_ranker.values()), strict=True)
        columns = (paragraphs, ids, found.fused.tolist(), scores, found.rows.tolist())
        return [
            Hit(paragraph, reports[report_id], fused, dict(zip(names, by_name, strict=True)), row)
            for paragraph, report_id, fused, by_name, row in zip(*columns, strict=True)
        ]

    def _paragraphs_at(self, rows: Rows) -> list[Paragraph]:
        """The paragraphs of these rows of the collection, in their order."""
        found: dict[int, Paragraph] = {}
        for name, segment in self._segments.items():
            offset = self._offsets[name]
            here = [row for row in rows.tolist() if offset <= row < offset + len(segment)]
            read = segment.paragraphs.read([row - offset for row in here])
            found.update(zip(here, read, strict=True))
        return [found[row] for row in rows.tolist()]


def _kept(kept: dict[Condition, Kept], condition: Condition, find: Callable[[], Kept]) -> Kept:
    """What was found for a condition before, or is now."""
    found = kept.get(condition)
    if found is None:
        if len(kept) >= SCOPES_KEPT:
            kept.clear()
        found = kept[condition] = find()
    return found
