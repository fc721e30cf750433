"""An answer as the page shows it: plain values for the templates. It adds no facts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from urllib.parse import quote, urlencode

from corpus import Paragraph
from index import Report
from qa.answer_json import citation_to_json
from qa.answer_words import understood_parts
from qa.holdings import Holdings, holdings_of
from qa.labels import listed
from qa.open_collection import OpenCollection
from qa.records import Answer, Citation, Sentence, Understanding
from qa.web.asked import Asked


@dataclass(frozen=True, slots=True)
class PartView:
    """One part of how a question was understood."""

    name: str  # of the part, as `ignore` has it
    words: str
    from_history: bool
    without: Asked | None  # the question with the part taken off; None where it cannot be


@dataclass(frozen=True, slots=True)
class SourceView:
    """A citation as a card."""

    n: int
    citation: Citation
    place: str  # "paragraph 57, page 11"
    before: str
    quoted: str
    after: str
    href: str  # the permanent address, with the quoted words marked
    report_href: str
    superseded: Report | None


@dataclass(frozen=True, slots=True)
class AnswerView:
    """Everything that one turn of the conversation shows."""

    asked: Asked
    answer: Answer
    parts: tuple[PartView, ...]
    groups: tuple[tuple[str, tuple[Sentence, ...]], ...]
    sources: tuple[SourceView, ...]
    related: tuple[SourceView, ...]
    in_scope: Holdings  # of the reports searched: what the answer can be narrowed by
    said: str  # what a screen reader is told when the answer is there


def answer_view(answer: Answer, asked: Asked, collection: OpenCollection) -> AnswerView:
    """The answer for the page; superseding reports are looked up in the same generation."""
    understanding = answer.understanding
    return AnswerView(
        asked=asked,
        answer=answer,
        parts=tuple(part_views(understanding, asked)),
        groups=tuple(
            (group, tuple(sentences))
            for group, sentences in groupby(answer.sentences, key=lambda s: s.group)
        ),
        sources=tuple(source_view(c, collection) for c in answer.citations),
        related=tuple(source_view(c, collection) for c in answer.related),
        in_scope=holdings_of(collection.reports(understanding.scope)),
        said=_announcement(answer),
    )


def part_views(understanding: Understanding, asked: Asked) -> Iterator[PartView]:
    """The parts that have a value, each with the question that is left without it."""
    for name, words in understood_parts(understanding):
        came_before = name in understanding.from_history
        yield PartView(name, words, came_before, asked.without(name))
    if "topics" in understanding.from_history:
        matter = listed([topic.word for topic in understanding.topics if not topic.together])
        yield PartView("topics", f"about {matter}", from_history=True, without=None)


def source_view(citation: Citation, collection: OpenCollection) -> SourceView:
    """A citation with its paragraph cut at the quoted words."""
    text = citation.paragraph.text
    by = citation.report.superseded_by
    return SourceView(
        n=citation.n,
        citation=citation,
        place=place_words(citation.paragraph),
        before=text[: citation.start],
        quoted=citation.quote,
        after=text[citation.end :],
        href=f"{citation_to_json(citation)['link']}?{urlencode(_marked(citation))}",
        report_href=report_path(citation.report),
        superseded=collection.report(by) if by else None,
    )


def _marked(citation: Citation) -> dict[str, int]:
    return {"start": citation.start, "end": citation.end}


def place_words(paragraph: Paragraph) -> str:
    """ "paragraph 57, page 11", or what the paragraph is where it has no number."""
    names = {"table": "judgement table", "front": "title block", "bullet": "bullet point"}
    numbered = f"paragraph {paragraph.number}" if paragraph.number else None
    what = numbered or names.get(paragraph.kind, "paragraph without a number")
    return f"{what}, page {paragraph.page}" if paragraph.page else what


def report_path(report: Report) -> str:
    """The permanent address of a report."""
    return f"/reports/{quote(report.id, safe='')}"


def _announcement(answer: Answer) -> str:
    if not answer.sentences:
        return answer.reason or ""
    reports = answer.coverage.reports_answering
    count = len(answer.sentences)
    sentences = f"{count} {'sentence' if count == 1 else 'sentences'}"
    return f"Answer ready: {sentences} from {reports} {'report' if reports == 1 else 'reports'}."
