"""An answer as text for people: how it was understood, its sentences, sources and coverage.

It adds no facts: everything shown stands in the `Answer`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from qa.cli.terminal import Paper, Style
from qa.labels import KIND_NAMES, date_range, day, grade_words, listed, short_when, who_words
from qa.plain_text import clean
from qa.records import Answer, Citation, Status, Understanding

_HEADINGS: dict[Status, tuple[str, Style]] = {
    "answered": ("", "green"),
    "partial": ("Part of an answer", "yellow"),
    "clarification": ("Which one do you mean?", "yellow"),
    "no_evidence": ("No answer in these reports", "yellow"),
    "out_of_scope": ("Outside these reports", "yellow"),
}


def answer_lines(answer: Answer, paper: Paper) -> list[str]:
    """The whole answer, line by line."""
    lines: list[str] = []
    understood = understood_words(answer.understanding)
    if understood:
        lines += _dim(paper, f"Understood as: {understood}")
        lines.append("")
    heading, style = _HEADINGS[answer.status]
    if heading:
        lines.append(paper.styled(heading, "bold", style))
    if answer.reason:
        lines += [*paper.wrapped(answer.reason), ""]
    lines += _choice_lines(answer, paper)
    lines += _sentence_lines(answer, paper)
    lines += _source_lines("Sources", answer.citations, paper)
    lines += _related_lines(answer.related, paper)
    lines += _note_lines(answer, paper)
    return lines


def understood_words(understanding: Understanding) -> str:
    """The conditions read from the question, in one line."""
    scope = understanding.scope
    who = who_words(understanding)
    parts = [who] if who else []
    parts += [KIND_NAMES[kind] for kind in scope.kinds]
    if scope.grades:
        parts.append(f"overall {grade_words(scope.grades)}")
    graded = dict.fromkeys(area for area, _ in scope.area_grades)
    for area in graded:
        grades = [grade for named, grade in scope.area_grades if named == area]
        parts.append(f"{area} {grade_words(grades)}")
    asked = (
        [a for a in understanding.record.areas if a not in graded] if understanding.record else []
    )
    if asked:
        parts.append(listed(asked))
    if understanding.move:
        parts.append(f"{understanding.move} inspection")
    if scope.since and scope.until:
        parts.append(f"{day(scope.since)} to {day(scope.until)}")
    elif scope.since:
        parts.append(f"since {day(scope.since)}")
    elif scope.until:
        parts.append(f"until {day(scope.until)}")
    if scope.latest_only:
        parts.append("latest only")
    parts += [f"{word}: {' or '.join(meant)}" for word, meant in understanding.expanded]
    if understanding.from_history:
        names = [name.replace("_", " ") for name in understanding.from_history]
        parts.append(f"from before: {', '.join(names)}")
    return " · ".join(parts)


def citation_title(citation: Citation) -> str:
    """The report of a citation: authority, kind, inspection dates, publication, overall grade."""
    report = citation.report
    parts = [report.authority or report.title or report.id, KIND_NAMES[report.kind]]
    inspected = date_range(report.inspection_start, report.inspection_end)
    if inspected:
        parts.append(f"inspected {inspected}")
    if report.published:
        parts.append(f"published {day(report.published)}")
    if report.superseded_by:
        parts.append("superseded")
    return ", ".join(parts)


def citation_place(citation: Citation) -> str:
    """Where in its report the citation stands: section with its grade, paragraph, page."""
    paragraph = citation.paragraph
    parts = []
    if paragraph.section:
        section = " ".join(paragraph.section.split())
        grade = paragraph.section_grade
        already = grade is not None and grade in section.casefold()
        parts.append(f"{section} ({grade})" if grade and not already else section)
    elif paragraph.kind in ("table", "front"):
        parts.append("judgement table" if paragraph.kind == "table" else "title block")
    elif not paragraph.number and paragraph.page:
        parts.append("opening summary")
    if paragraph.number:
        parts.append(f"paragraph {paragraph.number}")
    if paragraph.page:
        parts.append(f"page {paragraph.page}")
    return ", ".join(parts)


def _choice_lines(answer: Answer, paper: Paper) -> list[str]:
    if not answer.choices:
        return []
    return [f"  - {clean(choice.label)}" for choice in answer.choices] + [""]


def _sentence_lines(answer: Answer, paper: Paper) -> list[str]:
    """The sentences under the report they come from."""
    lines: list[str] = []
    group = ""
    for sentence in answer.sentences:
        if sentence.group != group:
            group = sentence.group
            if lines:
                lines.append("")
            lines += [paper.styled(line, "bold") for line in paper.wrapped(group)]
        marks = "".join(f" [{n}]" for n in sentence.citations)
        text = sentence.text.replace("\t", ": ")
        lines += paper.wrapped(f"{text}{marks}", indent="  ")
    return [*lines, ""] if lines else []


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
        words = " ".join(citation.quote.split())
        glance = words if len(words) <= 160 else words[:157].rsplit(" ", 1)[0] + " ..."
        who = citation.report.authority or citation.report.title or citation.report.id
        named = ", ".join(part for part in (who, short_when(citation.report)) if part)
        lines += paper.wrapped(f"{named}: {glance}", indent="  ")
    if not lines:
        return []
    return [paper.styled("Nearest paragraphs, which do not answer it", "bold"), *lines, ""]


def _note_lines(answer: Answer, paper: Paper) -> list[str]:
    searched = answer.coverage.searched
    lines: list[str] = []
    for note in answer.notes:
        lines += _dim(paper, note)
    coverage = (
        f"Searched {searched.reports_in_scope} of the {searched.reports_in_collection} reports in "
        f"the collection, {answer.timing.total:.0f} ms."
    )
    return [*lines, *_dim(paper, coverage)]


def _dim(paper: Paper, text: str) -> list[str]:
    return [paper.styled(line, "dim") for line in paper.wrapped(text)]
