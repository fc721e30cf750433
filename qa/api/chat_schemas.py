"""What OpenAI's clients get, told to clients; the values are made in `chat_reply.py`."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from qa.api.answer_schemas import AnswerCoverage, Citation
from qa.api.schema_words import Shape
from qa.records import Status

Count = Annotated[int, Field(ge=0)]


class ChatModel(Shape):
    """A name that `model` can have."""

    id: str
    object: Literal["model"]
    created: Count
    owned_by: str


class ChatModels(Shape):
    """The names that `model` can have."""

    object: Literal["list"]
    data: list[ChatModel]


class ChatMessage(Shape):
    """The answer as Markdown, its sources in the text."""

    role: Literal["assistant"]
    content: str
    refusal: None


class ChatChoice(Shape):
    """The one reply there is."""

    index: Literal[0]
    message: ChatMessage
    logprobs: None
    finish_reason: Literal["stop"]


class ChatUsage(Shape):
    """Words that were sent and said: there are no tokens where no language model writes."""

    prompt_tokens: Count
    completion_tokens: Count
    total_tokens: Count


class ChatCompletion(Shape):
    """OpenAI's shape, with `status`, `citations` and more of our own."""

    id: str
    object: Literal["chat.completion"]
    created: Count = Field(description="seconds since 1970")
    model: str
    system_fingerprint: str
    choices: list[ChatChoice]
    usage: ChatUsage
    status: Status
    reason: str | None
    citations: list[Citation]
    coverage: AnswerCoverage
    attribution: list[str]


class ChatFault(Shape):
    """What is wrong, as OpenAI's clients tell it."""

    message: str
    type: Literal[
        "invalid_request_error", "authentication_error", "rate_limit_error", "server_error"
    ]
    param: str | None = Field(description="where in the body")
    code: str | None


class ChatProblem(Shape):
    """An error in OpenAI's shape."""

    error: ChatFault
