"""`POST /api/ask`: a question in, an answer out, whole or as it is told sentence by sentence."""

from __future__ import annotations

from collections.abc import Callable

from fastapi import APIRouter, Request
from starlette.responses import JSONResponse, Response, StreamingResponse

from qa.answering import check_question
from qa.api.answer_schemas import Answer as AnswerShape
from qa.api.ask_request import AskRequest
from qa.api.describing import problems
from qa.api.events import answer_events
from qa.api.record_shapes import answer_whole
from qa.http.service import Service, ServiceOf
from qa.records import Answer, Question
from qa.understanding import Gazetteer

EVENT_STREAM = "text/event-stream"

router = APIRouter(prefix="/api", tags=["ask"])

MakeQuestion = Callable[[Gazetteer], Question]


_AS_EVENTS = {
    "description": "The answer.",
    "content": {EVENT_STREAM: {"schema": {"type": "string"}}},
}


@router.post("/ask", response_model=AnswerShape, responses={200: _AS_EVENTS, **problems(413, 422)})
async def ask(asked: AskRequest, request: Request, service: ServiceOf) -> Response:
    """Answer a question with citations.

    With `Accept: text/event-stream` the answer is told as events: `understood`, then each
    `citation` before the first `sentence` that uses it, and `done` with the whole answer.
    """
    check_question(asked.question, service.settings.question_characters)
    answer, generation = await answered(service, request, asked.to_question)
    values = answer_whole(answer)
    headers = {"Cache-Control": "no-store", "X-Collection-Generation": str(generation)}
    if EVENT_STREAM in request.headers.get("accept", ""):
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

    def work() -> tuple[Answer, int]:
        with service.live.lease() as held:
            question = question_for(held.answerer.gazetteer)
            return held.answerer.answer(question), held.collection.generation

    return await service.desk.run(request, work)
