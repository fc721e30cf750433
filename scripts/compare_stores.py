"""Ask two back ends the same questions, and say in how far they answer alike.

    python -m scripts.compare_stores QUESTIONS.jsonl... --index FOLDER --store milvus://host:port/name

Both must have been made of the same reports. docs/decisions/0040 has what it printed.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from index import OpenStore, Scope, store_of
from qa.answering import Answerer
from qa.assembly import make_answerer
from qa.evaluation.gold import GoldQuestion, read_questions
from qa.settings import Settings
from qa.showing.answer_json import answer_to_json

T = TypeVar("T")


@dataclass(slots=True)
class Compared:
    """What was found for some questions: shares in 0..1, times in milliseconds."""

    unlike: list[str] = field(default_factory=list)  # questions, with what differs
    hits: list[float] = field(default_factory=list)  # of the ten best, those that both have
    by_words: list[float] = field(default_factory=list)
    by_meaning: list[float] = field(default_factory=list)  # of the 20 nearest
    candidates: list[float] = field(default_factory=list)  # of the 200 nearest
    times: tuple[list[float], list[float]] = field(default_factory=lambda: ([], []))


def main() -> None:
    """Print a few lines for each file of questions."""
    parser = argparse.ArgumentParser(description="Compare an index folder and an engine.")
    parser.add_argument("questions", nargs="+", type=Path)
    parser.add_argument("--index", type=Path, required=True)
    parser.add_argument("--store", required=True)
    arguments = parser.parse_args()
    usual = store_of(arguments.index).open()
    other = store_of(arguments.index, arguments.store).open(usual.embedder)
    settings = Settings(arguments.index)
    answerers = make_answerer(usual, settings), make_answerer(other, settings)
    for file in arguments.questions:
        questions = read_questions(file)
        compared = Compared()
        for question in questions:
            compare(question, (usual, other), answerers, compared)
        print(f"{file.name}: {len(questions)} questions")
        for line in lines_of(compared, len(questions)):
            print(f"  {line}", flush=True)


def compare(
    question: GoldQuestion,
    opened: tuple[OpenStore, OpenStore],
    answerers: tuple[Answerer, Answerer],
    compared: Compared,
) -> None:
    """Ask both, and add what was found."""
    words = question.question.text
    found = [timed(lambda one=one: one.search(words, Scope(), 60)) for one in opened]  # type: ignore[misc]
    for (_, seconds), times in zip(found, compared.times, strict=True):
        times.append(seconds * 1000)
    ids = [[hit.paragraph.id for hit in hits[:10]] for hits, _ in found]
    compared.hits.append(shared(*ids))
    for limit, shares in ((20, compared.by_meaning), (200, compared.candidates)):
        near = [[r.paragraph_id for r in one.by_meaning(words, Scope(), limit)] for one in opened]
        shares.append(shared(*near))
    ranked = [[r.paragraph_id for r in one.by_words(words, Scope(), 10)] for one in opened]
    compared.by_words.append(shared(*ranked))
    first, second = (plain(one.answer(question.question)) for one in answerers)
    if differing := [name for name in first if first[name] != second[name]]:
        compared.unlike.append(f"{question.id}: {', '.join(differing)}")


def plain(answer: Any) -> dict[str, Any]:
    """An answer without how long it took."""
    values = answer_to_json(answer)
    values.pop("timing_ms", None)
    return values


def timed(work: Callable[[], T]) -> tuple[T, float]:
    """What some work gives, and the seconds that it took."""
    started = time.perf_counter()
    return work(), time.perf_counter() - started


def shared(usual: Sequence[str], other: Sequence[str]) -> float:
    """The share of the usual ones that the other has too."""
    return len(set(usual) & set(other)) / len(usual) if usual else 1.0


def lines_of(compared: Compared, questions: int) -> list[str]:
    """The figures, for a person."""
    equal = questions - len(compared.unlike)
    means = {
        "hits, ten best": compared.hits,
        "by words, ten best": compared.by_words,
        "by meaning, 20 nearest": compared.by_meaning,
        "by meaning, 200 nearest": compared.candidates,
    }
    medians = [f"{statistics.median(times):.1f}" for times in compared.times]
    return [
        f"answers equal: {equal} of {questions}",
        *(f"{what}: {statistics.mean(v):.4f}, least {min(v):.2f}" for what, v in means.items()),
        f"a search: {medians[0]} ms and {medians[1]} ms, median",
        *compared.unlike,
    ]


if __name__ == "__main__":
    main()
