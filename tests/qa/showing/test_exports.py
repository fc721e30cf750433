"""Answers to take along: text, Markdown and CSV that tell the same and let no word act."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from rich.markdown import Markdown

from qa.records import Answer, Choice, Citation, Sentence
from qa.showing.attribution import NOT_AFFILIATED
from qa.showing.exports import CSV_COLUMNS, answer_as_csv, answer_as_markdown, answer_as_text
from qa.showing.plain_text import one_line
from qa.visible import clean
from tests.hostile_words import ESCAPES, FORMULAS, PAYLOADS
from tests.qa.showing.test_markdown import words
from tests.qa.stand_ins import ask, make_paragraph, make_report

ON = date(2026, 6, 1)
BASE = "https://answers.example"
BOTH_YEARS = "What was private fostering like in Aldermoor in 2019 and in 2024?"
OWN_WORDS = "How many children are on child protection plans in Aldermoor's self-assessment?"
QUESTIONS = [
    BOTH_YEARS,
    "What grade did Aldermoor get for care leavers in 2024?",
    "Which councils are outstanding overall?",
    "What needs to improve in Aldermoor?",
    "What about care leavers in Sussex?",
    "What did Ofsted say about Cardiff?",
    "Does Aldermoor teach sailing?",
    OWN_WORDS,
]

ANSWER = ask(BOTH_YEARS)


def rows_of(answer: Answer) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(answer_as_csv(answer, ON, BASE))))


def links_in(markdown: str) -> list[str]:
    """Where the links lead that a CommonMark reader finds."""
    return [
        str(token.attrs["href"])
        for block in Markdown(markdown).parsed
        for token in (block.children or [])
        if token.type == "link_open"
    ]


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("export", [answer_as_text, answer_as_markdown, answer_as_csv])
def test_every_form_says_whose_words_they_are_and_when(question: str, export: object) -> None:
    text = export(ask(question), ON, BASE)  # type: ignore[operator]
    assert NOT_AFFILIATED in text
    assert ("1 June 2026" in text) or ("2026-06-01" in text)
    assert question in text


@pytest.mark.parametrize("question", QUESTIONS)
def test_text_holds_each_sentence_and_each_source_with_its_address(question: str) -> None:
    answer = ask(question)
    text = answer_as_text(answer, ON, BASE)
    for sentence in answer.sentences:
        marks = "".join(f" [{n}]" for n in sentence.citations)
        assert f"- {one_line(sentence.text.replace(chr(9), ': '))}{marks}" in text
    for citation in answer.citations:
        assert re.search(rf"^\[{citation.n}\] ", text, re.MULTILINE)
        assert f"{BASE}/reports/{citation.report.id}/paragraphs/{citation.paragraph.id}" in text
    assert (answer.reason or "") in text
    for note in answer.notes:
        assert note in text


def test_each_report_has_its_licence_said_once() -> None:
    inspected = answer_as_text(ask(BOTH_YEARS), ON)
    assert inspected.count("Open Government Licence v3.0") == 1
    own = answer_as_text(ask(OWN_WORDS), ON)
    assert "The council’s own account" in own


def test_a_source_names_report_place_and_successor() -> None:
    text = answer_as_text(ask(BOTH_YEARS), ON)
    assert (
        "[3] Aldermoor, ILACS inspection, inspected 4 to 8 March 2019, published 3 May 2019, "
        "paragraph 12, page 4, superseded by aldermoor-ilacs-2024-05-13\n"
        "    /reports/aldermoor-ilacs-2019-03-04/paragraphs/aldermoor-ilacs-2019-03-04.12\n"
    ) in text
    assert "Searched 2 of the 4 reports in the collection; 2 of them answer." in text


@pytest.mark.parametrize("question", QUESTIONS)
def test_links_in_markdown_lead_to_the_service_alone(question: str) -> None:
    answer = ask(question)
    links = links_in(answer_as_markdown(answer, ON, BASE))
    assert len(links) == len(answer.citations) + len(answer.related) + sum(
        sentence.proof is not None for sentence in answer.sentences
    )
    assert all(link.startswith(f"{BASE}/") for link in links)


def test_a_count_names_the_list_that_proves_it() -> None:
    answer = ask("Which councils are outstanding overall?")
    assert f"({BASE}/api/judgements?" in answer_as_text(answer, ON, BASE)
    assert f"[list](<{BASE}/api/judgements?" in answer_as_markdown(answer, ON, BASE)


def test_a_clarification_lists_its_choices() -> None:
    text = answer_as_text(ask("What about care leavers in Sussex?"), ON)
    assert "- East Sussex\n- West Sussex\n" in text
    assert rows_of(ask("What about care leavers in Sussex?"))[0]["choices"] == (
        "East Sussex; West Sussex"
    )


def test_csv_has_a_row_for_each_citation_of_each_sentence() -> None:
    answer = ask(BOTH_YEARS)
    rows = rows_of(answer)
    assert tuple(rows[0]) == CSV_COLUMNS
    assert [row["n"] for row in rows] == ["1", "2", "3"]
    assert {row["status"] for row in rows} == {"answered"}
    assert rows[2]["quote"] == answer.citations[2].quote
    assert rows[2]["superseded_by"] == "aldermoor-ilacs-2024-05-13"
    assert rows[2]["link"].startswith(f"{BASE}/reports/")


def test_csv_of_no_answer_is_one_row_with_the_reason() -> None:
    (row,) = rows_of(ask("Does Aldermoor teach sailing?"))
    assert row["status"] == "no_evidence"
    assert row["reason"]
    assert row["sentence"] == ""


def test_an_odd_address_cannot_end_a_link() -> None:
    links = links_in(answer_as_markdown(ask(BOTH_YEARS), ON, "http://a>)[x](http://evil.example b"))
    assert links
    assert all(link.startswith("http://a%3E%29") for link in links)


def with_words(text: str) -> Answer:
    """An answer whose report, paragraph, question and note are these words."""
    report = replace(make_report("Aldermoor", "2024-05-13"), authority=text, title=text)
    paragraph = make_paragraph(report, "9", f"{text}.", section=text, section_grade="good")
    citation = Citation(1, report, paragraph, 0, len(paragraph.text))
    return replace(
        ANSWER,
        status="partial",
        reason=text,
        understanding=replace(ANSWER.understanding, question=text),
        sentences=(Sentence(paragraph.text, (1,), "quote", text),),
        citations=(citation,),
        related=(citation,),
        notes=(text,),
    )


EVERY_WORD = [*PAYLOADS, *ESCAPES.values(), *FORMULAS]


@pytest.mark.parametrize("text", EVERY_WORD, ids=ascii)
def test_no_hostile_word_acts_in_an_export(text: str) -> None:
    acts_nowhere_in_markdown(text)
    no_cell_is_a_formula(text)
    answer = with_words(text)
    for form in (answer_as_text, answer_as_markdown, answer_as_csv):
        written = form(answer, ON, BASE)
        assert clean(written) == written, "something that nobody sees is in it"


@settings(deadline=None)  # a busy machine is no fault
@given(words)
def test_no_word_of_a_report_acts_in_markdown(text: str) -> None:
    acts_nowhere_in_markdown(text)


def acts_nowhere_in_markdown(text: str) -> None:
    answer = with_words(text)
    markdown = answer_as_markdown(answer, ON, BASE)
    tokens = [
        token for block in Markdown(markdown).parsed for token in (block, *(block.children or []))
    ]
    acting = {"html_block", "html_inline", "image", "code_inline", "fence", "code_block", "hr"}
    acting |= {"em_open", "strong_open", "s_open", "table_open", "blockquote_open", "hardbreak"}
    acting |= {"ordered_list_open"}
    assert not acting & {token.type for token in tokens}
    assert [token.tag for token in tokens if token.type == "heading_open"] == ["h2", *["h3"] * 4]
    assert len(links_in(markdown)) == 2
    assert all(link.startswith(f"{BASE}/reports/aldermoor") for link in links_in(markdown))
    items = [token for token in tokens if token.type == "list_item_open"]
    assert len(items) == 3


@settings(deadline=None)  # a busy machine is no fault
@given(words)
def test_no_word_of_a_report_is_a_formula_or_breaks_a_row(text: str) -> None:
    no_cell_is_a_formula(text)


def no_cell_is_a_formula(text: str) -> None:
    rows = rows_of(with_words(text))
    assert [row["cited_as"] for row in rows] == ["proof", "near"]
    cells = [cell for row in rows for cell in row.values()]
    assert not [cell for cell in cells if cell[:1] in ("\t", "\r", "\n")]
    assert not [cell for cell in cells if cell.strip()[:1] in tuple("=+-@\uff1d\uff0b\uff0d\uff20")]


@settings(deadline=None)  # a busy machine is no fault
@given(words)
def test_a_line_of_the_text_is_one_of_ours(text: str) -> None:
    lines = answer_as_text(with_words(text), ON, BASE).splitlines()
    assert len(lines) == len(answer_as_text(with_words("Words"), ON, BASE).splitlines())


def test_choices_are_words_too() -> None:
    answer = ask("What about care leavers in Sussex?")
    choices = (Choice("authorities", "x", "![x](http://evil.example)"),)
    markdown = answer_as_markdown(replace(answer, choices=choices), ON)
    assert "image" not in [
        token.type for block in Markdown(markdown).parsed for token in (block.children or [])
    ]
