"""An answer as text for people: how it was understood, its sentences, sources and coverage.

It adds no facts: everything shown stands in the `Answer`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from qa.cli.terminal import Paper
from qa.records import Answer, Citation, Sentence
from qa.showing.answer_words import (
    IN_A_MODELS_WORDS,
    NEAREST,
    STATUS_WORDS,
    citation_place,
    citation_title,
    glance,
    is_written,
    searched_words,
    sentence_words,
    understood_words,
)
from qa.showing.plain_text import clean


def answer_lines(answer: Answer, paper: Paper) -> list[str]:
    """The whole answer, line by line."""
    telling = Telling(paper, is_written=is_written(answer))
    said = [line for sentence in answer.sentences for line in telling.lines(sentence)]
    return [*opening_lines(answer, paper), *said, *closing_lines(answer, paper)]


def opening_lines(answer: Answer, paper: Paper) -> list[str]:
    """What stands before the sentences."""
    lines: list[str] = []
    understood = understood_words(answer.understanding)
    if understood:
        lines += _dim(paper, f"Understood as: {understood}")
        lines.append("")
    if answer.status != "answered":
        lines.append(paper.styled(STATUS_WORDS[answer.status], "bold", "yellow"))
    if answer.reason:
        lines += [*paper.wrapped(answer.reason), ""]
    return lines + _choice_lines(answer, paper)


def closing_lines(answer: Answer, paper: Paper) -> list[str]:
    """What stands behind the sentences: sources, near paragraphs, notes."""
    lines: list[str] = [""] if answer.sentences else []
    lines += _source_lines("Sources", answer.citations, paper)
    lines += _related_lines(answer.related, paper)
    lines += _note_lines(answer, paper)
    return lines


def _choice_lines(answer: Answer, paper: Paper) -> list[str]:
    if not answer.choices:
        return []
    return [f"  - {clean(choice.label)}" for choice in answer.choices] + [""]


class Telling:
    """The sentences one after another, under the report they come from.

    `is_written`: a language model writes, so that what is quoted stands in quotation marks.
    """

    def __init__(self, paper: Paper, *, is_written: bool) -> None:
        self._paper, self._is_written = paper, is_written
        self._group = ""
        self._has_told_who = False

    def lines(self, sentence: Sentence) -> list[str]:
        """What the sentence adds."""
        lines: list[str] = []
        if sentence.kind == "written" and not self._has_told_who:
            self._has_told_who = True
            lines += [*([""] if self._group else []), *_dim(self._paper, IN_A_MODELS_WORDS), ""]
            self._group = ""
        if sentence.group != self._group:
            lines += [""] if self._group else []
            self._group = sentence.group
            wrapped = self._paper.wrapped(sentence.group)
            lines += [self._paper.styled(line, "bold") for line in wrapped]
        marks = "".join(f" [{n}]" for n in sentence.citations)
        words = sentence_words(sentence, marks_quotes=self._is_written)
        return lines + self._paper.wrapped(f"{words}{marks}", indent="  ")


def _source_lines(title: str, citations: Iterable[Citation], paper: Paper) -> list[str]:
    """The citations by number; what is named alike and follows one another is named once."""
    lines: list[str] = []
    for heading, of_report in groupby(citations, key=citation_title):
        lines += [paper.styled(line, "cyan") for line in paper.wrapped(heading)]
        for place, there in groupby(of_report, key=citation_place):
            numbers = [citation.n for citation in there]
            number = f"  {_numbers_words(numbers)} "
            lines += paper.wrapped(place or "in the text", indent=number, hanging=" " * len(number))
    return [paper.styled(title, "bold"), *lines, ""] if lines else []


def _numbers_words(numbers: Sequence[int]) -> str:
    """[3], or "[3] to [5]" where several follow one another."""
    if len(numbers) > 2 and numbers[-1] - numbers[0] == len(numbers) - 1:
        return f"[{numbers[0]}] to [{numbers[-1]}]"
    return " ".join(f"[{number}]" for number in numbers)


def _related_lines(related: Iterable[Citation], paper: Paper) -> list[str]:
    """Near paragraphs where nothing answers, each cut to a glance."""
    lines: list[str] = []
    for citation in related:
        lines += paper.wrapped(glance(citation), indent="  ")
    if not lines:
        return []
    return [paper.styled(NEAREST, "bold"), *lines, ""]


def _note_lines(answer: Answer, paper: Paper) -> list[str]:
    lines: list[str] = []
    for note in answer.notes:
        lines += _dim(paper, note)
    coverage = f"{searched_words(answer.coverage)}, {answer.timing.total:.0f} ms."
    return [*lines, *_dim(paper, coverage)]


def _dim(paper: Paper, text: str) -> list[str]:
    return [paper.styled(line, "dim") for line in paper.wrapped(text)]
