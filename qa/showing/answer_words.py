"""What stands around the sentences of an answer, in words: everywhere an answer is shown as text.

They add no facts, and they are as reports have them: whoever shows them makes them safe.
"""

from __future__ import annotations

from collections.abc import Iterator

from index import Report
from qa.labels import (
    KIND_NAMES,
    MOST_GROUPS,
    counted,
    date_range,
    day,
    grade_words,
    listed,
    period_words,
    short_when,
)
from qa.records import Answer, AnswerCoverage, Citation, Sentence, Status, Understanding

STATUS_WORDS: dict[Status, str] = {
    "answered": "Answered",
    "partial": "Part of an answer",
    "clarification": "Which one do you mean?",
    "no_evidence": "No answer in these reports",
    "out_of_scope": "Outside these reports",
}
NEAREST = "Nearest paragraphs, which do not answer it"
IN_A_MODELS_WORDS = (
    "In a language model's words, each sentence checked against the paragraphs it cites; what "
    "stands in quotation marks is a report's own."
)
WITHDRAWN = (
    "Too little of what the model wrote agreed with the paragraphs it cites. Here is the answer in "
    "the reports' own words."
)
MOST_NAMES = 6  # of authorities: more are told by their number
GLANCE = 160  # characters: two lines of a terminal


def understood_words(understanding: Understanding) -> str:
    """The conditions read from the question, in one line."""
    parts = [words for _, words in understood_parts(understanding)]
    if understanding.from_history:
        names = [name.replace("_", " ") for name in understanding.from_history]
        parts.append(f"from before: {', '.join(names)}")
    return " · ".join(parts)


def understood_parts(understanding: Understanding) -> Iterator[tuple[tuple[str, ...], str]]:
    """Each condition read from the question: its parts, as `ignore` names them, and its words."""
    scope = understanding.scope
    yield from _who(understanding)
    for kind in scope.kinds:
        yield ("kinds",), KIND_NAMES[kind]
    if scope.grades:
        yield ("grades",), f"overall {grade_words(scope.grades)}"
    graded = dict.fromkeys(area for area, _ in scope.area_grades)
    for area in graded:
        grades = [grade for named, grade in scope.area_grades if named == area]
        yield ("area_grades",), f"{area} {grade_words(grades)}"
    if areas := [area for area in _areas(understanding) if area not in graded]:
        yield ("areas",), listed(areas)
    if understanding.move:
        yield ("move",), f"{understanding.move} inspection"
    if scope.since or scope.until:
        bounds = ("since", scope.since), ("until", scope.until)
        yield tuple(name for name, day in bounds if day), period_words(scope.since, scope.until)
    if scope.latest_only:
        yield ("latest_only",), "latest only"
    if understanding.phrase:
        yield ("phrase",), f"“{understanding.phrase}”"
    if understanding.polarity and not understanding.wants_improvements:
        yield ("polarity",), f"only {understanding.polarity}"
    for word, meant in understanding.expanded:
        yield ("expanded",), f"{word}: {' or '.join(meant)}"


def _who(understanding: Understanding) -> Iterator[tuple[tuple[str, ...], str]]:
    """The authorities asked about, and groups by their name; many are told by their number."""
    members = {name for group in understanding.groups for name in group.authorities}
    named = [name for name in understanding.scope.authorities if name not in members]
    if named:
        yield ("authorities",), listed(named) if len(named) <= MOST_NAMES else counted(len(named))
    if len(understanding.groups) > MOST_GROUPS:
        yield ("groups",), f"{len(understanding.groups)} regions"
        return
    for group in understanding.groups:
        yield ("groups",), f"{group.name} ({counted(len(group.authorities))})"


def _areas(understanding: Understanding) -> tuple[str, ...]:
    """Where findings are to stand, else the areas whose grades are asked for."""
    if understanding.scope.areas or understanding.record is None:
        return understanding.scope.areas
    return understanding.record.areas


def report_title(report: Report) -> str:
    """The report as a source: authority, kind, inspection dates, publication."""
    parts = [report.authority or report.title or report.id, KIND_NAMES[report.kind]]
    inspected = date_range(report.inspection_start, report.inspection_end)
    if inspected:
        parts.append(f"inspected {inspected}")
    if report.published:
        parts.append(f"published {day(report.published)}")
    return ", ".join(parts)


def citation_title(citation: Citation) -> str:
    """The report of a citation, and whether a later inspection supersedes it."""
    superseded = ", superseded" if citation.report.superseded_by else ""
    return f"{report_title(citation.report)}{superseded}"


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


def is_written(answer: Answer) -> bool:
    """Whether a language model wrote any of its sentences."""
    return any(sentence.kind == "written" for sentence in answer.sentences)


def sentence_words(sentence: Sentence, *, marks_quotes: bool = False) -> str:
    """The sentence on one line; a row of a table reads "area: grade".

    `marks_quotes`: a quote stands in quotation marks, for a model's own words stand beside it.
    """
    words = " ".join(sentence.text.replace("\t", ": ").split())
    return f"“{words}”" if marks_quotes and sentence.kind == "quote" else words


def glance(citation: Citation) -> str:
    """Who, when, and the beginning of the paragraph: for what is near and does not answer."""
    words = " ".join(citation.quote.split())
    if len(words) > GLANCE:
        words = words[: GLANCE - 3].rsplit(" ", 1)[0] + " ..."
    report = citation.report
    who = report.authority or report.title or report.id
    return f"{', '.join(part for part in (who, short_when(report)) if part)}: {words}"


def searched_words(coverage: AnswerCoverage) -> str:
    """What was searched, without a full stop."""
    searched = coverage.searched
    return (
        f"Searched {searched.reports_in_scope} of the {searched.reports_in_collection} reports in "
        "the collection"
    )
