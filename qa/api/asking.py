"""`POST /api/ask`: a question in, an answer out, whole or as it is told sentence by sentence."""

from __future__ import annotations

from collections.abc import Callable

from fastapi import APIRouter, Request
from starlette.responses import JSONResponse, Response, StreamingResponse

from qa.answer_json import answer_to_json
from qa.answering import check_question
from qa.api.ask_request import AskRequest
from qa.api.events import answer_events
from qa.http.observing import note_asked
from qa.http.service import Service, ServiceOf
from qa.records import Answer, Question
from qa.understanding import Gazetteer

EVENT_STREAM = "text/event-stream"

router = APIRouter(prefix="/api", tags=["ask"])

MakeQuestion = Callable[[Gazetteer], Question]


@router.post("/ask")
async def ask(asked: AskRequest, request: Request, service: ServiceOf) -> Response:
    """Answer a question with citations.

    With `Accept: text/event-stream` the answer is told as events: `understood`, then each
    `citation` before the first `sentence` that uses it, and `done` with the whole answer.
    """
    check_question(asked.question, service.settings.question_characters)
    answer, generation = await answered(service, request, asked.to_question)
    values = answer_to_json(answer)
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

    def work() -> tuple[Question, Answer, int]:
        with service.live.lease() as held:
            question = question_for(held.answerer.gazetteer)
            return question, held.answerer.answer(question), held.collection.generation

    question, answer, generation = await service.desk.run(request, work)
    note_asked(request, question.text, answer.status)
    return answer, generation
