"""The same questions with a language model and without, answered in one run and scored alike."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from qa.answering import Answerer
from qa.evaluation.comparison import Pair, comparison_lines
from qa.evaluation.gold import GoldQuestion
from qa.evaluation.lines import line_of, line_to_json
from qa.evaluation.measures import Score, score
from qa.evaluation.scorecard import scorecard_lines
from qa.records import Answer, ModelUse, Question

Write = Callable[[Question, Answer], Answer]


@dataclass(frozen=True, slots=True)
class Use:
    """What a model did for one answer, and what of the answer is its own."""

    model: ModelUse
    shown: int  # sentences of the answer that are no records
    written: int  # of those, in the model's words


@dataclass(frozen=True, slots=True)
class ProseRun:
    """All questions, each answered by quotes and then by the model; in their order."""

    pairs: tuple[Pair, ...]  # before: without the model
    uses: tuple[Use, ...]  # of the answers that the model was asked for

    @property
    def quoted(self) -> list[Score]:
        """The scores without the model."""
        return [pair.before for pair in self.pairs]

    @property
    def written(self) -> list[Score]:
        """The scores with it."""
        return [pair.after for pair in self.pairs]


def answer_all_twice(
    questions: Sequence[GoldQuestion],
    answerer: Answerer,
    have_written: Write,
    *,
    write: Callable[[dict[str, Any]], object],
    progress: Callable[[int], None] = lambda done: None,
) -> ProseRun:
    """Answer each question both ways, and give the line of the written answer to `write`."""
    pairs, uses = [], []
    for place, question in enumerate(questions, 1):
        quoted = answerer.answer(question.question, always_rank=True)
        answer = have_written(question.question, quoted)
        before, after = line_of(question.id, quoted), line_of(question.id, answer)
        write(line_to_json(after))
        changed = not after.says_the_same(before)
        pairs.append(Pair(score(question, before), score(question, after), changed))
        if answer.model is not None:
            uses.append(_use_of(answer, answer.model))
        progress(place)
    return ProseRun(tuple(pairs), tuple(uses))


def prose_lines(run: ProseRun, name: str) -> Iterator[str]:
    """Both scorecards, their differences, and what the model did, as lines of text."""
    yield "Without a language model"
    yield from scorecard_lines(run.quoted)
    yield ""
    yield f"With {name}"
    yield from scorecard_lines(run.written)
    yield ""
    yield from comparison_lines(run.pairs, "The model's answers less the quotes")
    yield ""
    yield from use_lines(run.uses, len(run.pairs))


def use_lines(uses: Sequence[Use], questions: int) -> Iterator[str]:
    """How often the model was asked, what became of its sentences, and what that took."""
    written = sum(use.written > 0 for use in uses)
    failures = Counter(use.model.failure for use in uses if use.model.failure)
    yield (
        f"The model was asked for {len(uses)} of {questions} answers: {written} written, "
        f"{len(uses) - written} left to the quotes{_counted(failures)}"
    )
    models = [use.model for use in uses]
    checked = sum(model.checked for model in models)
    failed: Counter[str] = Counter()
    for model in models:
        failed.update(dict(model.failed_for))
    yield f"{checked} sentences checked, {sum(failed.values())} failed{_counted(failed)}"
    shown = sum(use.shown for use in uses if use.written)
    own = sum(use.written for use in uses)
    if shown:
        yield f"{own} of {shown} sentences of written answers are the model's ({own / shown:.3f})"
    seconds = sorted(model.seconds for model in models)
    if seconds:
        cost = sum(model.cost or 0.0 for model in models)
        priced = f", cost {cost:.4f}" if any(model.cost is not None for model in models) else ""
        yield (
            f"{sum(model.tokens_in for model in models)} tokens sent, "
            f"{sum(model.tokens_out for model in models)} written{priced}; "
            f"{seconds[len(seconds) // 2]:.1f} s each in the middle, {seconds[-1]:.1f} s at most"
        )


def _use_of(answer: Answer, model: ModelUse) -> Use:
    shown = [sentence.kind for sentence in answer.sentences if sentence.kind != "record"]
    return Use(model, len(shown), shown.count("written"))


def _counted(counts: Counter[Any]) -> str:
    if not counts:
        return ""
    return f" ({', '.join(f'{name} {count}' for name, count in counts.most_common())})"
