"""Where a report prints what its record says: the words to cite."""

from __future__ import annotations

import re

from corpus import Judgement, Paragraph
from index import Report
from qa.composing.citations import CitationList
from qa.open_collection import OpenCollection
from qa.sentences import Span, split_sentences

_GRADE = re.compile(
    r"outstanding|good|requires improvement(?: to be good)?|inadequate|adequate|not judged",
    re.IGNORECASE,
)


def cite_judgement(
    report: Report, judgement: Judgement, collection: OpenCollection, citations: CitationList
) -> tuple[int, ...]:
    """The citation of the row, heading or sentence that prints the judgement; () where unknown."""
    found = collection.paragraph(judgement.paragraph_id) if judgement.paragraph_id else None
    if found is None:
        return ()
    _, paragraph = found
    span = judgement_span(paragraph.text, judgement.printed, judgement.grade)
    return (citations.cite(report, paragraph, span.start, span.end),)


def judgement_span(text: str, printed: str, grade: str | None = None) -> Span:
    """The printed name of an area with the grade behind it; else the sentence, else everything.

    Where a table prints the name twice, it is the row with this grade.
    """
    pattern = r"\s+".join(re.escape(word) for word in printed.split())
    rows = [_row(text, match) for match in re.finditer(pattern, text, re.IGNORECASE) if pattern]
    fitting = [row for row in rows if row and grade and _ends_with_grade(text, row, grade)]
    found = next((row for row in (*fitting, *rows) if row), None)
    return found or Span(0, len(text))


def _row(text: str, name: re.Match[str]) -> Span | None:
    """The name and the grade behind it, in its own sentence if that has one."""
    for span in split_sentences(text):
        if span.start <= name.start() < span.end:
            grade = _GRADE.search(text, name.end(), min(span.end, name.end() + 60))
            if grade:
                return Span(name.start(), grade.end())
    grade = _GRADE.search(text, name.end(), name.end() + 60)
    return Span(name.start(), grade.end()) if grade else None


def _ends_with_grade(text: str, row: Span, grade: str) -> bool:
    printed = _GRADE.findall(text[row.start : row.end])
    return bool(printed) and printed[-1].casefold().startswith(grade)


def cite_words(
    report: Report, words: str | None, collection: OpenCollection, citations: CitationList
) -> tuple[int, ...]:
    """The citation of words in the report's title block, else in any of its paragraphs."""
    found = find_printed(report, words, collection) if words else None
    if found is None:
        return ()
    paragraph, span = found
    return (citations.cite(report, paragraph, span.start, span.end),)


def cite_front(
    report: Report, collection: OpenCollection, citations: CitationList
) -> tuple[int, ...]:
    """The citation of the report's title block, or of its first paragraph where it has none."""
    paragraphs = collection.paragraphs(report.id)
    front = next((p for p in paragraphs if p.kind == "front"), None)
    front = front or (paragraphs[0] if paragraphs else None)
    if front is None:
        return ()
    return (citations.cite(report, front, 0, len(front.text)),)


def find_printed(
    report: Report, words: str, collection: OpenCollection
) -> tuple[Paragraph, Span] | None:
    """The first paragraph that prints the words, the title block before others, with the line."""
    pattern = re.compile(r"\s+".join(re.escape(w) for w in words.split()), re.IGNORECASE)
    paragraphs = sorted(collection.paragraphs(report.id), key=lambda p: p.kind != "front")
    for paragraph in paragraphs:
        match = pattern.search(paragraph.text)
        if match:
            return paragraph, _line_around(paragraph.text, match)
    return None


def _line_around(text: str, match: re.Match[str]) -> Span:
    """The sentence or line in which the match stands, or the match where it crosses lines."""
    for span in split_sentences(text):
        if span.start <= match.start() and match.end() <= span.end:
            return span
    return Span(match.start(), match.end())
