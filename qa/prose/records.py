"""What passes between the model, the checks and the answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from corpus import Paragraph
from index import Report
from qa.sentences import Span

# Why a sentence is not shown; the order is that of the checks.
Failure = Literal[
    "form",  # no sentence: empty, a list, a link, an address, markup
    "citation",  # cites nothing, or what the model was not shown
    "number",
    "date",
    "grade",
    "authority",
    "role",  # who did it, to whom: "leaders" for "social workers"
    "quantifier",  # all, most, some, few, none
    "negation",
    "content",  # says what the paragraphs do not
]


@dataclass(frozen=True, slots=True)
class Source:
    """A paragraph that the model is shown, under the number that it cites it by."""

    n: int  # counted from 1
    report: Report
    paragraph: Paragraph


@dataclass(frozen=True, slots=True)
class DraftSentence:
    """A sentence as the model wrote it; nothing about it is believed."""

    text: str
    sources: tuple[int, ...]  # numbers it cites, whether or not they exist


@dataclass(frozen=True, slots=True)
class LeanedOn:
    """The sentence of a source that a draft is most like."""

    source: Source
    span: Span  # in the paragraph's text


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether the cited paragraphs carry a sentence; `failure` is None where they do."""

    failure: Failure | None
    why: str = ""  # for people: what does not agree, without the sentence itself
    leaned_on: LeanedOn | None = None  # what may be shown word for word instead
