"""`POST /api/ask`: a question in, an answer out, whole or as it is told sentence by sentence."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable, Iterator
from contextlib import aclosing
from dataclasses import dataclass
from datetime import date

from fastapi import APIRouter, Request
from starlette.responses import JSONResponse, Response

from qa.answering import check_question
from qa.api.accepting import wanted_form
from qa.api.answer_schemas import Answer as AnswerShape
from qa.api.ask_request import AskRequest
from qa.api.describing import events, problems
from qa.api.events import EVENT_STREAM, EventStream, answer_events, written_events
from qa.api.record_shapes import answer_whole
from qa.http.observing import note_asked
from qa.http.service import Service, ServiceOf
from qa.records import Answer, Question
from qa.showing.exports import answer_as_csv, answer_as_markdown, answer_as_text
from qa.understanding import Gazetteer

# What an answer can be taken along as.
EXPORTS = {
    "text/plain": answer_as_text,
    "text/markdown": answer_as_markdown,
    "text/csv": answer_as_csv,
}
FORMS = ("application/json", *EXPORTS, EVENT_STREAM)

router = APIRouter(prefix="/api", tags=["ask"])

MakeQuestion = Callable[[Gazetteer], Question]


_AS_TEXT = {
    "description": "The answer.",
    "content": {
        **{form: {"schema": {"type": "string"}} for form in EXPORTS},
        EVENT_STREAM: events("understood", "citation", "sentence", "withdrawn", "done"),
    },
}


@router.post("/ask", response_model=AnswerShape, responses={200: _AS_TEXT, **problems(409, 422)})
async def ask(asked: AskRequest, request: Request, service: ServiceOf) -> Response:
    """Answer a question with citations.

    With `Accept: text/event-stream` the answer is told as events: `understood`, then each
    `citation` before the first `sentence` that uses it, and `done` with the whole answer. Where a
    language model writes, sentences come as each of them passes its check; `withdrawn` says that
    those so far are no part of the answer, which is then told from its beginning. With
    `text/plain`, `text/markdown` or `text/csv` it is a text to take along, sources and licence
    included.
    """
    check_question(asked.question, service.settings.question_characters)
    form = wanted_form(request.headers.get("accept", ""), FORMS)
    quoted = await answered_by_quotes(service, request, asked.to_question)
    headers = {
        "Cache-Control": "no-store",
        "Vary": "Accept",
        "X-Collection-Generation": str(quoted.generation),
    }
    if form == EVENT_STREAM:
        headers["X-Accel-Buffering"] = "no"
        return EventStream(_events(service, quoted), headers=headers)
    answer = await service.writing.finished(request, quoted.question, quoted.answer, quoted.stamp)
    if form in EXPORTS:
        text = EXPORTS[form](answer, date.today(), str(request.base_url))
        return Response(text, media_type=form, headers=headers)
    return JSONResponse(answer_whole(answer), headers=headers)


@dataclass(frozen=True, slots=True)
class Quoted:
    """An answer in the reports' own words, and the generation that it comes from."""

    question: Question
    answer: Answer
    stamp: tuple[int, str]

    @property
    def generation(self) -> int:
        """The number of the generation."""
        return self.stamp[0]


async def answered_by_quotes(
    service: Service, request: Request, question_for: MakeQuestion
) -> Quoted:
    """The answer before a language model is asked; one generation for all of its steps.

    Raises: FilterUnknown, QuestionEmpty, QuestionTooLong, IndexFolderError, CollectionNotReady,
    Problem where too many ask, ClientGone.
    """

    def work() -> Quoted:
        with service.live.lease() as held:
            question = question_for(held.answerer.gazetteer)
            return Quoted(question, held.answerer.answer(question), held.stamp)

    quoted = await service.desk.run(request, work)
    note_asked(request, quoted.question.text, quoted.answer.status)
    return quoted


async def answered(
    service: Service, request: Request, question_for: MakeQuestion
) -> tuple[Answer, int]:
    """The answer, written by a language model where one is set, and its generation.

    Raises: what `answered_by_quotes` does.
    """
    quoted = await answered_by_quotes(service, request, question_for)
    answer = await service.writing.finished(request, quoted.question, quoted.answer, quoted.stamp)
    return answer, quoted.generation


def _events(service: Service, quoted: Quoted) -> Iterator[bytes] | AsyncGenerator[bytes]:
    if not service.writing.is_used:
        return answer_events(answer_whole(quoted.answer))
    return _written_events(service, quoted)


async def _written_events(service: Service, quoted: Quoted) -> AsyncGenerator[bytes]:
    steps = service.writing.steps(quoted.question, quoted.answer, quoted.stamp)
    async with aclosing(steps), aclosing(written_events(quoted.answer, steps)) as told:
        async for one in told:
            yield one
