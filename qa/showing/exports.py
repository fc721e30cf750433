"""An answer to take along: plain text, Markdown or CSV, with its sources and their licence.

One outline, written with one of two pens. It adds no facts: what is told stands in the `Answer`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, Protocol
from urllib.parse import quote

from qa.labels import day
from qa.records import Answer, Citation, Sentence
from qa.showing.answer_json import answer_to_json, citation_to_json
from qa.showing.answer_words import (
    IN_A_MODELS_WORDS,
    NEAREST,
    STATUS_WORDS,
    citation_place,
    glance,
    is_written,
    report_title,
    searched_words,
    sentence_words,
    understood_words,
)
from qa.showing.attribution import NOT_AFFILIATED, attribution
from qa.showing.markdown import as_markdown
from qa.showing.plain_text import one_line
from qa.showing.report_rows import rows_as_csv
from qa.showing.shown_source import shown_source

_OF_CITATION = (
    "n",
    "authority",
    "kind",
    "title",
    "inspection_start",
    "inspection_end",
    "published",
    "overall",
    "section",
    "section_grade",
    "number",
    "page",
    "quote",
    "superseded_by",
    "link",
    "report_id",
    "paragraph_id",
    "source",
)
CSV_COLUMNS = (
    "question",
    "understood",
    "status",
    "reason",
    "group",
    "sentence",
    "sentence_kind",
    "proof",
    "cited_as",
    *_OF_CITATION,
    "choices",
    "notes",
    "reports_in_collection",
    "reports_in_scope",
    "reports_answering",
    "authorities_in_scope",
    "answered_on",
    "attribution",
)


class Pen(Protocol):
    """Writes the parts of an outline; words come to it as reports have them."""

    def title(self, words: str) -> str: ...

    def heading(self, words: str) -> str: ...

    def line(self, words: str) -> str: ...

    def item(self, words: str, marks: str = "", address: str = "") -> str: ...

    def source(self, n: int, words: str, address: str) -> str: ...


class PlainPen:
    """Text as a letter has it."""

    def title(self, words: str) -> str:
        return self.line(words)

    def heading(self, words: str) -> str:
        return self.line(words)

    def line(self, words: str) -> str:
        return f"{one_line(words)}\n"

    def item(self, words: str, marks: str = "", address: str = "") -> str:
        return f"- {one_line(words)}{marks}{f' ({address})' if address else ''}\n"

    def source(self, n: int, words: str, address: str) -> str:
        return f"[{n}] {one_line(words)}\n    {address}\n"


class MarkdownPen:
    """CommonMark in which every word of others is escaped: see `qa.showing.markdown`."""

    def title(self, words: str) -> str:
        return f"## {as_markdown(words)}\n"

    def heading(self, words: str) -> str:
        return f"### {as_markdown(words)}\n\n"

    def line(self, words: str) -> str:
        return f"{as_markdown(words)}\n"

    def item(self, words: str, marks: str = "", address: str = "") -> str:
        return f"- {as_markdown(words)}{marks}{f' ([list](<{address}>))' if address else ''}\n"

    def source(self, n: int, words: str, address: str) -> str:
        return f"- [{n}] [{as_markdown(words)}](<{address}>)\n"


def answer_as_text(answer: Answer, on: date, base: str = "") -> str:
    """The whole answer as plain text. `base`: the service's address, put before each link."""
    return "".join(_whole(answer, on, base, PlainPen()))


def answer_as_markdown(answer: Answer, on: date, base: str = "") -> str:
    """The whole answer as Markdown; no word of a report acts in it."""
    return "".join(_whole(answer, on, base, MarkdownPen()))


def answer_as_csv(answer: Answer, on: date, base: str = "") -> str:
    """A row for each citation of each sentence; what is true of the whole answer is in each row.

    Without sentences: a row for each near paragraph, or a single row.
    """
    values = answer_to_json(answer)
    whole = {
        "question": values["question"],
        "understood": understood_words(answer.understanding),
        "status": values["status"],
        "reason": values["reason"],
        "choices": "; ".join(choice.label for choice in answer.choices),
        "notes": " ".join(values["notes"]),
        **values["coverage"],
        "answered_on": on.isoformat(),
        "attribution": " ".join(rights_words(answer)),
    }
    empty = dict.fromkeys(CSV_COLUMNS)
    parts = list(_csv_parts(answer, base)) or [{}]
    return rows_as_csv(({**empty, **whole, **part} for part in parts), CSV_COLUMNS)


def body_parts(answer: Answer, base: str, pen: Pen) -> Iterator[str]:
    """The answer below its question, part by part: said, sources, and what was searched.

    Parts end with a line end each; joined they are the text.
    """
    yield from opening_parts(answer, pen)
    yield from told_parts(answer, base, pen)


def told_parts(answer: Answer, base: str, pen: Pen) -> Iterator[str]:
    """The sentences, and what stands behind them."""
    telling = Telling(base, pen, is_written=is_written(answer))
    for sentence in answer.sentences:
        yield from telling.parts(sentence)
    yield from telling.end()
    yield from closing_parts(answer, base, pen)


