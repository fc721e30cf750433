"""Invented vectors: where paragraphs, word pieces and questions lie, as `figures.py` says.

A paragraph's vector is the mean of all, a part for its report, one for its topic, one for its
matter and a remainder, brought to length 1. Each part's variances fall over the directions.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from bench.generator.figures import Geometry, QuestionFigures, TokenFigures
from index.encoded import Tokens, Vectors, to_tokens

DIMENSION, TOKEN_DIMENSION = 384, 64
# Beyond this many directions variances fall faster than by a power: as the real ones do.
_REACH = 150
_BLOCK = 1 << 18  # tokens made at once: 64 MB


def variances(fall: tuple[float, float], dimension: int) -> NDArray[np.float32]:
    """Variances over the directions, the largest first, adding up to 1."""
    shift, slope = fall
    at = np.arange(1, dimension + 1)
    found = (at + shift) ** -slope * np.exp(-at * (DIMENSION / dimension) / _REACH)
    shares: NDArray[np.float32] = (found / found.sum()).astype(np.float32)
    return shares


def unit(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    """Rows brought to length 1."""
    lengths = np.sqrt(np.einsum("ij,ij->i", rows, rows))
    found: NDArray[np.float32] = rows / lengths[:, np.newaxis]
    return found


class Space:
    """The fixed points of a made collection: its mean, topics and matters."""

    def __init__(self, figures: Geometry, seed: int) -> None:
        chance = np.random.default_rng([seed, 2])
        self.figures = figures
        self._rest = 1 - figures.report_share - figures.topic_share - figures.matter_share
        self._spread = 1 - figures.mean_squared  # squared length of all that is not the mean
        matters = figures.topics * figures.matters
        mean = chance.standard_normal((1, DIMENSION), dtype=np.float32)
        self.mean: Vectors = unit(mean)[0] * np.float32(np.sqrt(figures.mean_squared))
        # Two bases, so that what tells reports apart is not what tells topics apart.
        self._basis = _basis(chance)
        self._report_basis = _basis(chance)
        topics = self._points(figures.topics, figures.topic_fall, figures.topic_share, chance)
        own = self._points(matters, figures.matter_fall, figures.matter_share, chance)
        centres = topics.repeat(figures.matters, axis=0) + own
        self.matters: Vectors = (centres @ self._basis).astype(np.float32)
        drawn = chance.standard_normal((matters, DIMENSION), dtype=np.float32)
        uneven = np.exp(np.float32(figures.matter_stretch) * drawn)
        scale = np.sqrt(np.square(uneven).mean(axis=1, keepdims=True))
        self._stretch: NDArray[np.float32] = (uneven / scale).astype(np.float32)

    def _points(
        self, count: int, fall: tuple[float, float], share: float, chance: np.random.Generator
    ) -> Vectors:
        scale = np.sqrt(variances(fall, DIMENSION) * np.float32(share * self._spread))
        found: Vectors = chance.standard_normal((count, DIMENSION), dtype=np.float32) * scale
        return found

    def reports(self, numbers: NDArray[np.int64], seed: int) -> Vectors:
        """The part of each of these reports; the same whenever it is asked for."""
        parts = np.empty((len(numbers), DIMENSION), np.float32)
        for place, number in enumerate(numbers.tolist()):
            chance = np.random.default_rng([seed, 3, number])
            parts[place] = self._points(
                1, self.figures.report_fall, self.figures.report_share, chance
            )
        return parts @ self._report_basis

    def remainders(self, matters: NDArray[np.int64], chance: np.random.Generator) -> Vectors:
        """What is a paragraph's own, given its matter."""
        found = self._points(len(matters), self.figures.rest_fall, self._rest, chance)
        spread = self.figures.rest_spread
        # The mean of the squares stays 1.
        lengths = np.exp(
            spread * chance.standard_normal(len(matters), dtype=np.float32) - spread**2
        )
        found *= self._stretch[matters] * lengths[:, np.newaxis].astype(np.float32)
        return found @ self._basis

    def vectors(self, reports: Vectors, matters: NDArray[np.int64], rest: Vectors) -> Vectors:
        """Paragraphs' vectors from their parts."""
        return unit(self.mean + reports + self.matters[matters] + rest)

    def question(
        self, matter: int, figures: QuestionFigures, chance: np.random.Generator
    ) -> Vectors:
        """The vector of a question about a matter: nearer to it than to the rest, but not in it."""
        along = self.matters[matter] / np.linalg.norm(self.matters[matter])
        away = self.remainders(np.array([matter]), chance)[0]
        away = away / np.linalg.norm(away)
        share = figures.toward_matter * np.exp(figures.spread * chance.standard_normal())
        share = min(share, 0.95)
        aside = np.sqrt(share) * along + np.sqrt(1 - share) * away
        aside = aside / np.linalg.norm(aside)
        mean = self.mean / np.linalg.norm(self.mean)
        cosine = figures.toward_mean
        found: Vectors = (cosine * mean + np.sqrt(1 - cosine**2) * aside).astype(np.float32)
        return found / np.float32(np.linalg.norm(found))


def _basis(chance: np.random.Generator) -> Vectors:
    """Directions at right angles, drawn at random."""
    found: Vectors = np.linalg.qr(chance.standard_normal((DIMENSION, DIMENSION)))[0]
    return found.astype(np.float32)


class TokenSpace:
    """The vectors of word pieces: a part of the word, one of its paragraph's matter, and chance."""

    def __init__(self, figures: TokenFigures, words: int, matters: int, seed: int) -> None:
        chance = np.random.default_rng([seed, 4])
        self._scale = np.sqrt(variances(figures.fall, TOKEN_DIMENSION))
        mean = chance.standard_normal(TOKEN_DIMENSION)
        mean *= np.sqrt(figures.apart) / np.linalg.norm(mean)
        around = figures.same_paragraph - figures.apart
        self._chance = np.float32(np.sqrt(max(1 - figures.same_word - around, 0.0)))
        own = figures.same_word - figures.apart
        self._of_word = mean.astype(np.float32) + self._points(words, own, chance)
        self._of_matter = self._points(matters, around, chance)

    def _points(self, count: int, squared: float, chance: np.random.Generator) -> Vectors:
        found = chance.standard_normal((count, TOKEN_DIMENSION), dtype=np.float32)
        points: Vectors = found * self._scale * np.float32(np.sqrt(squared))
        return points

    def exact(
        self,
        words: NDArray[np.int64],
        matters: NDArray[np.int64],
        chance: np.random.Generator,
    ) -> NDArray[np.float32]:
        """Vectors of length 1 for words in paragraphs about these matters."""
        noise = chance.standard_normal((len(words), TOKEN_DIMENSION), dtype=np.float32)
        noise *= self._scale * self._chance
        noise += self._of_word[words]
        noise += self._of_matter[matters]
        return unit(noise)

    def stored(
        self,
        words: NDArray[np.int64],
        matters: NDArray[np.int64],
        chance: np.random.Generator,
    ) -> Tokens:
        """The same in 8 bits, made block by block."""
        found = np.empty((len(words), TOKEN_DIMENSION), np.int8)
        for start in range(0, len(words), _BLOCK):
            block = slice(start, start + _BLOCK)
            found[block] = to_tokens(self.exact(words[block], matters[block], chance))
        return found
