"""Counts what of a scripted model's sentences came to be shown in answers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from qa.records import Answer, Sentence
from qa.showing.plain_text import one_line
from tests.prose.model_on_loopback import Said


@dataclass(frozen=True, slots=True)
class Counts:
    """Sentences of answers that a model was asked for."""

    answers: int = 0
    written: int = 0  # shown, and the model's own
    quoted: int = 0  # shown word for word from a report instead
    said: int = 0  # by the model in all
    lies: int = 0  # of those
    shown_lies: tuple[tuple[Said, str], ...] = ()  # with the answer's question
    unknown: tuple[str, ...] = ()  # shown as the model's, which never said it
    by_kind: Counter[str] = field(default_factory=Counter)  # lies shown

    @property
    def false_share(self) -> float:
        """Of the model's sentences that are shown, those that are lies."""
        return len(self.shown_lies) / self.written if self.written else 0.0

    @property
    def written_share(self) -> float:
        """Of the sentences shown, those that are the model's."""
        shown = self.written + self.quoted
        return self.written / shown if shown else 0.0

    def row(self) -> str:
        """One line for people."""
        return (
            f"{self.answers} answers: {self.said} sentences said, {self.lies} of them lies; "
            f"shown {self.written} of the model's and {self.quoted} quotes; "
            f"{len(self.shown_lies)} lies shown ({self.false_share:.1%}), "
            f"{self.written_share:.1%} the model's"
        )


def count(answers: Iterable[Answer], said: Sequence[Said]) -> Counts:
    """How many of the sentences said are in the answers, and how many lies among them."""
    said_by_key = {_key(one.text, one.about): one for one in said}
    written = quoted = asked = 0
    lies: list[tuple[Said, str]] = []
    unknown: list[str] = []
    for answer in answers:
        kinds = Counter(sentence.kind for sentence in answer.sentences)
        asked += 1
        written += kinds["written"]
        quoted += kinds["quote"]
        for sentence in answer.sentences:
            if sentence.kind == "written":
                one = said_by_key.get(_key(sentence.text, _cited_texts(answer, sentence)))
                if one is None:
                    unknown.append(sentence.text)
                elif not one.is_true:
                    lies.append((one, answer.understanding.question))
    return Counts(
        answers=asked,
        written=written,
        quoted=quoted,
        said=len(said),
        lies=sum(not one.is_true for one in said),
        shown_lies=tuple(lies),
        unknown=tuple(unknown),
        by_kind=Counter(one.kind for one, _ in lies),
    )


def _cited_texts(answer: Answer, sentence: Sentence) -> tuple[str, ...]:
    return tuple(one_line(answer.citations[n - 1].paragraph.text) for n in sentence.citations)


def _key(text: str, about: Iterable[str]) -> tuple[str, frozenset[str]]:
    return one_line(text), frozenset(about)
