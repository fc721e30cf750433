"""What a model may write from: the paragraphs that the answer quotes without it, and no others."""

from __future__ import annotations

from collections.abc import Sequence

from corpus import Paragraph
from index import Report
from qa.labels import listed, report_label, short_when
from qa.prose.records import Source
from qa.records import Answer
from qa.sentences import Span, split_sentences
from qa.weighing.polarity import is_improvement_heading

# An answer quotes up to eight paragraphs of a report, of several councils somewhat more.
MOST_SOURCES = 12
# Three thousand tokens: what the smallest servers in use hold beside instructions and answer.
MOST_CHARACTERS = 12_000
# Named in a group's heading; more are told by their number.
MOST_NAMED = 3


def sources_of(answer: Answer) -> tuple[Source, ...]:
    """The quoted paragraphs in the order of their quotes, numbered anew.

    Empty where nothing is to be written: the answer has no sentences, or they are made of records,
    or are a report's own list of what needs to improve, which is quoted point by point.
    """
    if answer.status not in ("answered", "partial") or answer.understanding.wants_improvements:
        return ()
    citation_by_n = {citation.n: citation for citation in answer.citations}
    quoted: dict[str, tuple[Report, Paragraph]] = {}
    for sentence in answer.sentences:
        if sentence.kind == "quote":
            for n in sentence.citations:
                citation = citation_by_n[n]
                quoted.setdefault(citation.paragraph.id, (citation.report, citation.paragraph))
    sources: list[Source] = []
    left = MOST_CHARACTERS
    for report, paragraph in list(quoted.values())[:MOST_SOURCES]:
        if len(paragraph.text) <= left:
            left -= len(paragraph.text)
            sources.append(Source(len(sources) + 1, report, paragraph))
    return tuple(sources)


def whole_span(paragraph: Paragraph) -> Span:
    """The paragraph's text without what stands around it."""
    spans = split_sentences(paragraph.text)
    return Span(spans[0].start, spans[-1].end) if spans else Span(0, len(paragraph.text))


def mixes_own_words(sources: Sequence[Source]) -> bool:
    """Whether a council's own words and what inspectors found are cited together."""
    return len({source.report.kind == "self-assessment" for source in sources}) > 1


def group_of(sources: Sequence[Source]) -> str:
    """What a sentence stands under: its report, or which reports it brings together."""
    reports = list({source.report.id: source.report for source in sources}.values())
    label = report_label(reports[0]) if len(reports) == 1 else _together(reports)
    wanting = all(is_improvement_heading(source.paragraph.section) for source in sources)
    # A bullet alone does not say that it is wanting.
    return f"{label}, what needs to improve" if wanting else label


def _together(reports: Sequence[Report]) -> str:
    """Several reports in a line: of several councils their names, of one council the times."""
    names = list(dict.fromkeys(r.authority or r.title or r.id for r in reports))
    own = all(report.kind == "self-assessment" for report in reports)
    whose = ": the council says, in each self-assessment" if own else ""
    if len(names) > MOST_NAMED:
        return f"{len(names)} authorities together{whose}"
    if len(names) > 1 or own:
        return f"{listed(names)} together{whose}"
    when = [words for report in reports if (words := short_when(report))]
    told = listed(when) if len(when) == len(reports) <= MOST_NAMED else f"{len(reports)} reports"
    return f"{names[0]}: {told} together"
