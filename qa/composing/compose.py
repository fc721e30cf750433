"""From evidence to sentences: how much of each paragraph is quoted, in what order.

`choosing.py` says which paragraphs, `suiting.py` which of them do not suit the question.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from corpus import Paragraph
from index import Report
from qa.composing.choosing import choose
from qa.composing.citations import CitationList
from qa.composing.quoting import Quoting
from qa.labels import report_label
from qa.open_collection import OpenCollection
from qa.records import Sentence, Understanding
from qa.sentences import Span, split_sentences
from qa.weighing.evidence import Evidence
from qa.weighing.polarity import is_improvement_heading

# How many sentences of each opening paragraph an overview quotes.
FIRST_SENTENCES = 2


def compose(
    evidence: Sequence[Evidence],
    understanding: Understanding,
    collection: OpenCollection,
    citations: CitationList,
    limit: int | None,
) -> tuple[Sentence, ...]:
    """Quotes from the best paragraphs, grouped by report, newest report first.

    Within a report they stand in reading order. What a council says of itself comes last.
    """
    quoting = Quoting(understanding, collection)
    chosen = choose(evidence, understanding, quoting, limit)
    groups: dict[str, list[Evidence]] = {}
    for item in chosen:
        groups.setdefault(item.hit.report.id, []).append(item)
    in_order = sorted(groups.values(), key=lambda items: _newest_first(items[0].hit.report))
    sentences = []
    for items in in_order:
        for item in sorted(items, key=_reading_order):
            sentences.append(_quoted(item, quoting, citations))
    return tuple(sentences)


def compose_improvements(
    lists: Sequence[tuple[Report, Sequence[Paragraph]]], citations: CitationList, limit: int | None
) -> tuple[Sentence, ...]:
    """What reports list as to be improved, point by point, word for word."""
    points = [(report, paragraph) for report, paragraphs in lists for paragraph in paragraphs]
    sentences = []
    for report, paragraph in points[:limit]:
        span = _whole(paragraph.text)
        n = citations.cite(report, paragraph, span.start, span.end)
        quote = paragraph.text[span.start : span.end]
        sentences.append(Sentence(quote, (n,), "quote", report_label(report)))
    return tuple(sentences)


def compose_overview(
    openings: Sequence[tuple[Report, Sequence[Paragraph]]],
    citations: CitationList,
    limit: int | None,
) -> tuple[Sentence, ...]:
    """The first sentences of each paragraph of reports' opening summaries."""
    found = [(report, paragraph) for report, paragraphs in openings for paragraph in paragraphs]
    sentences = []
    for report, paragraph in found[:limit]:
        spans = split_sentences(paragraph.text)[:FIRST_SENTENCES]
        start, end = spans[0].start, spans[-1].end
        n = citations.cite(report, paragraph, start, end)
        sentences.append(Sentence(paragraph.text[start:end], (n,), "quote", report_label(report)))
    return tuple(sentences)


def _quoted(item: Evidence, quoting: Quoting, citations: CitationList) -> Sentence:
    report, paragraph = item.hit.report, item.hit.paragraph
    span = quoting.quote(item.hit)
    n = citations.cite(report, paragraph, span.start, span.end)
    group = report_label(report)
    if is_improvement_heading(paragraph.section):
        group = f"{group}, what needs to improve"  # a bullet alone does not say that it is wanting
    return Sentence(paragraph.text[span.start : span.end], (n,), "quote", group)


def _whole(text: str) -> Span:
    """The text without a bullet mark and white space around it."""
    spans = split_sentences(text)
    return Span(spans[0].start, spans[-1].end) if spans else Span(0, len(text))


def _newest_first(report: Report) -> tuple[bool, int, str]:
    when = report.date or report.published or date.min
    return report.kind == "self-assessment", -when.toordinal(), report.id


def _reading_order(item: Evidence) -> tuple[int, int, str]:
    paragraph = item.hit.paragraph
    number = paragraph.number or ""
    digits = int(number) if number.isdigit() else 0
    return paragraph.page or 0, digits, paragraph.id
