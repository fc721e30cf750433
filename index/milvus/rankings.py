"""One question as the engine ranks it: by words, by meaning, and a second look at the best.

`index/search.py` fuses rankings of rows that have numbers; here a paragraph gets its number when a
question first meets it. Both rankings ask the engine twice: for the best in scope, and for the
exact scores of all that either of them found.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
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


@dataclass(frozen=True, slots=True)
class EngineRanking:
    """One vector of a question against one vector field of the engine's rows."""

    engine: Engine
    collection: str
    field: str
    vector: Vector
    scope: str  # the engine's condition
    met: Met
    # The exact scores of paragraphs, where the engine's own are not: docs/decisions/0040.
    rescore: Callable[[Sequence[FoundParagraph]], Mapping[str, float]] | None = None

    def best(self, in_scope: Mask, limit: int) -> Rows:
        """The best paragraphs in scope, and all that share the last place.

        The engine ranks rows, of which a long paragraph has several, and cuts ties where it likes:
        so more are asked for until the last of them is worse than what is wanted.
        """
        if not self.vector:
            return np.zeros(0, np.int64)
        spare = limit if self.rescore else limit // 8
        wanted = min(limit + spare + 8, MOST_RANKED)
        while True:
            found = self._search(self.scope, wanted)
            best: dict[int, float] = {}
            for row, score in found:  # best first, so the first of a paragraph counts
                best.setdefault(self.met.number_of(row), score)
            scores = np.array(list(best.values()), dtype=np.float64)
            is_all = len(found) < wanted or wanted == MOST_RANKED
            if is_all or (len(best) > limit and scores[limit - 1] > found[-1][1]):
                rows = np.array(list(best), dtype=np.int64)
                return best_of(rows, self.scores(rows) if self.rescore else scores, limit)
            wanted = min(4 * wanted, MOST_RANKED)

    def scores(self, rows: Rows) -> Scores:
        """The exact score of each of these paragraphs."""
        scores = np.zeros(len(rows))
        if not self.vector:
            return scores
        wanted = [self.met.paragraphs[row] for row in rows.tolist()]
        if self.rescore is not None:
            exact = self.rescore(wanted)
            return np.array([exact.get(one.key, 0.0) for one in wanted], dtype=np.float64)
        place = {row: place for place, row in enumerate(rows.tolist())}
        for some in _batches(wanted):
            condition = one_of("paragraph", [paragraph.key for paragraph in some])
            best: dict[int, float] = {}
            for row, score in self._search(condition, sum(one.parts for one in some)):
                best.setdefault(self.met.number_of(row), score)
            for number, score in best.items():
                scores[place[number]] = score
        return scores

    def _search(self, condition: str, limit: int) -> list[tuple[Row, float]]:
        found = self.engine.search(
            self.collection, self.field, self.vector, condition, limit, FOUND_FIELDS
        )
        # A product of 0 says that no term is met: the words say nothing of the paragraph.
        return [pair for pair in found if pair[1] > 0] if self.field == "sparse" else found


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
