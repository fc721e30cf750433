"""An index of invented reports opened and asked, in a process of its own: times and memory as JSON.

    python -m bench.asked FOLDER

Everything is asked once before it is timed, so files are in memory, but each question is encoded
anew: an opened collection remembers fewer than are asked.
"""

from __future__ import annotations

import argparse
import json
import statistics
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from bench.figures import seconds_of
from bench.generator import InventedQuestion, invent_questions
from bench.memory import held_bytes
from bench.paced import open_paced
from index import Collection, Scope
from qa.assembly import make_answerer
from qa.records import Question
from qa.settings import Settings

_OPENINGS = 5


def main() -> None:
    """Print one line."""
    parser = argparse.ArgumentParser(description="Ask an index of invented reports.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--questions", type=int, default=200)
    arguments = parser.parse_args()
    print(json.dumps(ask(arguments.folder, arguments.questions)))


def ask(folder: Path, count: int) -> dict[str, float]:
    """Seconds, milliseconds and bytes by name."""
    model = open_paced(folder)
    before = held_bytes()
    openings = [
        seconds_of(lambda: Collection.open(folder, model).close()) for _ in range(_OPENINGS)
    ]
    with Collection.open(folder, model) as collection:
        reports = collection.reports()
        asked = invent_questions(model.world, reports, count)
        everywhere = [replace_scope(question, Scope()) for question in asked]
        narrowed = [question for question in asked if question.scope != Scope()]
        first = seconds_of(lambda: collection.search(asked[0].words))
        search = partial(_searched, collection)
        found = {
            "opening": statistics.median(openings),
            "first": first,
            **_times("everywhere", search, everywhere),
            **_times("narrowed", search, narrowed),
        }
        answerer = make_answerer(collection, Settings(folder))
        answers = [answerer.answer(Question(question.sentence)) for question in asked]
        whole = [
            1000 * seconds_of(partial(answerer.answer, Question(question.sentence)))
            for question in asked
        ]
        found["answered"] = sum(answer.status == "answered" for answer in answers) / len(answers)
        found["embedding"] = 1000 * statistics.median(
            seconds_of(partial(model.encode_query, question.words)) for question in asked
        )
        found["held_bytes"] = held_bytes() - before
    return {**found, **spread("whole", whole)}


def replace_scope(question: InventedQuestion, scope: Scope) -> InventedQuestion:
    """The same words asked of another scope."""
    return InventedQuestion(question.words, scope, question.sentence)


def _searched(collection: Collection, question: InventedQuestion) -> float:
    """Milliseconds of a search whose words are encoded already."""
    collection.prepare(question.words)
    return 1000 * seconds_of(partial(collection.search, question.words, question.scope))


def _times(
    name: str, search: Callable[[InventedQuestion], float], asked: Sequence[InventedQuestion]
) -> dict[str, float]:
    for question in asked:
        search(question)
    return spread(name, [search(question) for question in asked])


def spread(name: str, times: Sequence[float]) -> dict[str, float]:
    """The median and the time that one in a hundred takes or more."""
    ordered = sorted(times)
    last = ordered[min(len(ordered) - 1, int(0.99 * len(ordered)))]
    return {f"{name}_p50": statistics.median(ordered), f"{name}_p99": last}


if __name__ == "__main__":
    main()
