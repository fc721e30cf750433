"""From measured figures of real reports to what invented ones follow."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from dataclasses import astuple, fields, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bench.generator.documents import ReportMaker
from bench.generator.figures import (
    Geometry,
    KindFigures,
    ParagraphFigures,
    ReportFigures,
    WordFigures,
)
from bench.generator.measuring import Figures, Held, Neighbours, measure_vectors
from bench.generator.model import World
from bench.generator.plans import QUANTILES, plan_reports
from bench.generator.texts import make_pool
from bench.generator.words import SIZE, shares_by_rank
from index import Collection, Report
from index.terms import STOP_WORDS, terms

_BODY = ("numbered", "bullet", "prose")
_LEAST_OF_A_KIND = 5  # reports; rarer kinds are left out
_KNEES = (300, 500, 700, 900, 1_200)
_STEP = 0.2  # standard deviation of the logarithm of a change that is tried
_AT_ONCE = 3  # values changed in one try


def followed(index: Path, held: Held, measured: Figures, before: ReportFigures) -> ReportFigures:
    """The figures of `held`; what is fitted by trying stays as in `before`."""
    with closing(Collection.open(index)) as collection:
        reports = collection.reports()
    authorities = {report.authority for report in reports if report.authority}
    same = measured["cosine of the same word in two paragraphs"][0]
    together, apart = measured["of two words in one, in two"]
    return replace(
        before,
        reports_per_authority=round(len(reports) / len(authorities), 2),
        words=_words(held),
        paragraphs=_paragraphs(held, measured, before.paragraphs),
        kinds=_kinds(reports),
        tokens=replace(
            before.tokens,
            same_word=round(same, 3),
            same_paragraph=round(together, 3),
            apart=round(apart, 3),
        ),
    )


def with_questions(figures: ReportFigures, questions: Sequence[str]) -> ReportFigures:
    """The figures with how long these questions are."""
    measured = replace(
        figures.questions,
        words=_whole_quantiles([len(question.split()) for question in questions]),
        terms=_whole_quantiles([len(terms(question)) for question in questions]),
    )
    return replace(figures, questions=measured)


def _words(held: Held) -> WordFigures:
    postings = held.segment.postings
    uses = np.sort(np.add.reduceat(postings.counts, postings.starts[:-1]))[::-1]
    words = [word for p in held.paragraphs for word in p.text.casefold().split()]
    stops = sum(word.strip(".,;:()") in STOP_WORDS for word in words)
    sentences = sum(p.text.count(". ") + 1 for p in held.paragraphs)
    return replace(
        _fit_ranks(uses.astype(np.float64)),
        stop_share=round(stops / len(words), 4),
        sentence_words=round(len(words) / sentences, 1),
    )


def _fit_ranks(uses: NDArray[np.float64]) -> WordFigures:
    """Slope, shift and knee by least squares of logarithms; the tail by what has two uses."""
    ranks = np.arange(1, len(uses) + 1)
    held = np.unique(np.geomspace(1, (uses >= 3).sum(), 60).astype(int)) - 1
    wanted = np.log(uses[held] / uses.sum())
    best: tuple[float, WordFigures] | None = None
    for knee in _KNEES:
        tail = (ranks > knee) & (uses >= 2)
        tail_slope = -float(np.polyfit(np.log(ranks[tail]), np.log(uses[tail]), 1)[0])
        for shift in np.arange(0, 40, 1.0):
            for slope in np.arange(0.7, 1.8, 0.02):
                figures = WordFigures(round(slope, 2), shift, knee, round(tail_slope, 2), 0, 1)
                wrong = float(np.square(np.log(shares_by_rank(figures)[held]) - wanted).mean())
                if best is None or wrong < best[0]:
                    best = wrong, figures
    assert best
    assert len(uses) < SIZE
    return best[1]


def _paragraphs(held: Held, measured: Figures, before: ParagraphFigures) -> ParagraphFigures:
    bodies = [p for p in held.paragraphs if p.kind in _BODY]
    sections = {(r, p.section) for r, p in zip(held.reports, held.paragraphs, strict=True)}
    return replace(
        before,
        words=_whole_quantiles([len(p.text.split()) for p in bodies]),
        kinds=_shares(Counter(p.kind for p in bodies), len(bodies)),
        areas=_shares(Counter(p.area for p in bodies if p.area), len(bodies)),
        per_section=round(len(held.paragraphs) / len(sections), 1),
        copied_share=round(measured["paragraphs that share .3, .5, .7, .9 of their terms"][1], 3),
    )


def _kinds(reports: Sequence[Report]) -> dict[str, KindFigures]:
    found = {}
    for kind, count in sorted(Counter(report.kind for report in reports).items()):
        of_kind = [report for report in reports if report.kind == kind and report.date]
        if count >= _LEAST_OF_A_KIND:
            found[kind] = KindFigures(
                share=round(count / len(reports), 4),
                paragraphs=_whole_quantiles([report.paragraph_count for report in of_kind]),
                years=_shares(Counter(str(r.date)[:4] for r in of_kind), count),
                grades=_shares(Counter(r.overall for r in of_kind if r.overall), count),
            )
    return found


def _shares(counts: Counter[str], total: int) -> dict[str, float]:
    return {name: round(count / total, 4) for name, count in sorted(counts.items())}


def _whole_quantiles(values: Sequence[int]) -> tuple[int, ...]:
    return tuple(round(value) for value in np.quantile(values, QUANTILES).tolist())


def fit_geometry(
    figures: ReportFigures, paragraphs: int, wanted: Figures, seconds: float
) -> ReportFigures:
    """Change the geometry a little at a time and keep what comes nearer to the wanted figures."""
    chance = np.random.default_rng(0)
    best, nearest = figures.geometry, _wrong(figures, paragraphs, wanted)
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        tried = _changed(best, chance)
        wrong = _wrong(replace(figures, geometry=tried), paragraphs, wanted)
        if wrong < nearest:
            best, nearest = tried, wrong
            print(f"{wrong:.4f} {astuple(tried)}", flush=True)
    return replace(figures, geometry=best)


def _changed(geometry: Geometry, chance: np.random.Generator) -> Geometry:
    values = {field.name: getattr(geometry, field.name) for field in fields(Geometry)}
    for name in chance.choice(list(values), _AT_ONCE, replace=False).tolist():
        if name in ("topics", "matters"):
            continue  # the words hang on them
        factor = np.exp(_STEP * chance.standard_normal(np.shape(values[name]) or 1))
        changed = np.round(np.asarray(values[name]) * factor, 4).tolist()
        values[name] = tuple(changed) if len(changed) > 1 else changed[0]
    return Geometry(**values)


def _wrong(figures: ReportFigures, paragraphs: int, wanted: Figures) -> float:
    """The root of the mean squared difference; cosines count as they are, the rest by ratio."""
    geometry = figures.geometry
    if geometry.report_share + geometry.topic_share + geometry.matter_share > 0.95:
        return np.inf
    world = World(figures, 0)
    pool = make_pool(figures.paragraphs, world.vocabulary, paragraphs, 0)
    plans = plan_reports(figures, paragraphs, 0)
    batch = ReportMaker(world, pool).make(plans, 0, tokens=False)
    reports = np.repeat(np.arange(len(plans)), [plan.paragraphs for plan in plans])
    vectors = batch.vectors[np.cumsum(batch.vector_counts) - batch.vector_counts]
    found = measure_vectors(vectors, Neighbours(vectors, reports))
    wrong = []
    for name, row in wanted.items():
        ours, theirs = np.array(found[name]), np.array(row)
        by_ratio = np.abs(theirs).max() > 1
        wrong.append(np.square(np.log(ours / theirs) / 10 if by_ratio else ours - theirs).mean())
    return float(np.sqrt(np.mean(wrong)))
