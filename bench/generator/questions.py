"""Questions to invented reports: words for a search, and sentences for the whole of an answer.

Half of them ask the whole collection; the others name an authority, a kind or a year, as people do.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from bench.generator.model import World
from bench.generator.plans import from_quantiles
from index import Report, Scope

_SENTENCES = (
    "What does the report say about {words}?",
    "How well do leaders manage {words}?",
    "What did inspectors find on {words}?",
    "Is there evidence of {words}?",
)
# Shares of the questions that are narrowed, and by what: of the 130 development questions in
# docs/evaluation.md half name an authority and a tenth a kind or a year.
_NAMES_AUTHORITY, _NAMES_KIND, _NAMES_YEAR = 0.4, 0.05, 0.05
# Of a question's terms, those of the matter and of the topic asked about; one more is any word.
_OF_MATTER, _OF_TOPIC = 0.5, 0.3


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
    words = _words(world, chance)
    sentence = _SENTENCES[int(chance.integers(len(_SENTENCES)))].format(words=words)
    report = reports[int(chance.integers(len(reports)))]
    drawn = chance.random()
    if drawn < _NAMES_AUTHORITY and report.authority:
        scope = Scope(authorities=(report.authority,))
        return InventedQuestion(words, scope, f"{sentence[:-1]} in {report.authority}?")
    drawn -= _NAMES_AUTHORITY
    if drawn < _NAMES_KIND:
        return InventedQuestion(words, Scope(kinds=(report.kind,)), sentence)
    if drawn < _NAMES_KIND + _NAMES_YEAR and report.date:
        year = report.date.year
        scope = Scope(since=date(year, 1, 1), until=date(year, 12, 31))
        return InventedQuestion(words, scope, f"{sentence[:-1]} in {year}?")
    return InventedQuestion(words, Scope(), sentence)


def _words(world: World, chance: np.random.Generator) -> str:
    vocabulary = world.vocabulary
    matter = chance.choice(vocabulary.matters, p=vocabulary.matter_shares)
    wanted = max(round(from_quantiles(world.figures.questions.terms, chance)), 2)
    of_matter = max(round(wanted * _OF_MATTER), 1)
    of_topic = round(wanted * _OF_TOPIC)
    ranks = [
        *vocabulary.by_matter.draw(np.full(of_matter, matter), chance),
        *vocabulary.by_topic.draw(np.full(of_topic, matter // vocabulary.matters_each), chance),
        *vocabulary.everywhere.draw(np.zeros(wanted - of_matter - of_topic, np.int64), chance),
    ]
    return " ".join(dict.fromkeys(vocabulary.words[rank] for rank in ranks))
