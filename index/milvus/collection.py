"""A generation in the engine, opened for reading: what `index.store.OpenStore` asks for.

Reports are in memory, paragraphs are fetched as they are needed. Nothing here writes. What a
generation needs is kept until two more have been published; after that it says that it is gone,
and never answers from what is left.
"""

from __future__ import annotations

import json
import math
import shutil
import tempfile
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property, partial
from pathlib import Path
from threading import Lock

import numpy as np

from corpus import Document, Judgement, Paragraph, document_from_json, paragraph_from_json
from index.embedder import Embedder, QueryMemory
from index.encoded import EncodedText, Tokens
from index.errors import EmbeddingMismatch, GenerationGone, StoreDamaged, StoreRefused
from index.milvus.engine import Engine
from index.milvus.expressions import in_scope
from index.milvus.generations import Generation, Names, read_state
from index.milvus.opening import OpenedVersions
from index.milvus.originals import Originals
from index.milvus.pieces import Pieces
from index.milvus.rankings import (
    EVERY_ROW,
    EngineLook,
    EngineRanker,
    EngineRanking,
    FoundParagraph,
    MeaningRanking,
    Met,
    WordsRanking,
    stored_tokens,
)
from index.milvus.statistics import exact_score
from index.milvus.versions import paragraph_owner, record_owner, tokens_owner
from index.placing import placed_parts
from index.ranker import Scores
from index.records import Coverage, Hit, Report, Scope
from index.search import LOOKED_AT, Found, search_rows
from index.store import Count, FacetField, Facets, Ranked
from index.terms import terms
from index.token_vectors import TokenLook

EVERYTHING = Scope()
# Paragraphs whose token vectors are kept: those that a question found are looked at again, clause
# by clause. About 4 KB each.
TOKENS_KEPT = 1_024


