"""The page where questions are asked: the first visit, and each answer, whole or piece by piece."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Iterator
from contextlib import aclosing
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Annotated, Literal
from weakref import WeakKeyDictionary

from fastapi import APIRouter, Form, Request
from starlette.responses import HTMLResponse, Response

from corpus import AREAS
from qa.answering import check_question
from qa.api.asking import EXPORTS, Quoted, answered
from qa.api.events import EVENT_STREAM, EventStream, event
from qa.errors import FilterUnknown, QuestionEmpty, QuestionPersonal, QuestionTooLong
from qa.http.observing import note_asked
from qa.http.service import Service, ServiceOf
from qa.live_collection import OpenGeneration
from qa.records import Answer
from qa.showing.holdings import Holdings, example_questions, holdings_of
from qa.web.asked import Asked, AskForm
from qa.web.form_errors import FormError, form_error
from qa.web.rendering import macros, page
from qa.web.turns import turn_pieces, written_pieces
from qa.web.views import AnswerView, answer_view

router = APIRouter(include_in_schema=False)

# A conversation leans on its last questions; the page sends no more of them.
REMEMBERED = 20


# What the page calls the forms an answer is taken along in.
EXPORT_FORMS = {
    "text": ("text/plain", "txt"),
    "markdown": ("text/markdown", "md"),
    "csv": ("text/csv", "csv"),
}


class ExportForm(AskForm):
    """A question whose answer is taken along."""

    form: Literal["text", "markdown", "csv"]


@dataclass(frozen=True, slots=True)
class Shown:
    """What the page is made of: the turn where there is one, and what the collection holds."""

    view: AnswerView | None
    holdings: Holdings
    examples: tuple[str, ...]


@router.get("/")
async def start(request: Request, service: ServiceOf) -> HTMLResponse:
    """The first visit: what there is to ask."""
    return await _page(request, service, Asked())


@router.post("/")
async def ask(request: Request, form: Annotated[AskForm, Form()], service: ServiceOf) -> Response:
    """An answer: the whole page, or with `Accept: text/event-stream` its pieces as they come."""
    asked = Asked.from_form(form)
    wants_pieces = EVENT_STREAM in request.headers.get("accept", "")
    try:
        check_question(asked.question, service.settings.question_characters)
        quoted, shown = await _quoted(request, service, asked)
    except (QuestionEmpty, QuestionTooLong, QuestionPersonal, FilterUnknown) as refused:
        error = form_error(refused)
        return _wrong(error) if wants_pieces else await _page(request, service, asked, error)
    if wants_pieces:
        return _pieces(service, quoted, shown)
    answer = await service.writing.finished(request, quoted.question, quoted.answer, quoted.stamp)
    if answer is not quoted.answer:
        view = await service.writing.in_thread(partial(_view, service, asked, answer))
        shown = replace(shown, view=view)
    return _whole(request, service, asked, shown)


@router.post("/export")
async def export(
    request: Request, form: Annotated[ExportForm, Form()], service: ServiceOf
) -> Response:
    """The answer once more, as a text to take along."""
    asked = Asked.from_form(form)
    check_question(asked.question, service.settings.question_characters)
    answer, _ = await answered(service, request, asked.to_question)
    media_type, suffix = EXPORT_FORMS[form.form]
    text = EXPORTS[media_type](answer, date.today(), str(request.base_url))
    headers = {
        "Cache-Control": "no-store",
        "Content-Disposition": f'attachment; filename="answer.{suffix}"',
    }
    return Response(text, media_type=media_type, headers=headers)


async def _quoted(request: Request, service: Service, asked: Asked) -> tuple[Quoted, Shown]:
    """The answer in the reports' words and everything around it, from one generation."""

    def work() -> tuple[Quoted, Shown]:
        with service.live.lease() as held:
            question = asked.to_question(held.answerer.gazetteer)
            answer = held.answerer.answer(question)
            view = answer_view(answer, asked, held.collection)
            return Quoted(question, answer, held.stamp), Shown(view, *first_visit(held))

    quoted, shown = await service.desk.run(request, work)
    note_asked(request, asked.question, quoted.answer.status)
    return quoted, shown


def _view(service: Service, asked: Asked, answer: Answer) -> AnswerView:
    """What the page shows of an answer; which report supersedes which is looked up."""
    with service.live.lease() as held:
        return answer_view(answer, asked, held.collection)


async def _page(
    request: Request, service: Service, asked: Asked, error: FormError | None = None
) -> HTMLResponse:
    def work() -> Shown:
        with service.live.lease() as held:
            return Shown(None, *first_visit(held))

    shown = await service.desk.run(request, work)
    return _whole(request, service, asked, shown, error)


def _whole(
    request: Request,
    service: Service,
    asked: Asked,
    shown: Shown,
    error: FormError | None = None,
) -> HTMLResponse:
    history = (*asked.history, asked.question)[-REMEMBERED:]
    following = Asked(history=history, filters=asked.filters, turn=asked.turn + 1)
    return page(
        request,
        "ask.html",
        status=422 if error else 200,
        asked=asked,
        view=shown.view,
        next_asked=following if shown.view else replace(asked, ignore=()),
        holdings=shown.holdings,
        examples=shown.examples,
        error=error,
        limit=service.settings.question_characters,
        areas=AREAS,
    )


def _pieces(service: Service, quoted: Quoted, shown: Shown) -> Response:
    assert shown.view is not None
    if not service.writing.will_write(quoted.answer):
        return _stream(event(name, values) for name, values in turn_pieces(shown.view))
    return _stream(_written(service, quoted, shown.view))


async def _written(service: Service, quoted: Quoted, view: AnswerView) -> AsyncGenerator[bytes]:
    """The pieces of the turn as a language model writes it."""
    steps = service.writing.steps(quoted.question, quoted.answer, quoted.stamp)

    async def viewed(answer: Answer) -> AnswerView:
        return await service.writing.in_thread(partial(_view, service, view.asked, answer))

    pieces = written_pieces(view, steps, viewed)
    async with aclosing(steps), aclosing(pieces):
        async for name, values in pieces:
            yield event(name, values)


def _wrong(error: FormError) -> Response:
    values = {
        "field": error.field,
        "summary": str(macros("parts.html").error_summary(error)),
        "message": str(macros("parts.html").error_message(error, error.field)),
    }
    return _stream(iter([event("wrong", values)]), 422)


def _stream(events: Iterator[bytes] | AsyncGenerator[bytes], status: int = 200) -> Response:
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return EventStream(events, status, headers)


_first_visits: WeakKeyDictionary[OpenGeneration, tuple[Holdings, tuple[str, ...]]] = (
    WeakKeyDictionary()
)


def first_visit(held: OpenGeneration) -> tuple[Holdings, tuple[str, ...]]:
    """What the collection holds and what can be asked of it; counted once for a generation."""
    found = _first_visits.get(held)
    if found is None:
        reports = held.collection.reports()
        found = holdings_of(reports), tuple(example_questions(held.collection))
        _first_visits[held] = found
    return found
