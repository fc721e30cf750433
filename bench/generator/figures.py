"""What real reports are like, in numbers that invented ones follow: read from `reports.json`.

`python -m bench.measure_reports INDEX` measures them anew. No word of a report is among them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any, Self

FIGURES = Path(__file__).with_name("reports.json")


@dataclass(frozen=True, slots=True)
class WordFigures:
    """How often the terms of a collection are used, by rank from 1: two laws, joined at a knee.

    Up to the knee (rank + shift) ** -slope (Mandelbrot), beyond it rank ** -tail_slope.
    Source: Gerlach and Altmann, Physical Review X 3, 2013: a core vocabulary and a tail.
    """

    slope: float
    shift: float
    knee: int
    tail_slope: float
    stop_share: float  # of the words of a text, those that are no search terms
    sentence_words: float  # mean


@dataclass(frozen=True, slots=True)
class ParagraphFigures:
    """What paragraphs are like; quantiles are at plans.QUANTILES."""

    words: tuple[int, ...]  # quantiles of the words in one
    kinds: Mapping[str, float]  # kind -> share
    areas: Mapping[str, float]  # area -> share; the rest stand under none
    per_section: float  # mean number in one section
    copied_share: float  # have a near copy (half of the terms or more) in another report
    edits: tuple[float, ...]  # quantiles of the share of such a one's terms that are not shared


@dataclass(frozen=True, slots=True)
class KindFigures:
    """One kind of report; shares add up to 1 over all kinds."""

    share: float
    paragraphs: tuple[int, ...]  # quantiles of the paragraphs in one
    years: Mapping[str, float]  # year of the inspection -> share
    grades: Mapping[str, float]  # overall grade -> share; the rest have none


@dataclass(frozen=True, slots=True)
class Geometry:
    """A mixture on the sphere: a mean, a part for each report, topic and matter, and a remainder.

    Shares are of the squared length of what is added to the mean; a `*_fall` is (shift, slope) of
    the variances, (n + shift) ** -slope over directions n.
    """

    mean_squared: float  # squared length of the mean of all vectors
    topics: int
    matters: int  # in each topic
    report_share: float
    topic_share: float
    matter_share: float
    report_fall: tuple[float, float]
    topic_fall: tuple[float, float]
    matter_fall: tuple[float, float]
    rest_fall: tuple[float, float]
    rest_spread: float  # standard deviation of the logarithm of the remainder's length
    matter_stretch: float  # the same for how far a matter spreads in each direction
    copy_share: float  # of the remainder that a copied paragraph keeps for itself


@dataclass(frozen=True, slots=True)
class TokenFigures:
    """Cosines between the vectors of word pieces."""

    pieces_per_term: float
    same_word: float  # the same word in two paragraphs
    same_paragraph: float  # two words of one paragraph
    apart: float  # two words of two paragraphs
    fall: tuple[float, float]  # of the variances, as in Geometry


@dataclass(frozen=True, slots=True)
class QuestionFigures:
    """How long questions are and where their vectors lie; quantiles are at plans.QUANTILES."""

    words: tuple[int, ...]  # quantiles of all words of one, place and year included
    terms: tuple[int, ...]  # quantiles of its search terms
    toward_mean: float  # cosine with the mean of all paragraphs
    toward_matter: float  # share of what is left that lies along the matter asked about
    spread: float  # standard deviation of the logarithm of that share's length


@dataclass(frozen=True, slots=True)
class ReportFigures:
    """Everything that the generator follows."""

    reports_per_authority: float
    words: WordFigures
    paragraphs: ParagraphFigures
    kinds: Mapping[str, KindFigures]
    geometry: Geometry
    tokens: TokenFigures
    questions: QuestionFigures

    @classmethod
    def read(cls, file: Path = FIGURES) -> Self:
        """The figures as they were measured."""
        return cls.from_json(json.loads(file.read_text(encoding="utf-8"))["followed"])

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Self:
        """What `asdict` made."""
        kinds = {name: _record(KindFigures, one) for name, one in values["kinds"].items()}
        parts = {
            "words": WordFigures,
            "paragraphs": ParagraphFigures,
            "geometry": Geometry,
            "tokens": TokenFigures,
            "questions": QuestionFigures,
        }
        return cls(
            reports_per_authority=values["reports_per_authority"],
            kinds=kinds,
            **{name: _record(kind, values[name]) for name, kind in parts.items()},
        )

    def to_json(self) -> dict[str, Any]:
        """Plain values."""
        return asdict(self)


def _record(kind: Any, values: Mapping[str, Any]) -> Any:
    """A record from plain values: lists become tuples again."""
    names = {field.name for field in fields(kind)}
    return kind(
        **{
            name: tuple(value) if isinstance(value, list) else value
            for name, value in values.items()
            if name in names
        }
    )