class MilvusCollection:
    """All reports of a collection in the engine, as one generation has them."""

    def __init__(
        self,
        engine: Engine,
        names: Names,
        generation: Generation,
        versions: OpenedVersions,
        embedder: Embedder,
    ) -> None:
        self._engine = engine
        self._names = names
        self._generation = generation
        self._versions = versions
        self._embedder = embedder
        self._queries = QueryMemory(embedder)
        self._pieces = Pieces(engine, names.pieces(generation.epoch))
        self._rows = names.paragraphs(generation.epoch)
        self._tokens: OrderedDict[str, Tokens] = OrderedDict()  # by paragraph id
        self._lock = Lock()
        self._shown: Path | None = None

    def close(self) -> None:
        """Let go of the reports and of files that were fetched."""
        self._versions.records.close()
        if self._shown is not None:
            shutil.rmtree(self._shown, ignore_errors=True)

    def __enter__(self) -> MilvusCollection:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def generation(self) -> int:
        """The number of the generation."""
        return self._generation.number

    @property
    def model(self) -> str:
        """The name of the embedding model."""
        return self._generation.model

    @property
    def embedder(self) -> Embedder:
        """What encodes questions."""
        return self._embedder

    # Records

    def reports(self, scope: Scope = EVERYTHING) -> list[Report]:
        """The reports in scope, newest first."""
        return self._versions.records.reports(self._versions.records.ids(scope))

    def report(self, report_id: str) -> Report | None:
        """A report by its id."""
        return next(iter(self._versions.records.reports([report_id])), None)

    def judgements(self, scope: Scope = EVERYTHING) -> list[tuple[Report, Judgement]]:
        """The judgements of the reports in scope, newest first."""
        return self._versions.records.judgements(scope)

    def coverage(self, scope: Scope = EVERYTHING) -> Coverage:
        """How many reports and authorities a search in this scope looks at."""
        return self._versions.records.coverage(scope)

    def facets(self, field: FacetField, scope: Scope = EVERYTHING) -> Facets:
        """How many of the reports in scope have each value."""
        return Facets(self._versions.records.count_by(field, scope), exact=True)

    def count(self, scope: Scope = EVERYTHING) -> Count:
        """How many paragraphs are in scope, counted by the engine."""
        condition = f"{in_scope(scope, self.generation)} and part == 0"
        with self._kept():
            return Count(self._engine.count(self._rows, condition), exact=True)

    # Paragraphs

    def paragraphs(self, report_id: str) -> list[Paragraph]:
        """A report's paragraphs in reading order; none for a report that is not here."""
        report, version = self.report(report_id), self._versions.key_by_report.get(report_id)
        if report is None or version is None:
            return []
        keys = [f"{version}:{place}" for place in range(report.paragraph_count)]
        return self._read_paragraphs(keys)

    def paragraph(self, paragraph_id: str) -> tuple[Report, Paragraph] | None:
        """A paragraph by its id, with its report."""
        report_id = paragraph_id.partition(".")[0]
        report = self.report(report_id)
        if report is None:
            return None
        found = (one for one in self.paragraphs(report_id) if one.id == paragraph_id)
        paragraph = next(found, None)
        return None if paragraph is None else (report, paragraph)

    def documents(self, report_ids: Sequence[str]) -> list[Document]:
        """These reports as they were read, in the order of their ids."""
        ids = sorted({one for one in report_ids if one in self._versions.key_by_report})
        records = self._read(record_owner(self._versions.key_by_report[one]) for one in ids)
        return [
            document_from_json(
                {**json.loads(record)["document"], "paragraphs": self._paragraph_values(one)}
            )
            for one, record in zip(ids, records, strict=True)
        ]

    def _paragraph_values(self, report_id: str) -> list[object]:
        report, version = self.report(report_id), self._versions.key_by_report[report_id]
        count = report.paragraph_count if report else 0
        found = self._read(paragraph_owner(f"{version}:{place}") for place in range(count))
        return [json.loads(content) for content in found]

    def original(self, sha256: str) -> Path | None:
        """A copy of a report's file, fetched to this machine for as long as this is open."""
        with self._lock:
            if self._shown is None:
                self._shown = Path(tempfile.mkdtemp(prefix="inspection-answers-"))
        return Originals(self._engine, self._names).fetch(sha256, self._shown)

    # Searching

    def prepare(self, words: str) -> None:
        """Load the model and encode the words."""
        self._check_model()
        self._queries.encode_query(words)

    def search(
        self,
        words: str,
        scope: Scope = EVERYTHING,
        limit: int = 20,
        looked_at: int = LOOKED_AT,
    ) -> list[Hit]:
        """The paragraphs in scope that fit the words best, best first; as `Collection.search`.

        Raises: ValueError if limit < 1; GenerationGone, StoreUnavailable.
        """
        if limit < 1:
            raise ValueError(f"limit must be 1 or more, not {limit}")
        allowed = frozenset(self._versions.records.ids(scope))
        if not allowed or not any(character.isalnum() for character in words):
            return []
        met = Met()
        rankers = [
            EngineRanker("bm25", self._by_words(words, scope, met)),
            EngineRanker("dense", self._by_meaning(words, scope, met)),
        ]
        looks = [EngineLook("tokens", self._look_at_tokens, met)]
        with self._kept():
            found = search_rows(rankers, looks, words, EVERY_ROW, limit, looked_at)
            hits = sorted(self._hits(found, met), key=lambda hit: (-hit.score, hit.paragraph.id))
        strange = {hit.report.id for hit in hits} - allowed
        if strange:  # the engine's filter is not what decides alone
            raise StoreDamaged(self._engine.place, f"{min(strange)} was found out of scope")
        return hits[:limit]

    def by_words(self, words: str, scope: Scope, limit: int) -> list[Ranked]:
        """The best in scope by BM25."""
        met = Met()
        return self._ranked(self._by_words(words, scope, met), met, limit)

    def by_meaning(self, words: str, scope: Scope, limit: int) -> list[Ranked]:
        """The nearest in scope by their vectors."""
        met = Met()
        return self._ranked(self._by_meaning(words, scope, met), met, limit)

    def encode(self, text: str) -> EncodedText:
        """A text's vector and tokens, each token with its place in the text."""
        found = self._embedder.encode_query(text)
        spans = tuple(self._embedder.piece_spans(text)) if len(found.tokens) else ()
        return EncodedText(found.vector, found.tokens, spans)

    def rarity(self, words: str) -> float:
        """How rare the rarest of the words is: its inverse document frequency, 0 at the least."""
        weights = self._versions.statistics.weights
        return max((weights.get(term, self._rarest) for term in terms(words)), default=0.0)

    def nearness(self, words: str, hit: Hit, spans: Sequence[tuple[int, int]]) -> list[float]:
        """How near the words are to each stretch of a hit's paragraph: -1..1."""
        parts = placed_parts(hit.report, hit.paragraph, self._embedder.window_words)
        if len(parts) != 1:
            return []
        tokens = self._tokens_of_hit(hit)
        if tokens is None:
            return []
        look = self._token_look([tokens])
        before = len(parts[0]) - len(hit.paragraph.text)  # where it stands comes first
        moved = [(start + before, end + before) for start, end in spans]
        scores = look.span_scores(words, 0, parts[0], moved)
        return [] if scores is None else scores.tolist()

    @cached_property
    def _rarest(self) -> float:
        return max(self._versions.statistics.weights.values(), default=0.0)

    def _by_words(self, words: str, scope: Scope, met: Met) -> EngineRanking:
        vector = self._versions.statistics.question_vector(words)
        condition = f"{in_scope(scope, self.generation)} and part == 0"
        statistics, reference = self._versions.statistics, self._generation.reference_length
        is_exact = math.isclose(statistics.mean_length, reference, rel_tol=1e-9)
        rescore = None if is_exact else partial(self._exact_scores, vector)
        return WordsRanking(self._engine, self._rows, vector, condition, met, rescore)

    def _exact_scores(
        self, vector: Mapping[int, float], paragraphs: Sequence[FoundParagraph]
    ) -> dict[str, float]:
        """BM25 of these paragraphs by this generation's mean length."""
        keys = [f"{paragraph.key}:0" for paragraph in paragraphs]
        mean, reference = self._versions.statistics.mean_length, self._generation.reference_length
        return {
            row["paragraph"]: exact_score(vector, row["sparse"], row["length"], reference, mean)
            for row in self._engine.get(self._rows, keys, ["paragraph", "sparse", "length"])
        }

    def _by_meaning(self, words: str, scope: Scope, met: Met) -> EngineRanking:
        self._check_model()
        vector = self._queries.encode_query(words).vector.tolist()
        condition = in_scope(scope, self.generation)
        return MeaningRanking(self._engine, self._rows, vector, condition, met)

    def _ranked(self, ranking: EngineRanking, met: Met, limit: int) -> list[Ranked]:
        with self._kept():
            rows = ranking.best(EVERY_ROW, limit)
            scores = ranking.scores(rows).tolist()
        ids = [met.paragraphs[row].paragraph_id for row in rows.tolist()]
        pairs = zip(ids, scores, strict=True)
        ranked = sorted((Ranked(*pair) for pair in pairs), key=lambda r: (-r.score, r.paragraph_id))
        return ranked[:limit]

    def _hits(self, found: Found, met: Met) -> list[Hit]:
        paragraphs = [met.paragraphs[row] for row in found.rows.tolist()]
        texts = self._read_paragraphs([paragraph.key for paragraph in paragraphs])
        self._fetch_tokens(paragraphs)
        reports = {one.report_id: self.report(one.report_id) for one in paragraphs}
        hits = []
        for place, (paragraph, text) in enumerate(zip(paragraphs, texts, strict=True)):
            report = reports[paragraph.report_id]
            if report is None:
                found_words = f"{paragraph.report_id} is no report of generation {self.generation}"
                raise StoreDamaged(self._engine.place, found_words)
            scores = {name: float(scores[place]) for name, scores in found.by_ranker.items()}
            hits.append(Hit(text, report, float(found.fused[place]), scores))
        return hits

    def _look_at_tokens(self, words: str, paragraphs: Sequence[FoundParagraph]) -> Scores | None:
        if self._generation.token_dimension == 0:
            return None
        tokens = self._fetch_tokens(paragraphs)
        return self._token_look(tokens).scores(words, np.arange(len(tokens)))

    def _token_look(self, tokens: Sequence[Tokens]) -> TokenLook:
        stored = stored_tokens(tokens, self._generation.token_dimension)
        return TokenLook([stored], self._queries, self.rarity)

    def _fetch_tokens(self, paragraphs: Sequence[FoundParagraph]) -> list[Tokens]:
        """The token vectors of these paragraphs; those used last stay at hand."""
        width = self._generation.token_dimension
        if width == 0:
            return [np.zeros((0, 0), np.int8) for _ in paragraphs]
        with self._lock:
            found = {
                one.paragraph_id: self._tokens[one.paragraph_id]
                for one in paragraphs
                if one.paragraph_id in self._tokens
            }
        new = [one for one in paragraphs if one.paragraph_id not in found]
        for one, content in zip(new, self._read(tokens_owner(n.key) for n in new), strict=True):
            found[one.paragraph_id] = np.frombuffer(content, dtype=np.int8).reshape(-1, width)
        with self._lock:
            self._tokens.update(found)
            for paragraph_id in found:
                self._tokens.move_to_end(paragraph_id)
            while len(self._tokens) > TOKENS_KEPT:
                self._tokens.popitem(last=False)
        return [found[one.paragraph_id] for one in paragraphs]

    def _tokens_of_hit(self, hit: Hit) -> Tokens | None:
        with self._lock:
            kept = self._tokens.get(hit.paragraph.id)
        if kept is not None or self._generation.token_dimension == 0:
            return kept
        version = self._versions.key_by_report.get(hit.report.id)
        ids = [paragraph.id for paragraph in self.paragraphs(hit.report.id)]
        if version is None or hit.paragraph.id not in ids:
            return None
        key = f"{version}:{ids.index(hit.paragraph.id)}"
        return self._fetch_tokens([FoundParagraph(key, hit.paragraph.id, hit.report.id, 1)])[0]

    def _read_paragraphs(self, keys: Sequence[str]) -> list[Paragraph]:
        found = self._read(paragraph_owner(key) for key in keys)
        return [paragraph_from_json(json.loads(content)) for content in found]

    def _read(self, owners: Iterable[str]) -> list[bytes]:
        """The contents of these owners, every one of them.

        Raises: GenerationGone where one is not kept any more; StoreDamaged where it should be.
        """
        wanted = list(owners)
        with self._kept():
            found = self._pieces.read(wanted)
            missing = next((owner for owner in wanted if owner not in found), None)
            if missing is not None:
                raise StoreDamaged(self._engine.place, f"{missing} is missing")
        return [found[owner] for owner in wanted]

    @contextmanager
    def _kept(self) -> Iterator[None]:
        """Read rows of this generation, which the engine must still have at the end of it.

        Raises: GenerationGone where it may have removed some meanwhile.
        """
        try:
            yield
        except (StoreDamaged, StoreRefused):
            self._check_kept()
            raise
        self._check_kept()

    def _check_kept(self) -> None:
        state = read_state(self._engine, self._names)
        kept = {state.live.stamp, state.earlier.stamp if state.earlier else None}
        if self._generation.stamp not in kept:
            raise GenerationGone(self._engine.place, self.generation)

    def _check_model(self) -> None:
        if self._embedder.sha256 != self._generation.model_sha256:
            raise EmbeddingMismatch(
                f"{self.model} ({self._generation.model_sha256[:12]})",
                f"{self._embedder.name} ({self._embedder.sha256[:12]})",
            )
