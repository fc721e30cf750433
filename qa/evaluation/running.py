"""One run over a file of questions: every answer made, written, and scored."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from qa.answering import Answerer
from qa.evaluation.failures import Failure, failure_lines, failure_of
from qa.evaluation.gold import GoldQuestion
from qa.evaluation.lines import line_of, line_to_json
from qa.evaluation.measures import Score, score
from qa.evaluation.scorecard import scorecard_lines


@dataclass(frozen=True, slots=True)
class Run:
    """What is known of all answers, in the order of the questions."""

    scores: tuple[Score, ...]
    failures: tuple[Failure, ...]


def answer_all(
    questions: Sequence[GoldQuestion],
    answerer: Answerer,
    *,
    write: Callable[[dict[str, Any]], object],
    progress: Callable[[int], None] = lambda done: None,
) -> Run:
    """Answer each question and give its line to `write` at once."""
    scores, failures = [], []
    for place, question in enumerate(questions, 1):
        answer = answerer.answer(question.question, always_rank=True)
        line = line_of(question.id, answer)
        write(line_to_json(line))
        scored = score(question, line)
        scores.append(scored)
        failure = failure_of(question, answer, line, scored)
        if failure is not None:
            failures.append(failure)
        progress(place)
    return Run(tuple(scores), tuple(failures))


def report_lines(run: Run, most_failures: int) -> Iterator[str]:
    """The scorecard, then what went wrong, as lines of text."""
    yield from scorecard_lines(run.scores)
    if run.failures and most_failures:
        yield ""
        yield from failure_lines(run.failures, most_failures)
