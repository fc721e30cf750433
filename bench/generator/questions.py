"""Questions to invented reports: words for a search, and sentences for the whole of an answer.

They are as long as real ones, have as many search terms, and name an authority or a year, ask what
has changed or what is weak as often; what that was measured on stands in docs/benchmarks/README.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from bench.generator.model import World
from bench.generator.plans import QUANTILES
from index import Report, Scope
from index.terms import terms

# Of 298 real questions, those that a search is made for: what they name and what they ask.
_NAMES_AUTHORITY, _NAMES_YEAR, _ASKS_FOR_CHANGE, _ASKS_FOR_WEAKNESS = 0.72, 0.37, 0.11, 0.11
# Of a question's terms, those of the matter and of the topic asked about; others are any words.
_OF_MATTER, _OF_TOPIC = 0.3, 0.15
_OPENINGS = ("What is the", "How do the", "Are the", "Why are the", "Do the", "When is the")
_OF_CHANGE, _OF_WEAKNESS = "How has the", "What are weaknesses of the"
_BETWEEN = ("the", "and", "of", "to", "for", "with", "that", "their")


@dataclass(frozen=True, slots=True)
class InventedQuestion:
    """What is asked, as words to search for in a scope and as a sentence that says both."""

    words: str
    scope: Scope
    sentence: str


def invent_questions(
    world: World, reports: Sequence[Report], count: int, seed: int = 0
) -> list[InventedQuestion]:
    """Questions to a collection that has these reports, no two alike."""
    chance = np.random.default_rng([world.seed, 10, seed])
    return [_invent(world, reports, chance) for _ in range(count)]


def _invent(
    world: World, reports: Sequence[Report], chance: np.random.Generator
) -> InventedQuestion:
    report = reports[int(chance.integers(len(reports)))]
    where, since, until = "", None, None
    authorities: tuple[str, ...] = ()
    if chance.random() < _NAMES_AUTHORITY and report.authority:
        authorities, where = (report.authority,), f" in {report.authority}"
    drawn = chance.random()
    asks_for_change = bool(authorities) and drawn < _ASKS_FOR_CHANGE / _NAMES_AUTHORITY
    if not asks_for_change and chance.random() < _NAMES_YEAR and report.date:
        year = report.date.year
        since, until, where = date(year, 1, 1), date(year, 12, 31), f"{where} in {year}"
    opening = _OPENINGS[int(chance.integers(len(_OPENINGS)))]
    if asks_for_change:
        opening, where = _OF_CHANGE, f"{where} changed"
    elif drawn > 1 - _ASKS_FOR_WEAKNESS:
        opening = _OF_WEAKNESS
    words = _words(world, opening, where, chance)
    scope = Scope(authorities=authorities, since=since, until=until)
    return InventedQuestion(words, scope, f"{words}{where}?")


def _words(world: World, opening: str, where: str, chance: np.random.Generator) -> str:
    """What is asked, as long as a real question is with the place and year beside it."""
    figures = world.figures.questions
    drawn = chance.random()  # for both: a long question has many terms
    length, wanted = (
        round(float(np.interp(drawn, QUANTILES, some))) for some in (figures.words, figures.terms)
    )
    said = opening.split()
    matter = _matter_words(world, max(wanted - len(terms(f"{opening}{where}")), 2), chance)
    spare = max(length - len(where.split()) - len(said) - len(matter), 0)
    before = chance.integers(1, len(matter), spare).tolist()
    for place, term in enumerate(matter):
        said += chance.choice(_BETWEEN, before.count(place)).tolist()
        said.append(term)
    return " ".join(said)


def _matter_words(world: World, wanted: int, chance: np.random.Generator) -> list[str]:
    """So many different words of the vocabulary about one matter."""
    vocabulary = world.vocabulary
    matter = chance.choice(vocabulary.matters, p=vocabulary.matter_shares)
    of_matter = max(round(wanted * _OF_MATTER), 1)
    of_topic = round(wanted * _OF_TOPIC)
    found: dict[str, None] = {}
    for usage, group, share in (
        (vocabulary.by_matter, matter, of_matter),
        (vocabulary.by_topic, matter // vocabulary.matters_each, of_topic),
        (vocabulary.everywhere, 0, wanted - of_matter - of_topic),
    ):
        goal = len(found) + share
        while len(found) < goal:
            (rank,) = usage.draw(np.array([group]), chance).tolist()
            found.setdefault(vocabulary.words[rank])
    return list(found)
