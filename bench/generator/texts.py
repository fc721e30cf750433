"""The words of invented paragraphs, drawn for many at once, and as printed text.

A text has function words and terms in the measured share and ends a sentence after about so many
words. Some paragraphs are near copies of one of a pool of standard paragraphs.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from bench.generator.figures import ParagraphFigures
from bench.generator.plans import many_from_quantiles
from bench.generator.words import SIZE, Ranks, Vocabulary, stop_words

# Copies that a standard paragraph has on average. The pool grows with the collection: real ones are
# those of an inspectorate's round of inspections, not of all time.
COPIES_EACH = 6
_PLAIN, _CAPITAL, _LAST, _BOTH = range(4)  # forms of a word: "war", "War", "war.", "War."


@dataclass(frozen=True, slots=True)
class Texts:
    """Words of paragraphs, one after the other; `starts` has where each begins, and the end."""

    words: NDArray[np.int32]  # a rank, or SIZE + the place of a function word
    starts: NDArray[np.int64]

    def terms_of(self, place: int) -> Ranks:
        """The ranks of the terms of one paragraph, in its order."""
        words = self.words[self.starts[place] : self.starts[place + 1]]
        return words[words < SIZE]


def lengths_of(
    figures: ParagraphFigures, count: int, chance: np.random.Generator
) -> NDArray[np.int64]:
    """Words in each of so many paragraphs."""
    drawn = many_from_quantiles(figures.words, count, chance)
    return np.maximum(np.rint(drawn), 1).astype(np.int64)


def draw_texts(
    vocabulary: Vocabulary,
    lengths: NDArray[np.int64],
    matters: NDArray[np.int64],
    chance: np.random.Generator,
) -> Texts:
    """Fresh words for paragraphs of these lengths about these matters."""
    starts = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
    words = np.empty(starts[-1], np.int32)
    is_stop = chance.random(len(words)) < vocabulary.figures.stop_share
    is_stop[starts[:-1]] = False  # so every paragraph has a term
    places = np.flatnonzero(~is_stop)
    of = np.repeat(np.arange(len(lengths)), lengths)
    words[places] = vocabulary.draw(matters[of[places]], chance)
    shares = np.cumsum(1 / np.arange(1, len(stop_words()) + 1))
    drawn = np.searchsorted(shares, chance.random(int(is_stop.sum())) * shares[-1])
    words[is_stop] = SIZE + drawn
    return Texts(words, starts)


@dataclass(frozen=True, slots=True)
class Pool:
    """Standard paragraphs that reports repeat."""

    texts: Texts
    matters: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.matters)


def make_pool(
    figures: ParagraphFigures, vocabulary: Vocabulary, paragraphs: int, seed: int
) -> Pool:
    """The pool of a collection of so many paragraphs."""
    chance = np.random.default_rng([seed, 6])
    count = max(round(paragraphs * figures.copied_share / COPIES_EACH), 1)
    matters = chance.choice(vocabulary.matters, count, p=vocabulary.matter_shares)
    lengths = lengths_of(figures, count, chance)
    return Pool(draw_texts(vocabulary, lengths, matters, chance), matters)


def with_copies(
    fresh: Texts,
    pool: Pool,
    copied: NDArray[np.int64],
    edits: NDArray[np.float64],
    chance: np.random.Generator,
) -> Texts:
    """The texts, but where `copied` is not negative that paragraph of the pool, edited.

    `edits` has the share of its words that are drawn anew from the pool's words at large.
    """
    lengths = np.diff(fresh.starts)
    is_copy = copied >= 0
    lengths[is_copy] = np.diff(pool.texts.starts)[copied[is_copy]]
    starts = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
    words = np.empty(starts[-1], np.int32)
    words[_spans(starts, np.flatnonzero(~is_copy))] = fresh.words[
        _spans(fresh.starts, np.flatnonzero(~is_copy))
    ]
    taken = pool.texts.words[_spans(pool.texts.starts, copied[is_copy])]
    changed = chance.random(len(taken)) < np.repeat(edits[is_copy], lengths[is_copy])
    taken[changed] = chance.choice(fresh.words, int(changed.sum()))
    words[_spans(starts, np.flatnonzero(is_copy))] = taken
    return Texts(words, starts)


def _spans(starts: NDArray[np.int64], rows: NDArray[np.int64]) -> NDArray[np.int64]:
    """The places of all words of these paragraphs, in order."""
    counts = np.diff(starts)[rows]
    ends = np.cumsum(counts)
    found: NDArray[np.int64] = np.repeat(starts[rows] - (ends - counts), counts)
    return found + np.arange(ends[-1] if len(ends) else 0)


class Printer:
    """Words as text, with capitals and full stops."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        plain = [*vocabulary.words, *stop_words()]
        capital = [word.capitalize() for word in plain]
        forms = [*plain, *capital, *(f"{w}." for w in plain), *(f"{w}." for w in capital)]
        self._forms = np.array(forms, dtype=object)
        self._count = len(plain)
        self._sentence_words = vocabulary.figures.sentence_words

    def print(self, texts: Texts, chance: np.random.Generator) -> list[str]:
        """Each paragraph as sentences."""
        ends = chance.random(len(texts.words)) < 1 / self._sentence_words
        ends[texts.starts[1:] - 1] = True
        firsts = np.concatenate([[True], ends[:-1]])
        forms = _CAPITAL * firsts + _LAST * ends
        printed = self._forms[texts.words + self._count * forms].tolist()
        starts = texts.starts.tolist()
        return [" ".join(printed[a:b]) for a, b in pairwise(starts)]
