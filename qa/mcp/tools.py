"""The tools: what each is for, what it takes and gives, and what it does.

Each reads one generation and changes nothing. What it gives has the shape of the HTTP route that
does the same.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any, Generic, TypeVar

from pydantic import BaseModel

from qa.answering import check_question
from qa.api.answer_schemas import Answer
from qa.api.listing import page_of
from qa.api.record_schemas import JudgementPage, Paragraph, ReportPage, SearchPage
from qa.api.record_shapes import (
    answer_whole,
    hit_item,
    judgement_item,
    paragraph_whole,
    report_item,
)
from qa.http.problems import Problem
from qa.live_collection import OpenGeneration
from qa.mcp.arguments import AskArguments, ListArguments, ParagraphArguments, SearchArguments
from qa.mcp.texts import (
    answer_text,
    judgements_text,
    paragraph_text,
    reports_text,
    search_text,
)
from qa.records import Question
from qa.searching import search
from qa.showing.answer_json import understanding_to_json

Arguments = TypeVar("Arguments", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Told:
    """What a tool gives: for programs, and the same as text for a model."""

    values: dict[str, Any]
    text: str


@dataclass(frozen=True, slots=True)
class Tool(Generic[Arguments]):
    """One tool; `work` takes the generation, the arguments and the address of the service."""

    name: str
    title: str
    description: str
    arguments: type[Arguments]
    gives: type[BaseModel]
    work: Callable[[OpenGeneration, Arguments, str], Told]


def _ask(held: OpenGeneration, arguments: AskArguments, address: str) -> Told:
    check_question(arguments.question, held.answerer.question_characters)
    answer = held.answerer.answer(arguments.to_question(held.answerer.gazetteer))
    return Told(answer_whole(answer), answer_text(answer, address))


def _search(held: OpenGeneration, arguments: SearchArguments, address: str) -> Told:
    filters = arguments.filters(held.answerer.gazetteer)
    found = search(held.answerer, Question(arguments.query, filters=filters))
    page = page_of(list(enumerate(found.hits, 1)), arguments, "search", held)
    values = page.to_json(
        lambda ranked: hit_item(*ranked),
        as_question=found.is_question,
        understood=understanding_to_json(found.understanding),
        coverage=asdict(found.coverage),
    )
    return Told(values, search_text(page))


def _get_paragraph(held: OpenGeneration, arguments: ParagraphArguments, address: str) -> Told:
    found = held.collection.paragraph(arguments.paragraph_id)
    if found is None:
        raise Problem(
            404,
            "The collection holds no paragraph with this id. Take an id as ask, search or "
            "list_judgements gives it.",
        )
    report, paragraph = found
    values = paragraph_whole(report, paragraph, held.collection.paragraphs(report.id))
    return Told(values, paragraph_text(report, paragraph, values["previous"], values["next"]))


def _list_reports(held: OpenGeneration, arguments: ListArguments, address: str) -> Told:
    reports = held.collection.reports(arguments.scope(held.answerer.gazetteer))
    page = page_of(reports, arguments, "list_reports", held)
    return Told(page.to_json(report_item), reports_text(page))


def _list_judgements(held: OpenGeneration, arguments: ListArguments, address: str) -> Told:
    judgements = held.collection.judgements(arguments.scope(held.answerer.gazetteer))
    page = page_of(judgements, arguments, "list_judgements", held)
    return Told(page.to_json(lambda pair: judgement_item(*pair)), judgements_text(page))


TOOLS: tuple[Tool[Any], ...] = (
    Tool(
        "ask",
        "Ask the inspection reports",
        "Answer a question from inspection reports on English children's services, in the "
        "reports' own words, each sentence with a numbered source. Name the council and the year "
        "in the question where they matter. It says so where the reports do not answer, and what "
        "a question of several meanings can mean. Quote its sentences unchanged and name their "
        "sources; the last part of a source's address is the paragraph's id.",
        AskArguments,
        Answer,
        _ask,
    ),
    Tool(
        "search",
        "Search the paragraphs",
        "Find the paragraphs that fit words or a question, best first, without an answer. Where "
        "nothing fits, the nearest still come: read them before you rely on them.",
        SearchArguments,
        SearchPage,
        _search,
    ),
    Tool(
        "get_paragraph",
        "Read a paragraph",
        "Read one paragraph whole, with its report, its place and the ids of its neighbours.",
        ParagraphArguments,
        Paragraph,
        _get_paragraph,
    ),
    Tool(
        "list_reports",
        "List the reports",
        "List reports, newest first: authority, kind, overall grade, dates and id.",
        ListArguments,
        ReportPage,
        _list_reports,
    ),
    Tool(
        "list_judgements",
        "List the judgements",
        "List the grades that reports print, newest first: authority, date, area, grade, and the "
        "id of the paragraph that prints it. latest=true leaves each authority's newest alone.",
        ListArguments,
        JudgementPage,
        _list_judgements,
    ),
)
TOOL_BY_NAME = {tool.name: tool for tool in TOOLS}
