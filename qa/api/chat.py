"""OpenAI's chat completions and models: for programs that speak nothing else."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Iterator
from contextlib import aclosing
from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter, Path, Request
from starlette.responses import JSONResponse, Response

from qa.answering import check_question
from qa.api.asking import Quoted, answered_by_quotes
from qa.api.chat_reply import MODEL, Reply, model_to_json
from qa.api.chat_request import ChatRequest
from qa.api.chat_schemas import ChatCompletion, ChatModel, ChatModels, ChatProblem
from qa.api.describing import Described, events, problems
from qa.api.events import EVENT_STREAM, EventStream
from qa.errors import QuestionEmpty, QuestionTooLong
from qa.http.problems import Fault, Problem
from qa.http.service import Service, ServiceOf

router = APIRouter(prefix="/v1", tags=["openai"])


_AS_EVENTS: Described = {
    200: {
        "description": "The answer, in chunks where `stream` is true.",
        "content": {EVENT_STREAM: events("message")},
    }
}


@router.post(
    "/chat/completions",
    response_model=ChatCompletion,
    responses={**_AS_EVENTS, **problems(404, 409, like=ChatProblem)},
)
async def complete(sent: ChatRequest, request: Request, service: ServiceOf) -> Response:
    """Answer the user's last message, with the sources in the text and in fields.

    The user's earlier messages are the history; what a system message says steers nothing. `usage`
    counts words.
    """
    _check_model(sent.model)
    asked = sent.asked
    _check_question(asked[-1], service.settings.question_characters)
    quoted = await answered_by_quotes(service, request, sent.to_question)
    reply = Reply(quoted.answer, quoted.generation, str(request.base_url), asked)
    headers = {"Cache-Control": "no-store"}
    if sent.stream:
        with_usage = sent.stream_options is not None and sent.stream_options.include_usage
        headers["X-Accel-Buffering"] = "no"
        chunks = _chunks(service, quoted, reply, with_usage=with_usage)
        return EventStream(chunks, headers=headers)
    answer = await service.writing.finished(request, quoted.question, quoted.answer, quoted.stamp)
    return JSONResponse(replace(reply, answer=answer).whole(), headers=headers)


def _chunks(
    service: Service, quoted: Quoted, reply: Reply, *, with_usage: bool
) -> Iterator[bytes] | AsyncGenerator[bytes]:
    if not service.writing.is_used:
        return reply.chunks(with_usage=with_usage)
    return _written_chunks(service, quoted, reply, with_usage=with_usage)


async def _written_chunks(
    service: Service, quoted: Quoted, reply: Reply, *, with_usage: bool
) -> AsyncGenerator[bytes]:
    steps = service.writing.steps(quoted.question, quoted.answer, quoted.stamp)
    chunks = reply.written_chunks(steps, with_usage=with_usage)
    async with aclosing(steps), aclosing(chunks):
        async for chunk in chunks:
            yield chunk


@router.get("/models", response_model=ChatModels, responses=problems(like=ChatProblem))
async def models() -> dict[str, Any]:
    """The names that `model` can have: one."""
    return {"object": "list", "data": [model_to_json()]}


@router.get("/models/{name}", response_model=ChatModel, responses=problems(404, like=ChatProblem))
async def model(name: Annotated[str, Path(examples=[MODEL])]) -> dict[str, Any]:
    """The model of this name."""
    _check_model(name)
    return model_to_json()


def _check_model(name: str) -> None:
    if name != MODEL:
        detail = f"There is no model of this name: the one there is is called {MODEL}."
        fault = Fault("/model", detail)
        raise Problem(404, detail, faults=(fault,), code="model_not_found")


def _check_question(text: str, limit: int) -> None:
    """Refuse what is no question, naming what OpenAI calls it."""
    try:
        check_question(text, limit)
    except (QuestionEmpty, QuestionTooLong) as error:
        raise Problem(422, str(error), faults=(Fault("/messages", str(error)),)) from error
