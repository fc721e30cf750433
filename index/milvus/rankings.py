"""One question as the engine ranks it: by words, by meaning, and a second look at the best.

`index/search.py` fuses rankings of rows that have numbers; here a paragraph gets its number when a
question first meets it. Both rankings ask the engine twice: for the best in scope, and for the
exact scores of all that either of them found.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from index.blocks import BLOCK_SIZE, BlockedFile
from index.encoded import Tokens
from index.milvus.engine import MOST_RANKED, Engine, Row
from index.milvus.expressions import one_of
from index.milvus.versions import FOUND_FIELDS
from index.ranker import Mask, Rows, Scores, best_of
from index.token_vectors import StoredTokens

Vector = Sequence[float] | Mapping[int, float]

# The mask that rankers of numbered rows are given: here the scope is a condition of the engine's.
EVERY_ROW: Mask = np.ones(0, dtype=np.bool_)


# How far a search walks the graph of vectors, at least; by default it may be less than what it is
# asked for. docs/decisions/0040 has what is found with how much.
LEAST_EFFORT = 800
FETCHED = 500  # rows with their vectors that one answer of the engine brings


@dataclass(frozen=True, slots=True)
class FoundParagraph:
    """A paragraph that a search met."""

    key: str  # version and place
    paragraph_id: str
    report_id: str
    parts: int  # rows


@dataclass(slots=True)
class Met:
    """The paragraphs that one search has met, numbered in the order of meeting."""

    paragraphs: list[FoundParagraph] = field(default_factory=list)
    _numbers: dict[str, int] = field(default_factory=dict)

    def number_of(self, row: Row) -> int:
        """The number of the paragraph that a row of the engine belongs to."""
        key = row["paragraph"]
        number = self._numbers.get(key)
        if number is None:
            number = self._numbers[key] = len(self.paragraphs)
            self.paragraphs.append(
                FoundParagraph(key, row["paragraph_id"], row["report_id"], row["parts"])
            )
        return number


@dataclass(frozen=True)
class EngineRanking:
    """One vector of a question against one vector field of the engine's rows."""

    engine: Engine
    collection: str
    vector: Vector
    scope: str  # the engine's condition
    met: Met

    def best(self, in_scope: Mask, limit: int) -> Rows:
        """The best paragraphs in scope, and all that share the last place.

        The engine ranks rows, of which a long paragraph has several, and cuts ties where it likes:
        so more are asked for until the last of them is worse than what is wanted.
        """
        if not self.vector:
            return np.zeros(0, np.int64)
        wanted = min(limit + self._spare(limit), MOST_RANKED)
        while True:
            found = self._nearest(wanted)
            best: dict[int, float] = {}
            for row, score in found:  # best first, so the first of a paragraph counts
                best.setdefault(self.met.number_of(row), score)
            scores = np.array(list(best.values()), dtype=np.float64)
            is_all = len(found) < wanted or wanted == MOST_RANKED
            if is_all or (len(best) > limit and scores[limit - 1] > found[-1][1]):
                rows = np.array(list(best), dtype=np.int64)
                return best_of(rows, self._exact(rows, scores), limit)
            wanted = min(4 * wanted, MOST_RANKED)

    def scores(self, rows: Rows) -> Scores:
        """The exact score of each of these paragraphs."""
        if not self.vector:
            return np.zeros(len(rows))
        paragraphs = [self.met.paragraphs[row] for row in rows.tolist()]
        score_by_key = self._scores_of(paragraphs)
        return np.array([score_by_key.get(one.key, 0.0) for one in paragraphs], dtype=np.float64)

    def _spare(self, limit: int) -> int:
        """How many more are asked for than are wanted."""
        return limit // 8 + 8

    def _nearest(self, wanted: int) -> list[tuple[Row, float]]:
        """The best rows in scope with their scores, best first."""
        raise NotImplementedError

    def _exact(self, rows: Rows, scores: Scores) -> Scores:
        """The exact scores of paragraphs, given the engine's."""
        return scores

    def _scores_of(self, paragraphs: Sequence[FoundParagraph]) -> dict[str, float]:
        """The exact scores of paragraphs by their keys; those that have none have 0."""
        found: dict[str, float] = {}
        for some in _batches(paragraphs):
            condition = one_of("paragraph", [paragraph.key for paragraph in some])
            for row, score in self._search(condition, sum(one.parts for one in some)):
                found.setdefault(row["paragraph"], score)
        return found

    def _search(self, condition: str, limit: int) -> list[tuple[Row, float]]:
        raise NotImplementedError