def opening_parts(answer: Answer, pen: Pen) -> Iterator[str]:
    """What stands before the sentences."""
    if answer.status != "answered":
        yield from (pen.heading(STATUS_WORDS[answer.status]), pen.line(answer.reason or ""), "\n")
    if answer.choices:
        yield from (*(pen.item(choice.label) for choice in answer.choices), "\n")


class Telling:
    """The sentences one after another, each run of one group under its heading.

    `is_written`: a language model writes, so that what is quoted stands in quotation marks.
    """

    def __init__(self, base: str, pen: Pen, *, is_written: bool) -> None:
        self._base, self._pen, self._is_written = base, pen, is_written
        self._group: str | None = None
        self._has_told_who = False

    def parts(self, sentence: Sentence) -> Iterator[str]:
        """What the sentence adds."""
        if sentence.kind == "written" and not self._has_told_who:
            self._has_told_who = True
            yield from ("\n" if self._group else "", self._pen.line(IN_A_MODELS_WORDS), "\n")
            self._group = None
        if sentence.group != self._group:
            if self._group is not None:
                yield "\n"
            self._group = sentence.group
            yield self._pen.heading(sentence.group)
        yield _sentence(sentence, self._base, self._pen, marks_quotes=self._is_written)

    def end(self) -> Iterator[str]:
        """What stands behind the last of them."""
        if self._group is not None:
            yield "\n"


def closing_parts(answer: Answer, base: str, pen: Pen) -> Iterator[str]:
    """What stands behind the sentences: sources, and what was searched."""
    yield from _citations("Sources", answer.citations, base, pen)
    yield from _related(answer.related, base, pen)
    yield "\n".join(pen.line(words) for words in [*answer.notes, _searched(answer)])


def rights_words(answer: Answer) -> list[str]:
    """Whose the words are and under which licence, and that the service is nobody's."""
    cited = (*answer.citations, *answer.related)
    whose = dict.fromkeys(attribution(citation.report) for citation in cited)
    return [*whose, NOT_AFFILIATED]


def absolute(base: str, path: str) -> str:
    """The path below the service's address; an address that can stand in any text."""
    return quote(f"{base.rstrip('/')}{path}", safe="/:[]%?=&+;,@~")


def _whole(answer: Answer, on: date, base: str, pen: Pen) -> Iterator[str]:
    yield pen.title(answer.understanding.question)
    yield "\n"
    understood = understood_words(answer.understanding)
    if understood:
        yield pen.line(f"Understood as: {understood}")
        yield "\n"
    done = "Answered" if answer.sentences else "Asked"
    yield pen.line(f"{done} on {day(on)}")
    yield "\n"
    yield from body_parts(answer, base, pen)
    yield "\n"
    yield "\n".join(pen.line(words) for words in rights_words(answer))


def _sentence(sentence: Sentence, base: str, pen: Pen, *, marks_quotes: bool) -> str:
    marks = "".join(f" [{n}]" for n in sentence.citations)
    proof = absolute(base, sentence.proof) if sentence.proof else ""
    return pen.item(sentence_words(sentence, marks_quotes=marks_quotes), marks, proof)


def _citations(title: str, citations: Iterable[Citation], base: str, pen: Pen) -> Iterator[str]:
    written = [
        pen.source(citation.n, source_words(citation), _address(citation, base))
        for citation in citations
    ]
    if written:
        yield from (pen.heading(title), *written, "\n")


def _related(related: Iterable[Citation], base: str, pen: Pen) -> Iterator[str]:
    written = [pen.item(glance(near), "", _address(near, base)) for near in related]
    if written:
        yield from (pen.heading(NEAREST), *written, "\n")


def source_words(citation: Citation) -> str:
    """Report, place, and what supersedes it."""
    parts = [report_title(citation.report), citation_place(citation) or "in the text"]
    if citation.report.superseded_by:
        parts.append(f"superseded by {citation.report.superseded_by}")
    return ", ".join(parts)


def _searched(answer: Answer) -> str:
    """What was searched, and how many reports of it answer where any does."""
    words, answering = searched_words(answer.coverage), answer.coverage.reports_answering
    if not answering:
        return f"{words}."
    return f"{words}; {answering} of them {'answers' if answering == 1 else 'answer'}."


def _address(citation: Citation, base: str) -> str:
    return absolute(base, citation_to_json(citation)["link"])


def _csv_parts(answer: Answer, base: str) -> Iterator[dict[str, Any]]:
    citation_by_n = {citation.n: citation for citation in answer.citations}
    for sentence in answer.sentences:
        said = {
            "group": sentence.group,
            "sentence": sentence_words(sentence),
            "sentence_kind": sentence.kind,
            "proof": absolute(base, sentence.proof) if sentence.proof else None,
        }
        for n in sentence.citations:
            yield {**said, "cited_as": "proof", **_csv_citation(citation_by_n[n], base)}
        if not sentence.citations:
            yield said
    for near in answer.related:
        yield {"cited_as": "near", **_csv_citation(near, base)}


def _csv_citation(citation: Citation, base: str) -> dict[str, Any]:
    values = citation_to_json(citation)
    shown = {name: values[name] for name in _OF_CITATION}
    source = shown_source(citation.report.source)
    return {**shown, "source": source, "link": _address(citation, base)}
