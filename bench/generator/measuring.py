"""What an index of reports is like in figures; the same for real and for invented ones.

Each figure is a row of numbers under the names in its heading. Cosines depend on how many
paragraphs there are, so indexes of like size are compared.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus import Paragraph
from index.embedder import PieceEncoder
from index.encoded import TOKEN_SCALE, Vectors
from index.segment import OpenSegment, open_segment
from index.storage import read_manifest
from index.terms import terms

Figures = dict[str, tuple[float, ...]]  # heading -> numbers

SEED = 1
_SAMPLE = 2_000  # paragraphs whose neighbours are looked for
_PAIRS = 200_000
_FEW_TERMS = 12  # texts of fewer terms are alike by chance
_ENDS = (0.05, 0.25, 0.5, 0.75, 0.95)
_RANKS = ((1, 20), (20, 100), (100, 500), (500, 1_000), (1_000, 2_000), (2_000, 4_500))
_DIRECTIONS = (1, 3, 6, 11, 21, 51, 101, 201, 301)


@dataclass(frozen=True, slots=True)
class Held:
    """One segment of an index, read whole."""

    paragraphs: Sequence[Paragraph]
    term_lists: Sequence[Sequence[str]]  # of the texts alone
    reports: NDArray[np.int64]  # shape (paragraphs,): the place of each one's report
    vectors: Vectors  # the first of each paragraph
    segment: OpenSegment


def read_held(folder: Path) -> Held:
    """The first segment of the live generation."""
    manifest = read_manifest(folder)
    segment = open_segment(folder, manifest.segments[0], manifest.token_dimension)
    paragraphs = segment.paragraphs.read(range(len(segment)))
    ids = [paragraph.id.partition(".")[0] for paragraph in paragraphs]
    place_by_id = {identity: place for place, identity in enumerate(dict.fromkeys(ids))}
    return Held(
        paragraphs=paragraphs,
        term_lists=[terms(paragraph.text) for paragraph in paragraphs],
        reports=np.array([place_by_id[identity] for identity in ids]),
        vectors=segment.vectors.read()[segment.vectors.starts[:-1]],
        segment=segment,
    )


def measure(folder: Path, model: PieceEncoder, questions: Sequence[str]) -> Figures:
    """All figures of an index; `model` is the one that its vectors come from."""
    held = read_held(folder)
    with closing(held.segment.records):
        near = Neighbours(held.vectors, held.reports)
        return {
            **_measure_words(held),
            **_measure_copies(held, near),
            **measure_vectors(held.vectors, near),
            **measure_tokens(held, model),
            **_measure_questions(held, model, questions),
        }


def _measure_words(held: Held) -> Figures:
    words = [len(paragraph.text.split()) for paragraph in held.paragraphs]
    postings = held.segment.postings
    uses = np.add.reduceat(postings.counts, postings.starts[:-1])
    uses = np.sort(uses)[::-1].astype(np.float64)
    ranks = np.arange(1, len(uses) + 1)
    slopes = [
        _slope(ranks[first - 1 : last], uses[first - 1 : last])
        for first, last in _RANKS
        if last <= len(uses)
    ]
    lengths = np.array([len(found) for found in held.term_lists])
    different = np.array([len(set(found)) for found in held.term_lists])
    return {
        "paragraphs, reports": (len(held.paragraphs), int(held.reports.max()) + 1),
        "words of a paragraph: 5, 25, 50, 75, 95, 99 %": _quantiles(words, (*_ENDS, 0.99)),
        "paragraphs of a report: 5, 25, 50, 75, 95 %": _quantiles(np.bincount(held.reports)),
        "terms of a text, different ones": (float(lengths.mean()), float(different.mean())),
        "postings of a paragraph": (len(postings.rows) / len(held.paragraphs),),
        "slope of uses by rank, to 20, 100, 500, 1,000, 2,000, 4,500": tuple(slopes),
        "terms known after 1,000, 3,000, 8,000, 16,000 paragraphs, all": _growth(held.term_lists),
        "characters of a text": (float(np.mean([len(p.text) for p in held.paragraphs])),),
    }


def _growth(term_lists: Sequence[Sequence[str]]) -> tuple[float, ...]:
    """Different terms among so many paragraphs drawn at random."""
    order = np.random.default_rng(SEED).permutation(len(term_lists)).tolist()
    seen: set[str] = set()
    found = []
    for count, place in enumerate(order, 1):
        seen.update(term_lists[place])
        if count in (1_000, 3_000, 8_000, 16_000, len(order)):
            found.append(float(len(seen)))
    return tuple(found)


class Neighbours:
    """The cosines of a sample of paragraphs with all others."""

    def __init__(self, vectors: Vectors, reports: NDArray[np.int64]) -> None:
        chance = np.random.default_rng(SEED)
        self.sample = chance.choice(len(vectors), min(_SAMPLE, len(vectors)), replace=False)
        self.cosines = vectors[self.sample] @ vectors.T
        self.cosines[np.arange(len(self.sample)), self.sample] = -1
        self.is_own_report = reports[self.sample][:, np.newaxis] == reports


def _measure_copies(held: Held, near: Neighbours) -> Figures:
    """How alike the words of paragraphs of different reports are."""
    bags = [frozenset(found) for found in held.term_lists]
    elsewhere = np.where(near.is_own_report, -1, near.cosines)
    nearest = np.argpartition(-elsewhere, 10, axis=1)[:, :10]
    alike = np.array(
        [
            max(len(bags[one] & bags[other]) / len(bags[one] | bags[other]) for other in others)
            for one, others in zip(near.sample.tolist(), nearest.tolist(), strict=True)
            if len(bags[one]) >= _FEW_TERMS
        ]
    )
    shares = tuple(float((alike >= least).mean()) for least in (0.3, 0.5, 0.7, 0.9))
    return {
        "terms shared with the likest of another report: 5, 25, 50, 75, 95 %": _quantiles(alike),
        "paragraphs that share .3, .5, .7, .9 of their terms": shares,
    }


def measure_vectors(vectors: Vectors, near: Neighbours) -> Figures:
    """Where vectors lie: pairs, neighbours, directions."""
    chance = np.random.default_rng(SEED)
    pairs = chance.integers(0, len(vectors), (_PAIRS, 2))
    cosines = np.einsum("ij,ij->i", vectors[pairs[:, 0]], vectors[pairs[:, 1]])
    mean = vectors.mean(axis=0)
    around = vectors - mean
    spectrum = np.linalg.eigvalsh(around.T @ around / len(vectors))[::-1]
    best = -np.sort(np.partition(-near.cosines, 100, axis=1)[:, :100], axis=1)
    elsewhere = np.where(near.is_own_report, -1, near.cosines).max(axis=1)
    own = near.is_own_report[np.arange(len(near.sample)), near.cosines.argmax(axis=1)]
    return {
        "cosine of two paragraphs: 1, 5, 25, 50, 75, 95, 99 %": _quantiles(
            cosines, (0.01, *_ENDS, 0.99)
        ),
        "with the nearest: 5, 25, 50, 75, 95 %": _quantiles(best[:, 0]),
        "with the 10th nearest": _quantiles(best[:, 9]),
        "with the 100th nearest": _quantiles(best[:, 99]),
        "with the nearest of another report": _quantiles(elsewhere),
        "nearest is of the same report": (float(own.mean()),),
        "local dimension: 25, 50, 75 %": _quantiles(_dimensions(best), (0.25, 0.5, 0.75)),
        "squared length of the mean": (float(mean @ mean),),
        "directions that count (participation ratio)": (_directions(spectrum),),
        "variance of direction 1, 3, 6, 11, 21, 51, 101, 201, 301, times 1,000": tuple(
            float(1000 * spectrum[place - 1]) for place in _DIRECTIONS
        ),
    }


def _dimensions(cosines: NDArray[np.float32]) -> NDArray[np.float64]:
    """The local dimension around each point, from the cosines with its 100 nearest.

    Source: Levina and Bickel, NIPS 2004 (maximum likelihood).
    """
    distances = np.sqrt(np.maximum(2 - 2 * cosines.astype(np.float64), 1e-9))
    ratios = np.log(distances[:, :-1] / distances[:, -1:])
    found: NDArray[np.float64] = -1 / np.minimum(ratios.mean(axis=1), -1e-9)
    return found


def measure_tokens(held: Held, model: PieceEncoder) -> Figures:
    """Word pieces: how many, and how alike the same word and other words are."""
    stored = held.segment.tokens
    counts = np.diff(stored.starts)
    chance = np.random.default_rng(SEED)
    words: list[str] = []
    rows: list[int] = []
    found: list[NDArray[np.float64]] = []
    for row in chance.choice(len(counts), min(_SAMPLE, len(counts)), replace=False).tolist():
        text = held.paragraphs[row].text
        spans = model.piece_spans(text)
        tokens = stored.read(np.array([row]))
        if 0 < len(spans) <= len(tokens):
            # Where the paragraph stands comes first: only the text's own pieces are known here.
            found.append(tokens[len(tokens) - len(spans) :] / TOKEN_SCALE)
            words += [text[start:end].lower() for start, end in spans]
            rows += [row] * len(spans)
    vectors, of = np.concatenate(found), np.array(rows)
    order = chance.permutation(len(words))
    by_word: dict[str, int] = {}
    same = []
    for place in order.tolist():
        other = by_word.setdefault(words[place], place)
        if of[other] != of[place]:
            same.append(float(vectors[other] @ vectors[place]))
            by_word[words[place]] = place
    apart = np.einsum("ij,ij->i", vectors, vectors[order])[of != of[order]]
    beside = np.minimum(np.arange(len(words)) + chance.integers(1, 20, len(words)), len(words) - 1)
    together = np.einsum("ij,ij->i", vectors, vectors[beside])[of == of[beside]]
    spectrum = np.linalg.eigvalsh(np.cov(vectors.T))
    return {
        "pieces of a paragraph: 5, 25, 50, 75, 95 %": _quantiles(counts),
        "cosine of the same word in two paragraphs": (float(np.mean(same)),),
        "of two words in one, in two": (float(together.mean()), float(apart.mean())),
        "directions of pieces that count": (_directions(spectrum),),
    }


def _measure_questions(held: Held, model: PieceEncoder, questions: Sequence[str]) -> Figures:
    if not questions:
        return {}
    asked = np.stack([model.encode_query(question).vector for question in questions])
    cosines = np.sort(asked @ held.vectors.T, axis=1)[:, ::-1]
    found = {
        f"cosine of a question with its {name} nearest: 5, 50, 95 %": _quantiles(
            cosines[:, place - 1], (0.05, 0.5, 0.95)
        )
        for name, place in (("1st", 1), ("20th", 20), ("200th", 200), ("1,000th", 1_000))
    }
    middle = cosines[:, cosines.shape[1] // 2]
    postings = held.segment.postings
    holders = dict(zip(postings.vocabulary, np.diff(postings.starts).tolist(), strict=True))
    term_lists = [terms(question) for question in questions]
    met = [sum(holders.get(term, 0) for term in some) for some in term_lists]
    return {
        "words of a question: 5, 25, 50, 75, 95 %": _quantiles([len(q.split()) for q in questions]),
        "its terms": _quantiles([len(some) for some in term_lists]),
        "postings of its terms, of each paragraph": _quantiles(np.array(met) / len(held.vectors)),
        **found,
        "with a paragraph in the middle": _quantiles(middle, (0.05, 0.5, 0.95)),
    }


def _quantiles(
    values: Sequence[float] | NDArray[np.generic], at: Sequence[float] = _ENDS
) -> tuple[float, ...]:
    return tuple(float(value) for value in np.quantile(np.asarray(values, np.float64), at))


def _slope(ranks: NDArray[np.int64], uses: NDArray[np.float64]) -> float:
    return float(np.polyfit(np.log(ranks), np.log(uses), 1)[0])


def _directions(spectrum: NDArray[np.floating[Any]]) -> float:
    return float(spectrum.sum() ** 2 / np.square(spectrum).sum())


def rounded(figures: Mapping[str, Sequence[float]]) -> dict[str, list[float]]:
    """Figures to four digits, for a file."""
    return {name: [float(f"{value:.4g}") for value in row] for name, row in figures.items()}
