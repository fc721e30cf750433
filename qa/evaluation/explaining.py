"""How one question was answered: the understanding, the scope, every hit with every score."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict

from qa.answering import Answerer
from qa.evaluation.gold import GoldQuestion
from qa.evaluation.lines import line_of
from qa.evaluation.measures import score
from qa.finding import find_hits
from qa.scoping.timeline import place_in_time
from qa.weighing.evidence import Evidence, weigh

SHOWN = 20


def explanation_lines(question: GoldQuestion, answerer: Answerer) -> Iterator[str]:
    """The explanation, line by line."""
    asked = question.question
    understanding = answerer.understand(asked)
    placed = place_in_time(understanding, answerer.collection)
    yield f"{question.id} [{question.type}] {asked.text}"
    yield f"searched for: {understanding.words}"
    yield f"topics: {', '.join(topic.word for topic in understanding.topics)}"
    yield f"scope: {placed.scope}"
    yield f"reports in scope: {len(placed.reports)}"
    answer = answerer.answer(asked, always_rank=True)
    yield f"status: {answer.status}; reason: {answer.reason}"
    found = score(question, line_of(question.id, answer))
    yield f"first hit: {found.first or 'none in ten'}; parts {found.parts:.2f}"
    for sentence in answer.sentences:
        yield f"  says {list(sentence.citations)}: {sentence.text}"
    for entry in question.gold:
        yield f"  gold {entry.file} {entry.paragraph or ''} [{entry.group}]: {entry.quote}"
    hits = find_hits(understanding, placed, answerer.collection)
    for rank, item in enumerate(weigh(hits, understanding, placed.facts)[:SHOWN], 1):
        yield _hit_line(rank, item)


def _hit_line(rank: int, item: Evidence) -> str:
    scores = ", ".join(f"{name} {value:.3f}" for name, value in sorted(item.hit.scores.items()))
    lacks = f", lacks {item.missing}" if item.missing else ""
    enough = "" if item.likelihood >= item.enough else " (too little)"
    signs = ", ".join(f"{name} {value:.2f}" for name, value in asdict(item.signs).items())
    return (
        f"{rank:3d} {item.hit.score:.3f} ({scores}) likelihood {item.likelihood:.2f}{enough}"
        f" ({signs}){lacks} {item.hit.paragraph.id}: "
        f"{' '.join(item.hit.paragraph.text.split())[:110]}"
    )
