"""An answer as the page shows it: plain values for the templates. It adds no facts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import groupby
from urllib.parse import quote, urlencode

from corpus import Paragraph
from index import Report
from qa.labels import listed
from qa.open_collection import OpenCollection
from qa.records import Answer, Citation, Sentence, Understanding
from qa.showing.answer_json import citation_to_json
from qa.showing.answer_words import understood_parts
from qa.showing.holdings import Holdings, holdings_of
from qa.web.asked import Asked


@dataclass(frozen=True, slots=True)
class PartView:
    """One part of how a question was understood."""

    name: str  # of the part, or the first of its parts, as `ignore` has it
    words: str
    from_history: bool
    without: Asked | None  # the question with the part taken off; None where it cannot be


@dataclass(frozen=True, slots=True)
class MarkerView:
    """The number beside a sentence that leads to what proves it."""

    n: int
    href: str  # the permanent address, with the quoted words marked
    words: str  # "Leeds, paragraph 57, page 11"


@dataclass(frozen=True, slots=True)
class SourceView:
    """A cited paragraph as a card: all citations of it together."""

    numbers: tuple[int, ...]
    report: Report
    paragraph: Paragraph
    place: str  # "paragraph 57, page 11"
    text: tuple[tuple[str, bool], ...]  # the paragraph in pieces, and whether each is quoted
    href: str
    report_href: str
    superseded_by: Report | None


@dataclass(frozen=True, slots=True)
class AnswerView:
    """Everything that one turn of the conversation shows."""

    asked: Asked
    answer: Answer
    parts: tuple[PartView, ...]
    groups: tuple[tuple[str, tuple[Sentence, ...]], ...]
    markers: dict[int, MarkerView]  # by number
    citation_by_n: dict[int, Citation]
    sources: tuple[SourceView, ...]  # in the order in which they are first cited
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
        markers={citation.n: marker_view(citation) for citation in answer.citations},
        citation_by_n={citation.n: citation for citation in answer.citations},
        sources=tuple(source_views(answer.citations, collection)),
        related=tuple(source_views(answer.related, collection)),
        in_scope=holdings_of(collection.reports(understanding.scope)),
        said=_announcement(answer),
    )


def part_views(understanding: Understanding, asked: Asked) -> Iterator[PartView]:
    """The parts that have a value, each with the question that is left without it."""
    for names, words in understood_parts(understanding):
        came_before = names[0] in understanding.from_history
        yield PartView(names[0], words, came_before, reduce(Asked.without, names, asked))
    if "topics" in understanding.from_history:
        matter = listed([topic.word for topic in understanding.topics if not topic.together])
        yield PartView("topics", f"about {matter}", from_history=True, without=None)


def marker_view(citation: Citation) -> MarkerView:
    """The way from a sentence to its source."""
    report = citation.report
    who = report.authority or report.title or report.id
    return MarkerView(citation.n, _address(citation), f"{who}, {place_words(citation.paragraph)}")


def source_views(citations: Sequence[Citation], collection: OpenCollection) -> Iterator[SourceView]:
    """A card for each paragraph that is cited, with the quoted words marked."""
    of_paragraph: dict[str, list[Citation]] = {}
    for citation in citations:
        of_paragraph.setdefault(citation.paragraph.id, []).append(citation)
    for cited in of_paragraph.values():
        report, paragraph = cited[0].report, cited[0].paragraph
        by = report.superseded_by
        yield SourceView(
            numbers=tuple(citation.n for citation in cited),
            report=report,
            paragraph=paragraph,
            place=place_words(paragraph),
            text=tuple(marked_pieces(paragraph.text, [(c.start, c.end) for c in cited])),
            href=_address(cited[0]),
            report_href=report_path(report),
            superseded_by=collection.report(by) if by else None,
        )


def marked_pieces(text: str, spans: Sequence[tuple[int, int]]) -> Iterator[tuple[str, bool]]:
    """The text in pieces, joined again the text, and whether a span covers each."""
    at = 0
    for start, end in sorted(spans):
        start = max(start, at)
        if start >= end:
            continue  # inside of what is marked already
        if start > at:
            yield text[at:start], False
        yield text[start:end], True
        at = end
    if at < len(text):
        yield text[at:], False


def _address(citation: Citation) -> str:
    marked = urlencode({"start": citation.start, "end": citation.end})
    return f"{citation_to_json(citation)['link']}?{marked}"


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
