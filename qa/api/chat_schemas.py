"""What the routes under /v1 give, told to clients; made in `chat_reply.py` and as problems."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from qa.api.answer_schemas import AnswerCoverage, Citation
from qa.api.schema_words import Shape
from qa.records import Status

Words = Annotated[int, Field(ge=0, description="words, parted by spaces")]


class Refusal(Shape):
    """What was wrong, in OpenAI's names."""

    message: str
    type: str
    param: str | None = Field(description="the value at fault")
    code: str | None


class OpenAIError(Shape):
    """An error as OpenAI's clients read it."""

    error: Refusal


class Reply(Shape):
    """The answer as text in Markdown, with its sources."""

    role: Literal["assistant"]
    content: str
    refusal: None


class ReplyChoice(Shape):
    """The one reply that there is."""

    index: Literal[0]
    message: Reply
    logprobs: None
    finish_reason: Literal["stop"]


class Usage(Shape):
    """How much was sent and said: no language model writes, so there are no tokens."""

    prompt_tokens: Words
    completion_tokens: Words
    total_tokens: Words


class Completion(Shape):
    """A chat completion, with this service's own fields beside OpenAI's."""

    id: str
    object: Literal["chat.completion"]
    created: int = Field(description="seconds since 1970")
    model: str
    system_fingerprint: str = Field(description="the generation of the collection")
    choices: list[ReplyChoice]
    usage: Usage
    status: Status
    reason: str | None
    citations: list[Citation]
    coverage: AnswerCoverage
    attribution: list[str] = Field(description="whose words they are, and under which licence")


class ModelItem(Shape):
    """A name that `model` can have."""

    id: str
    object: Literal["model"]
    created: int
    owned_by: str


class ModelList(Shape):
    """All of them."""

    object: Literal["list"]
    data: list[ModelItem]


_MEANINGS = {
    400: "The request cannot be read, or some values cannot be taken.",
    401: "Sign-in is needed.",
    403: "This is not allowed from where it was sent.",
    404: "There is no model of this name.",
    413: "The body is too large.",
    429: "Too many requests: Retry-After says when to try again.",
    500: "Something went wrong in the service.",
    503: "The collection is being opened or cannot be read, or too many wait.",
}


def refusals(*but: int) -> dict[int | str, dict[str, Any]]:
    """The errors of a route under /v1, without those that it cannot have."""
    return {
        status: {"description": meaning, "model": OpenAIError}
        for status, meaning in _MEANINGS.items()
        if status not in but
    }
