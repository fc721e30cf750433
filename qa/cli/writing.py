"""An answer on the terminal as a language model writes it, sentence by sentence."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from qa.answering import Answerer
from qa.assembly import make_verifier, make_writer
from qa.cli.show import Telling, answer_lines, closing_lines, opening_lines
from qa.cli.terminal import Paper, tell
from qa.prose.in_turn import checking, each
from qa.prose.page import Shown
from qa.prose.sources import sources_of
from qa.prose.writing import Check, Finished, Writer
from qa.records import Answer, Question
from qa.settings import Settings
from qa.showing.answer_words import WITHDRAWN


class Writing:
    """The model of the settings over one opened collection; made where it is first needed."""

    def __init__(self, answerer: Answerer, settings: Settings) -> None:
        self._answerer, self._settings = answerer, settings

    def whole(self, question: Question, answer: Answer) -> Answer:
        """The answer once the model has ended."""
        for step in self._steps(question, answer):
            if isinstance(step, Finished):
                answer = step.answer
        return answer

    def print_as_written(self, question: Question, answer: Answer, paper: Paper) -> Answer:
        """Print the answer as it is written, and return it whole."""
        _print(opening_lines(answer, paper))
        if sources_of(answer):
            tell(f"{self._settings.model} is writing; each sentence is checked before it is shown.")
        telling = Telling(paper, is_written=True)
        has_told = False
        for step in self._steps(question, answer):
            if isinstance(step, Shown):
                has_told = True
                _print(telling.lines(step.sentence))
                continue
            answer = step.answer
            if has_told and not step.is_withdrawn:
                _print(closing_lines(answer, paper))
                continue
            if has_told:
                _print(["", *paper.wrapped(WITHDRAWN), ""])
            _print(answer_lines(answer, paper)[len(opening_lines(answer, paper)) :])
        return answer

    @cached_property
    def _writer(self) -> Writer:
        made = make_writer(self._settings)
        if made is None:
            raise ValueError("no language model is set")
        return made

    @cached_property
    def _check(self) -> Check:
        return checking(make_verifier(self._answerer.collection, self._settings.nli))

    def _steps(self, question: Question, answer: Answer) -> Iterator[Shown | Finished]:
        if not sources_of(answer):
            return iter([Finished(answer)])
        return each(self._writer.write(question, answer, self._check))


def _print(lines: list[str]) -> None:
    if lines:
        print("\n".join(lines), flush=True)
