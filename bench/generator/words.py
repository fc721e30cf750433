"""An invented vocabulary: words of syllables by rank, each with how often it is used and where.

The commonest words belong to every paragraph. Of the others each has a matter (and so a topic) that
it is at home in: paragraphs of that matter use it more, and questions about it are made of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from bench.generator.figures import WordFigures
from index.terms import STOP_WORDS, terms

Ranks = NDArray[np.int32]

# Ranks that can be drawn. With the measured tail a million paragraphs hold about 30,000 terms.
SIZE = 60_000
# The ranks before this one are of no matter: "child" says nothing of what a paragraph is about.
FIRST_AT_HOME = 60
# Shares of a paragraph's terms that are drawn from those of its matter and of its topic. Chosen so
# that a paragraph has as many different terms as a real one has (`--check`).
FROM_MATTER, FROM_TOPIC = 0.16, 0.16
SECOND_PIECE_AT = 10  # of these ranks, in each `TWO_PIECES_EVERY`, a word has two pieces
TWO_PIECES_EVERY = 11

_STARTS = "b bl br c cl cr d dr f fl fr g gl gr h j k l m n p pl pr r s sk sl st t tr v w".split()
_MIDDLES = "a e i o u ai ea ou".split()
_ENDS = "b ck d f k l m n nd nt p rk rm rn rt sk t x".split()


@dataclass(frozen=True, slots=True)
class Usage:
    """Ranks in some order with their cumulative shares: one draw is one search in them."""

    ranks: Ranks
    sums: NDArray[np.float64]  # cumulative
    starts: NDArray[np.int64]  # where each group begins in `ranks`; its end comes next

    def draw(self, groups: NDArray[np.int64], chance: np.random.Generator) -> Ranks:
        """One rank of each of these groups."""
        before = np.concatenate([[0.0], self.sums])
        low, high = before[self.starts[groups]], before[self.starts[groups + 1]]
        at = np.searchsorted(self.sums, low + chance.random(len(groups)) * (high - low))
        found: Ranks = self.ranks[np.clip(at, self.starts[groups], self.starts[groups + 1] - 1)]
        return found


class Vocabulary:
    """The words of a made collection; the same for every seed of its paragraphs."""

    def __init__(self, figures: WordFigures, topics: int, matters_each: int, seed: int) -> None:
        chance = np.random.default_rng([seed, 1])
        self.figures = figures
        self.topics = topics
        self.matters = topics * matters_each
        self.matters_each = matters_each
        self.shares = shares_by_rank(figures)
        self.home = _homes(self.matters, chance)  # shape (SIZE,): matter of each rank, or -1
        self.words = tuple(_invent(SIZE, chance))

    @cached_property
    def rank_by_word(self) -> dict[str, int]:
        """Each word's rank, from 0."""
        return {word: rank for rank, word in enumerate(self.words)}

    @cached_property
    def everywhere(self) -> Usage:
        """All ranks as one group, less what paragraphs on their matter and topic use of each.

        So all draws together follow the measured shares.
        """
        left = self.shares.copy()
        of_topic = self.matter_shares.reshape(self.topics, -1).sum(axis=1)
        for usage, paragraphs, share in (
            (self.by_matter, self.matter_shares, FROM_MATTER),
            (self.by_topic, of_topic, FROM_TOPIC),
        ):
            weights = self.shares[usage.ranks]
            sums = np.add.reduceat(weights, usage.starts[:-1])
            left[usage.ranks] -= (
                share * weights * np.repeat(paragraphs / sums, np.diff(usage.starts))
            )
        ranks = np.arange(SIZE, dtype=np.int32)
        return Usage(ranks, np.cumsum(np.maximum(left, 0)), np.array([0, SIZE]))

    @cached_property
    def by_matter(self) -> Usage:
        """The ranks at home in each matter."""
        return self._grouped(self.home, self.matters)

    @cached_property
    def by_topic(self) -> Usage:
        """The ranks at home in each topic."""
        return self._grouped(
            np.where(self.home < 0, -1, self.home // self.matters_each), self.topics
        )

    def _grouped(self, groups: NDArray[np.int64], count: int) -> Usage:
        order = np.argsort(groups, kind="stable").astype(np.int32)
        order = order[np.searchsorted(groups[order], 0) :]
        starts = np.searchsorted(groups[order], np.arange(count + 1))
        return Usage(order, np.cumsum(self.shares[order]), starts.astype(np.int64))

    @cached_property
    def matter_shares(self) -> NDArray[np.float64]:
        """How many of the paragraphs are about each matter.

        The square root of what its words weigh: by their weight itself the largest matter would be
        30 times the smallest, where real clusters of a hundred paragraphs differ by about 5.
        """
        weights = np.bincount(self.home[FIRST_AT_HOME:], self.shares[FIRST_AT_HOME:], self.matters)
        shares: NDArray[np.float64] = np.sqrt(weights) / np.sqrt(weights).sum()
        return shares

    def draw(self, matters: NDArray[np.int64], chance: np.random.Generator) -> Ranks:
        """A rank for each place, given the matter of its paragraph."""
        found = self.everywhere.draw(np.zeros(len(matters), np.int64), chance)
        kind = chance.random(len(matters))
        of_matter = np.flatnonzero(kind < FROM_MATTER)
        of_topic = np.flatnonzero((kind >= FROM_MATTER) & (kind < FROM_MATTER + FROM_TOPIC))
        found[of_matter] = self.by_matter.draw(matters[of_matter], chance)
        found[of_topic] = self.by_topic.draw(matters[of_topic] // self.matters_each, chance)
        return found


def shares_by_rank(figures: WordFigures) -> NDArray[np.float64]:
    """The share of each rank among all uses; they add up to 1."""
    ranks = np.arange(1, SIZE + 1, dtype=np.float64)
    core = (ranks + figures.shift) ** -figures.slope
    at_knee = (figures.knee + figures.shift) ** -figures.slope
    tail = at_knee * (ranks / figures.knee) ** -figures.tail_slope
    uses = np.where(ranks <= figures.knee, core, tail)
    shares: NDArray[np.float64] = uses / uses.sum()
    return shares


def pieces_of(rank: NDArray[np.int64]) -> NDArray[np.int64]:
    """How many word pieces each word has."""
    return np.where(rank % TWO_PIECES_EVERY == SECOND_PIECE_AT, 2, 1)


def stop_words() -> tuple[str, ...]:
    """English function words, the commonest first as far as it matters."""
    common = (
        "the and of to in for is are with that their they this by as have has from at on".split()
    )
    rest = sorted(word for word in STOP_WORDS if word not in common and "'" not in word)
    return (*common, *rest)


def _homes(matters: int, chance: np.random.Generator) -> NDArray[np.int64]:
    """A matter for each rank: of every so many neighbouring ranks each matter gets one."""
    rounds = -(-(SIZE - FIRST_AT_HOME) // matters)
    dealt = np.concatenate([chance.permutation(matters) for _ in range(rounds)])
    homes = np.full(SIZE, -1, dtype=np.int64)
    homes[FIRST_AT_HOME:] = dealt[: SIZE - FIRST_AT_HOME]
    return homes


def _invent(count: int, chance: np.random.Generator) -> list[str]:
    """Different words that are their own search terms; common ones are shorter."""
    found: dict[str, None] = {}
    while len(found) < count:
        syllables = 2 if len(found) < 2_000 else 3
        starts = chance.integers(0, len(_STARTS), syllables)
        middles = chance.integers(0, len(_MIDDLES), syllables)
        end = _ENDS[chance.integers(0, len(_ENDS))]
        word = "".join(
            _STARTS[start] + _MIDDLES[middle] for start, middle in zip(starts, middles, strict=True)
        )
        word += end
        if word not in found and terms(word) == [word]:
            found[word] = None
    return list(found)
