"""One run over a file of questions: every answer made, written, scored and compared."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from qa.answering import Answerer
from qa.evaluation.comparison import Pair, comparison_lines, pair_of
from qa.evaluation.failures import Failure, failure_lines, failure_of
from qa.evaluation.gold import GoldQuestion
from qa.evaluation.lines import AnswerLine, line_of, line_to_json
from qa.evaluation.measures import Score, score
from qa.evaluation.scorecard import scorecard_lines


@dataclass(frozen=True, slots=True)
class Run:
    """What is known of all answers, in the order of the questions."""

    scores: tuple[Score, ...]
    failures: tuple[Failure, ...]
    pairs: tuple[Pair, ...]  # empty where there is nothing to compare with


def answer_all(
    questions: Sequence[GoldQuestion],
    answerer: Answerer,
    *,
    write: Callable[[dict[str, Any]], object],
    earlier: Mapping[str, AnswerLine] | None = None,
    progress: Callable[[int], None] = lambda done: None,
) -> Run:
    """Answer each question and give its line to `write` at once; `earlier` is by question's id."""
    scores, failures, pairs = [], [], []
    for place, question in enumerate(questions, 1):
        answer = answerer.answer(question.question, always_rank=True)
        line = line_of(question.id, answer)
        write(line_to_json(line))
        scored = score(question, line)
        scores.append(scored)
        failure = failure_of(question, answer, line, scored)
        if failure is not None:
            failures.append(failure)
        if earlier is not None:
            pairs.append(pair_of(question, earlier, line, scored))
        progress(place)
    return Run(tuple(scores), tuple(failures), tuple(pairs))


def report_lines(run: Run, most_failures: int) -> Iterator[str]:
    """The scorecard, then what went wrong, then what changed, as lines of text."""
    yield from scorecard_lines(run.scores)
    if run.failures and most_failures:
        yield ""
        yield from failure_lines(run.failures, most_failures)
    if run.pairs:
        yield ""
        yield from comparison_lines(run.pairs)