@dataclass(frozen=True)
class WordsRanking(EngineRanking):
    """A question's rarities against what rows have for their terms: BM25."""

    # The exact scores, where the mean length is another than the rows were made with.
    rescore: Callable[[Sequence[FoundParagraph]], dict[str, float]] | None = None

    def _spare(self, limit: int) -> int:
        return limit + 8 if self.rescore else super()._spare(limit)

    def _nearest(self, wanted: int) -> list[tuple[Row, float]]:
        return self._search(self.scope, wanted)

    def _exact(self, rows: Rows, scores: Scores) -> Scores:
        return self.scores(rows) if self.rescore else scores

    def _scores_of(self, paragraphs: Sequence[FoundParagraph]) -> dict[str, float]:
        return self.rescore(paragraphs) if self.rescore else super()._scores_of(paragraphs)

    def _search(self, condition: str, limit: int) -> list[tuple[Row, float]]:
        found = self.engine.search(
            self.collection, "sparse", self.vector, condition, limit, FOUND_FIELDS
        )
        # A product of 0 says that no term is met: the words say nothing of the paragraph.
        return [pair for pair in found if pair[1] > 0]


@dataclass(frozen=True)
class MeaningRanking(EngineRanking):
    """A question's vector against those of rows.

    The engine's index is a graph that a search walks so far and no further: behind a filter it may
    come back with fewer rows than there are, or without one that was named to it. What it left out
    is fetched and compared here (docs/decisions/0040).
    """

    def _nearest(self, wanted: int) -> list[tuple[Row, float]]:
        found = self._search(self.scope, wanted)
        if len(found) == wanted:
            return found
        total = self.engine.count(self.collection, self.scope)
        if len(found) >= min(total, wanted):
            return found
        if total > MOST_RANKED:
            return self._search(self.scope, wanted, MOST_RANKED)
        rows = self.engine.rows(self.collection, self.scope, [*FOUND_FIELDS, "dense"], FETCHED)
        compared = sorted(self._compared(rows), key=lambda pair: -pair[1])
        return compared[:wanted]

    def _scores_of(self, paragraphs: Sequence[FoundParagraph]) -> dict[str, float]:
        found: dict[str, float] = {}
        seen: set[str] = set()
        for some in _batches(paragraphs):
            condition = one_of("paragraph", [paragraph.key for paragraph in some])
            for row, score in self._search(condition, sum(one.parts for one in some)):
                seen.add(row["key"])
                found.setdefault(row["paragraph"], score)
        wanted = (f"{one.key}:{part}" for one in paragraphs for part in range(one.parts))
        left_out = [key for key in wanted if key not in seen]
        rows = self.engine.get(self.collection, left_out, [*FOUND_FIELDS, "dense"])
        for row, score in self._compared(rows):
            found[row["paragraph"]] = max(score, found.get(row["paragraph"], score))
        return found

    def _compared(self, rows: Iterable[Row]) -> list[tuple[Row, float]]:
        kept = list(rows)
        if not kept:
            return []
        vectors = np.array([row["dense"] for row in kept], dtype=np.float32)
        products = vectors @ np.array(self.vector, dtype=np.float32)
        return list(zip(kept, products.tolist(), strict=True))

    def _search(self, condition: str, limit: int, effort: int = 0) -> list[tuple[Row, float]]:
        return self.engine.search(
            self.collection,
            "dense",
            self.vector,
            condition,
            limit,
            FOUND_FIELDS,
            effort=max(effort, LEAST_EFFORT, 2 * limit),
        )


@dataclass(slots=True)
class EngineRanker:
    """A ranking that is made ready for one search, under the name that fusion knows it by."""

    name: str
    ranking: EngineRanking

    def ask(self, words: str) -> EngineRanking:
        """The ranking; it was made with these words."""
        return self.ranking


@dataclass(slots=True)
class EngineLook:
    """A second look at numbered paragraphs whose contents are fetched for it."""

    name: str
    look: Callable[[str, Sequence[FoundParagraph]], Scores | None]
    met: Met

    def scores(self, words: str, rows: Rows) -> Scores | None:
        """A score for each of these paragraphs."""
        return self.look(words, [self.met.paragraphs[row] for row in rows.tolist()])


def stored_tokens(contents: Sequence[Tokens], dimension: int) -> StoredTokens:
    """Fetched token vectors as a segment has them, paragraph after paragraph."""
    content = b"".join(tokens.tobytes() for tokens in contents)
    digests = b"".join(
        hashlib.sha256(content[start : start + BLOCK_SIZE]).digest()
        for start in range(0, len(content), BLOCK_SIZE)
    )
    starts = np.cumsum([0, *(len(tokens) for tokens in contents)]).astype(np.int64)
    file = BlockedFile(Path("tokens"), memoryview(content), digests)
    return StoredTokens(file, starts, dimension)


def _batches(paragraphs: Sequence[FoundParagraph]) -> list[list[FoundParagraph]]:
    """The paragraphs, few enough rows at a time for one search."""
    batches: list[list[FoundParagraph]] = []
    rows = MOST_RANKED
    for paragraph in paragraphs:
        if rows + paragraph.parts > MOST_RANKED:
            batches.append([])
            rows = 0
        batches[-1].append(paragraph)
        rows += paragraph.parts
    return batches
