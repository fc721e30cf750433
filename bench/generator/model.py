"""The invented sentence model: vectors and tokens of any text, from the words in it alone.

It stands in for the packaged model where an index of invented reports is opened, under that model's
name and checksum, so that everything else is the product's own. A text's vector lies where
paragraphs about the matter of its words lie.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from bench.generator.figures import ReportFigures
from bench.generator.geometry import DIMENSION, TOKEN_DIMENSION, Space, TokenSpace
from bench.generator.words import SECOND_PIECE_AT, SIZE, TWO_PIECES_EVERY, Ranks, Vocabulary
from index.encoded import Encoded, EncodedQuery, to_tokens
from index.terms import is_term

# Words that are not of the vocabulary (names, years, English) share so many token vectors.
OTHER_WORDS = 4_096
WINDOW_WORDS = 179  # as the packaged model's
_WORD = re.compile(r"[^\W_]+(?:['’][^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class Piece:
    """A word piece that has a token: where its word stands, and which vector is its own."""

    start: int
    end: int
    word: int  # a rank, or SIZE + one of OTHER_WORDS


class World:
    """All that is fixed before a single report is made: words, topics, places of vectors."""

    def __init__(self, figures: ReportFigures, seed: int) -> None:
        self.figures = figures
        self.seed = seed
        geometry = figures.geometry
        self.vocabulary = Vocabulary(figures.words, geometry.topics, geometry.matters, seed)
        self.space = Space(geometry, seed)
        self.tokens = TokenSpace(figures.tokens, SIZE + OTHER_WORDS, self.vocabulary.matters, seed)

    @cached_property
    def _is_two(self) -> NDArray[np.bool_]:
        found: NDArray[np.bool_] = (
            np.arange(SIZE + OTHER_WORDS) % TWO_PIECES_EVERY == SECOND_PIECE_AT
        )
        return found

    def pieces(self, text: str) -> list[Piece]:
        """The pieces of the search terms of a text, in its order."""
        found = []
        for match in _WORD.finditer(text):
            word = self._number(match.group())
            if word is not None:
                piece = Piece(match.start(), match.end(), word)
                found += [piece, piece] if self._is_two[word] else [piece]
        return found

    def word_numbers(self, ranks: Ranks) -> NDArray[np.int64]:
        """The pieces of terms of the vocabulary, as `pieces` gives them."""
        return np.repeat(ranks.astype(np.int64), self._is_two[ranks] + 1)

    def _number(self, word: str) -> int | None:
        lower = word.casefold()
        rank = self.vocabulary.rank_by_word.get(lower)
        if rank is not None:
            return rank
        return SIZE + zlib.crc32(lower.encode()) % OTHER_WORDS if is_term(word) else None

    def matter_of(self, words: Sequence[int]) -> int | None:
        """What words are about: the matter that most of them are at home in, rare ones first."""
        home = self.vocabulary.home
        votes: dict[int, float] = {}
        for word in words:
            if word < SIZE and home[word] >= 0:
                votes[int(home[word])] = votes.get(int(home[word]), 0.0) + np.log(2 + word)
        return max(votes, key=lambda matter: (votes[matter], -matter)) if votes else None


class InventedEmbedder:
    """An `index.Embedder` over a World, under another model's name."""

    def __init__(self, world: World, name: str, sha256: str) -> None:
        self.world = world
        self._name, self._sha256 = name, sha256
        self._piece_spans = lru_cache(1024)(self._spans)

    @property
    def name(self) -> str:
        """The packaged model's."""
        return self._name

    @property
    def sha256(self) -> str:
        """The packaged model's."""
        return self._sha256

    @property
    def dimension(self) -> int:
        """Numbers in each vector."""
        return DIMENSION

    @property
    def window_words(self) -> int:
        """As the packaged model's."""
        return WINDOW_WORDS

    @property
    def token_dimension(self) -> int:
        """Numbers in the vector of each word piece."""
        return TOKEN_DIMENSION

    def encode_texts(self, texts: Sequence[str]) -> Encoded:
        """Paragraphs: where those of their matter lie; of their report only the place is known."""
        vectors = np.empty((len(texts), DIMENSION), np.float32)
        tokens, counts = [np.zeros((0, TOKEN_DIMENSION), np.int8)], []
        for row, text in enumerate(texts):
            words = [piece.word for piece in self.world.pieces(text)]
            matter = np.array([self.world.matter_of(words) or 0])
            chance = self._chance(text)
            place = np.array([zlib.crc32(text[:20].encode())])
            report = self.world.space.reports(place, self.world.seed)
            rest = self.world.space.remainders(matter, chance)
            vectors[row] = self.world.space.vectors(report, matter, rest)[0]
            numbers = np.array(words, dtype=np.int64)
            exact = self.world.tokens.exact(numbers, matter.repeat(len(numbers)), chance)
            tokens.append(to_tokens(exact))
            counts.append(len(numbers))
        return Encoded(vectors, np.concatenate(tokens), np.array(counts, dtype=np.int64))

    def encode_query(self, words: str) -> EncodedQuery:
        """A question: near its matter; one without a word of the vocabulary is about any."""
        pieces = self.world.pieces(words)
        chance = self._chance(words)
        numbers = np.array([piece.word for piece in pieces], dtype=np.int64)
        matter = self.world.matter_of(numbers.tolist())
        if matter is None:
            matter = int(chance.integers(self.world.vocabulary.matters))
        figures = self.world.figures.questions
        vector = self.world.space.question(matter, figures, chance)
        tokens = self.world.tokens.exact(numbers, np.full(len(numbers), matter), chance)
        return EncodedQuery(vector, tokens, tuple(words[p.start : p.end] for p in pieces))

    def piece_spans(self, text: str) -> list[tuple[int, int]]:
        """Start and end of the word of each piece."""
        return self._piece_spans(text)

    def _spans(self, text: str) -> list[tuple[int, int]]:
        return [(piece.start, piece.end) for piece in self.world.pieces(text)]

    def _chance(self, text: str) -> np.random.Generator:
        return np.random.default_rng([self.world.seed, 7, zlib.crc32(text.encode())])
