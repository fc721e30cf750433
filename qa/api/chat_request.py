"""What a client of OpenAI's chat completions sends: checked here, and made into a `Question`.

The names are OpenAI's. A parameter that steers a language model is taken and has no effect, because
none writes the answer; what would be answered wrongly if it were passed over is refused.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StrictBool,
    ValidationError,
    ValidatorFunctionWrapHandler,
    WrapValidator,
)

from qa.api.ask_request import MOST_CITATIONS, MOST_TURNS, FiltersSent, Strict
from qa.api.words_sent import ASKED_PATTERN, WHOLE
from qa.errors import QuestionPersonal
from qa.http.problems import Fault, Problem, ValueNotTaken
from qa.records import PARTS, Part, Question, Turn
from qa.understanding import Gazetteer
from qa.understanding.filter_words import filters_from_words

MOST_MESSAGES = 400  # 64 KiB of body hold no more of any length


def told(message: str) -> WrapValidator:
    """A validator that says in our words what is wanted where a value does not fit."""

    def check(value: Any, handler: ValidatorFunctionWrapHandler) -> Any:
        try:
            return handler(value)
        except ValidationError:
            raise ValueNotTaken(message) from None

    return WrapValidator(check)


def _as_parts(content: Any) -> Any:
    return [{"type": "text", "text": content}] if isinstance(content, str) else content


class TextPart(BaseModel):
    """A piece of a message; pieces of other types are a model's and no question's."""

    model_config = ConfigDict(extra="ignore")

    type: Literal["text", "refusal"]
    text: str = ""


TextParts = Annotated[
    list[TextPart],
    told("A message must be text: images, sounds and files cannot be read here."),
    BeforeValidator(_as_parts, json_schema_input_type=str | list[TextPart]),
]


class Message(BaseModel):
    """One message of the conversation, the question or what came before it."""

    model_config = ConfigDict(extra="ignore")

    role: Literal["user", "assistant", "system", "developer", "tool", "function"]
    content: TextParts | None = None

    @property
    def words(self) -> str:
        """The message's text; pieces follow one another on lines of their own."""
        return "\n".join(part.text for part in self.content or ())


class StreamOptions(BaseModel):
    """What is told at the end of a stream."""

    model_config = ConfigDict(extra="ignore")

    include_usage: StrictBool = False


NoChoice = Annotated[
    Literal["auto", "none"] | None,
    told("No tool is ever called here: leave this out, or send auto or none."),
]


class TextFormat(BaseModel):
    """The one form of a reply that there is."""

    model_config = ConfigDict(extra="ignore")

    type: Literal["text"]


# A message of the user with a letter or a figure in it: the last such is the question.
_ASKED = {"pattern": ASKED_PATTERN}
_A_QUESTION: dict[str, Any] = {
    "type": "object",
    "required": ["role", "content"],
    "properties": {
        "role": {"const": "user"},
        "content": {
            "anyOf": [
                {"type": "string", **_ASKED},
                {
                    "type": "array",
                    "contains": {
                        "type": "object",
                        "required": ["text"],
                        "properties": {"text": {"type": "string", **_ASKED}},
                    },
                },
            ]
        },
    },
}


class ChatRequest(Strict):
    """A conversation whose last message of the user is the question.

    `filters`, `ignore` and `limit` are this service's own, as in `POST /api/ask`: OpenAI's package
    sends them as `extra_body`.
    """

    model: Annotated[str, Field(max_length=200, examples=["inspection-answers"])]
    messages: Annotated[
        list[Message],
        Field(min_length=1, max_length=MOST_MESSAGES, json_schema_extra={"contains": _A_QUESTION}),
    ]
    stream: StrictBool | None = None
    stream_options: StreamOptions | None = None

    filters: FiltersSent = FiltersSent()
    ignore: Annotated[list[Part], Field(default_factory=list, max_length=len(PARTS))]
    limit: Annotated[int, Field(strict=True, ge=1, le=MOST_CITATIONS), WHOLE] | None = None

    n: Annotated[Literal[1] | None, told("There is one answer to a question: n must be 1.")] = None
    tool_choice: NoChoice = None
    function_call: NoChoice = None
    response_format: Annotated[
        TextFormat | None, told("An answer is text: for JSON ask POST /api/ask.")
    ] = None
    modalities: Annotated[
        list[Literal["text"]] | None, told("An answer is text: modalities can hold nothing else.")
    ] = None

    # Taken, and without effect.
    audio: Any = None
    frequency_penalty: Any = None
    functions: Any = None
    logit_bias: Any = None
    logprobs: Any = None
    max_completion_tokens: Any = None
    max_tokens: Any = None
    metadata: Any = None
    moderation: Any = None
    parallel_tool_calls: Any = None
    prediction: Any = None
    presence_penalty: Any = None
    prompt_cache_key: Any = None
    prompt_cache_options: Any = None
    prompt_cache_retention: Any = None
    reasoning_effort: Any = None
    safety_identifier: Any = None
    seed: Any = None
    service_tier: Any = None
    stop: Any = None
    store: Any = None
    temperature: Any = None
    tools: Any = None
    top_logprobs: Any = None
    top_p: Any = None
    user: Any = None
    verbosity: Any = None
    web_search_options: Any = None

    @property
    def asked(self) -> list[str]:
        """What the user said, oldest first, but for what says nothing; the last is the question.

        Raises: Problem where the user says nothing at all.
        """
        of_user = [message.words for message in self.messages if message.role == "user"]
        said = [words for words in of_user if any(letter.isalnum() for letter in words)]
        if not said:
            detail = "The last message of the user is the question, and there is none."
            raise Problem(422, detail, faults=(Fault("/messages", detail),))
        return said

    def to_question(self, gazetteer: Gazetteer) -> Question:
        """The question, with the user's earlier ones as its history.

        Raises: FilterUnknown for a filter value that means nothing here; Problem for a message
        that tells who somebody is.
        """
        *earlier, question = self.asked
        filters = filters_from_words(self.filters.to_words(), gazetteer)
        try:
            return Question(
                question,
                history=tuple(Turn("user", words) for words in earlier[-MOST_TURNS:]),
                filters=filters,
                ignore=frozenset(self.ignore),
                limit=self.limit,
            )
        except QuestionPersonal as error:
            place = error.place if "/" in error.place else "messages"
            raise Problem(422, str(error), faults=(Fault(f"/{place}", str(error)),)) from None
