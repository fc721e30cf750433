"""`POST /api/ask`: a question in, an answer out, whole or as it is told sentence by sentence."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from fastapi import APIRouter, Request
from starlette.responses import JSONResponse, Response, StreamingResponse

from qa.answering import check_question
from qa.api.accepting import wanted_form
from qa.api.answer_schemas import Answer as AnswerShape
from qa.api.ask_request import AskRequest
from qa.api.describing import events, problems
from qa.api.events import answer_events
from qa.api.record_shapes import answer_whole
from qa.http.observing import note_asked
from qa.http.service import Service, ServiceOf
from qa.records import Answer, Question
from qa.showing.exports import answer_as_csv, answer_as_markdown, answer_as_text
from qa.understanding import Gazetteer

EVENT_STREAM = "text/event-stream"
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
        EVENT_STREAM: events("understood", "citation", "sentence", "done"),
    },
}


@router.post("/ask", response_model=AnswerShape, responses={200: _AS_TEXT, **problems(409, 422)})
async def ask(asked: AskRequest, request: Request, service: ServiceOf) -> Response:
    """Answer a question with citations.

    With `Accept: text/event-stream` the answer is told as events: `understood`, then each
    `citation` before the first `sentence` that uses it, and `done` with the whole answer. With
    `text/plain`, `text/markdown` or `text/csv` it is a text to take along, sources and licence
    included.
    """
    check_question(asked.question, service.settings.question_characters)
    answer, generation = await answered(service, request, asked.to_question)
    headers = {
        "Cache-Control": "no-store",
        "Vary": "Accept",
        "X-Collection-Generation": str(generation),
    }
    form = wanted_form(request.headers.get("accept", ""), FORMS)
    if form in EXPORTS:
        text = EXPORTS[form](answer, date.today(), str(request.base_url))
        return Response(text, media_type=form, headers=headers)
    values = answer_whole(answer)
    if form == EVENT_STREAM:
        headers["X-Accel-Buffering"] = "no"
        return StreamingResponse(answer_events(values), media_type=EVENT_STREAM, headers=headers)
    return JSONResponse(values, headers=headers)


async def answered(
    service: Service, request: Request, question_for: MakeQuestion
) -> tuple[Answer, int]:
    """The answer and the generation that it comes from; one generation for all of its steps.

    Raises: FilterUnknown, QuestionEmpty, QuestionTooLong, IndexFolderError, CollectionNotReady,
    Problem where too many ask, ClientGone.
    """

    def work() -> tuple[Question, Answer, int]:
        with service.live.lease() as held:
            question = question_for(held.answerer.gazetteer)
            return question, held.answerer.answer(question), held.collection.generation

    question, answer, generation = await service.desk.run(request, work)
    note_asked(request, question.text, answer.status)
    return answer, generation
