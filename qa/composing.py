"""From evidence to sentences: which paragraphs are quoted, how much of each, in what order."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from corpus import Paragraph
from index import Hit, Report
from qa.citations import CitationList
from qa.evidence import Evidence
from qa.finding import is_improvement_heading
from qa.labels import report_label
from qa.open_collection import OpenCollection
from qa.quoting import Nearness, best_sentence, choose_quote, fits_polarity
from qa.records import Sentence, Understanding
from qa.sentences import Span, split_sentences
from qa.wanted import Want, what_is_wanted

# How many paragraphs are quoted where `limit` does not say: a fact about one council needs few,
# a question across councils or reports needs one for each.
QUOTED_FOR_ONE = 3
QUOTED_ACROSS = 8
PER_REPORT_ACROSS = 2
# How many sentences of each opening paragraph an overview quotes.
FIRST_SENTENCES = 2
# A paragraph is quoted beside the likeliest of its search only if it is at least this share as
# likely to answer: .72 of what is quoted then answers, .65 with .5 (docs/decisions/0023).
NEARLY_AS_LIKELY = 0.8
# The same across authorities, where each report has something of its own to say: of paragraphs from
# .7 on .41 to .49 are known to answer, below it .20 to .25 (449 of 61 questions, 2026-11-24).
LIKELY_ACROSS = 0.7
# An older report is left out where a current one of its authority is at least this share as likely
# to answer: what was so years ago is not asked for. Without it citation precision was .78, .69 and
# .72 on three sets of questions, with .3, .5 or .7 it is .79, .72 and .72 (2026-11-24).
STILL_SAID = 0.5


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
    quoting = _Quoting(understanding, collection)
    chosen = _chosen(_of_polarity(evidence, understanding, quoting), understanding, limit)
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


def _chosen(
    evidence: Sequence[Evidence], understanding: Understanding, limit: int | None
) -> list[Evidence]:
    """The evidence to quote: the strongest, not too much of one report, no copy of another."""
    one_council = len(understanding.sides) == 1
    several_sides = understanding.compares or understanding.last or not one_council
    most = limit or (QUOTED_ACROSS if several_sides else QUOTED_FOR_ONE)
    searched_apart = bool(understanding.sides)
    share = NEARLY_AS_LIKELY if searched_apart else LIKELY_ACROSS
    evidence = _current(evidence, understanding)
    best = _best_of_each(evidence)
    if searched_apart:
        evidence = sorted(evidence, key=lambda item: -item.likelihood)
    chosen: list[Evidence] = []
    seen: set[str] = set()
    count: dict[str, int] = {}
    for item in evidence:
        report = item.hit.report.id
        if item.likelihood < share * best[item.search] or item.hit.paragraph.text in seen:
            continue
        if several_sides and count.get(report, 0) >= PER_REPORT_ACROSS:
            continue
        chosen.append(item)
        seen.add(item.hit.paragraph.text)
        count[report] = count.get(report, 0) + 1
        if len(chosen) == most:
            break
    return chosen


class _Quoting:
    """Which words of a hit's paragraph are quoted for one question."""

    def __init__(self, understanding: Understanding, collection: OpenCollection) -> None:
        self._understanding = understanding
        self._collection = collection
        self._want = what_is_wanted(understanding.question)

    def quote(self, hit: Hit) -> Span:
        """What is shown of the paragraph."""
        return choose_quote(*self._asked(hit))

    def fits(self, hit: Hit) -> bool:
        """Whether it criticises, or praises, where that is asked for."""
        if is_improvement_heading(hit.paragraph.section):
            return self._understanding.polarity == "criticism"  # whatever the bullet's words
        # Not the whole quote: a sentence beside the one that answers may criticise another matter.
        span = best_sentence(*self._asked(hit))
        return fits_polarity(hit.paragraph.text[span.start : span.end], self._understanding)

    def _asked(self, hit: Hit) -> tuple[str, Understanding, Want | None, Nearness]:
        words = self._understanding.words
        return (
            hit.paragraph.text,
            self._understanding,
            self._want,
            lambda spans: self._collection.nearness(words, hit, spans),
        )


def _current(evidence: Sequence[Evidence], understanding: Understanding) -> Sequence[Evidence]:
    """Without what an older report says where a newer one of its authority says it too.

    Only where no time is asked about and nothing is compared.
    """
    timed = understanding.periods or understanding.move or understanding.last
    if timed or understanding.compares:
        return evidence
    newest: dict[str | None, Evidence] = {}
    for item in evidence:
        best = newest.get(item.hit.report.authority)
        if item.hit.report.superseded_by is None and (
            best is None or item.likelihood > best.likelihood
        ):
            newest[item.hit.report.authority] = item
    return [
        item
        for item in evidence
        if item.hit.report.superseded_by is None
        or item.hit.report.authority not in newest
        or newest[item.hit.report.authority].likelihood < STILL_SAID * item.likelihood
    ]


def _of_polarity(
    evidence: Sequence[Evidence], understanding: Understanding, quoting: _Quoting
) -> Sequence[Evidence]:
    """Only what criticises, or praises, where that is asked for and some evidence does."""
    if understanding.polarity is None:
        return evidence
    return [item for item in evidence if quoting.fits(item.hit)] or evidence


def _best_of_each(evidence: Sequence[Evidence]) -> dict[str | None, float]:
    """The greatest likelihood of each search."""
    best: dict[str | None, float] = {}
    for item in evidence:
        best[item.search] = max(best.get(item.search, 0.0), item.likelihood)
    return best


def _quoted(item: Evidence, quoting: _Quoting, citations: CitationList) -> Sentence:
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
