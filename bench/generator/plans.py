"""Which reports a made collection has: authority, kind, dates, grade and how many paragraphs each.

Nothing is written here; the same seed gives the same reports, whoever asks for part of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from bench.generator.figures import KindFigures, ReportFigures

_DAYS_OF_VISIT = {"sif": 25, "focused-visit": 1, "monitoring-visit": 1}
_USUAL_DAYS = 11  # first to last day of a visit
_PUBLISHED_AFTER = (30, 75)  # days
LEAST_PARAGRAPHS = 6
# Where quantiles are taken: closer at the end, because a few paragraphs are very long.
QUANTILES = (*(n / 20 for n in range(20)), 0.98, 0.99, 0.995, 0.999, 1.0)
_PLACES = (
    "ham by ford ton shire mouth dale wick stead bourne hurst combe ley worth field gate".split()
)
_SIDES = ("North", "South", "East", "West")
_SYLLABLES = (
    "bar bel bran cal cor dal den dor el fen gal gar har hol ket lam lin mar mel nor ost pel quen"
    " ral ros sal sel tam tor ul ver wal wen yar zel"
).split()


@dataclass(frozen=True, slots=True)
class ReportPlan:
    """One report to be made."""

    number: int  # from 0, in the whole collection
    authority: str
    kind: str
    inspection_start: date
    inspection_end: date
    published: date
    overall: str | None
    paragraphs: int

    @property
    def id(self) -> str:
        """As reports are named: place, kind and day."""
        place = self.authority.lower().replace(" ", "-")
        return f"{place}-{self.kind}-{self.inspection_start.isoformat()}"


def plan_reports(figures: ReportFigures, paragraphs: int, seed: int) -> list[ReportPlan]:
    """Reports with so many paragraphs in all; the last is as long as is left."""
    chance = np.random.default_rng([seed, 5])
    sizes = _sizes(figures, paragraphs, chance)
    authorities = invent_authorities(round(len(sizes) / figures.reports_per_authority) or 1, chance)
    plans: list[ReportPlan] = []
    taken: set[str] = set()
    for number, (kind, size) in enumerate(sizes):
        while True:
            plan = _plan(number, kind, size, figures.kinds[kind], authorities, chance)
            if plan.id not in taken:
                break
        taken.add(plan.id)
        plans.append(plan)
    return plans


def _sizes(
    figures: ReportFigures, paragraphs: int, chance: np.random.Generator
) -> list[tuple[str, int]]:
    kinds, shares = _choices({name: kind.share for name, kind in figures.kinds.items()})
    found: list[tuple[str, int]] = []
    left = paragraphs
    while left > 0:
        kind = str(chance.choice(kinds, p=shares))
        size = max(int(from_quantiles(figures.kinds[kind].paragraphs, chance)), LEAST_PARAGRAPHS)
        if left - size < LEAST_PARAGRAPHS:
            size = left
        found.append((kind, size))
        left -= size
    return found


def _plan(
    number: int,
    kind: str,
    size: int,
    figures: KindFigures,
    authorities: Sequence[str],
    chance: np.random.Generator,
) -> ReportPlan:
    years, shares = _choices(figures.years)
    start = date(int(chance.choice(years, p=shares)), 1, 1) + timedelta(int(chance.integers(364)))
    end = start + timedelta(_DAYS_OF_VISIT.get(kind, _USUAL_DAYS))
    return ReportPlan(
        number=number,
        authority=authorities[int(chance.integers(len(authorities)))],
        kind=kind,
        inspection_start=start,
        inspection_end=end,
        published=end + timedelta(int(chance.integers(*_PUBLISHED_AFTER))),
        overall=_grade(figures.grades, chance),
        paragraphs=size,
    )


def _grade(grades: Mapping[str, float], chance: np.random.Generator) -> str | None:
    drawn = chance.random()
    for grade, share in grades.items():
        drawn -= share
        if drawn < 0:
            return grade
    return None


def _choices(shares: Mapping[str, float]) -> tuple[list[str], NDArray[np.float64]]:
    values = np.array(list(shares.values()))
    return list(shares), values / values.sum()


def from_quantiles(quantiles: Sequence[float], chance: np.random.Generator) -> float:
    """A number drawn between the values at QUANTILES."""
    return float(many_from_quantiles(quantiles, 1, chance)[0])


def many_from_quantiles(
    quantiles: Sequence[float], count: int, chance: np.random.Generator
) -> NDArray[np.float64]:
    """The same, so many."""
    values = np.asarray(quantiles, dtype=np.float64)
    found: NDArray[np.float64] = np.interp(chance.random(count), QUANTILES, values)
    return found


def invent_authorities(count: int, chance: np.random.Generator) -> list[str]:
    """Different names of places that are nowhere."""
    found: dict[str, None] = {}
    while len(found) < count:
        syllables = chance.integers(0, len(_SYLLABLES), int(chance.integers(2, 4)))
        name = "".join(_SYLLABLES[place] for place in syllables).capitalize()
        name += _PLACES[int(chance.integers(len(_PLACES)))]
        if chance.random() < 0.15:
            name = f"{_SIDES[int(chance.integers(len(_SIDES)))]} {name}"
        found[name] = None
    return list(found)
