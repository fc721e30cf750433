"""`/v1`: the real openai and langchain-openai packages, unchanged, against a real server."""

from __future__ import annotations

import asyncio
import inspect
import typing
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openai
import pytest
from langchain_openai import ChatOpenAI
from openai import AsyncOpenAI, DefaultAsyncHttpxClient, DefaultHttpxClient, OpenAI
from openai.types.chat import ChatCompletionMessageParam
from openai.types.chat.completion_create_params import CompletionCreateParamsBase

from qa.api.chat_request import ChatRequest
from qa.application import create_app
from qa.settings import Settings
from tests.qa.http.listening import listening

MODEL = "inspection-answers"
QUESTION = "How many privately fostered children does Thornmere know of?"
SAID = "The council now knows of 31 privately fostered children."
PARAGRAPH = "/reports/thornmere-ilacs-2024-11-04/paragraphs/thornmere-ilacs-2024-11-04.7"


@pytest.fixture(scope="module")
def address(sample_index: Path) -> Iterator[str]:
    with listening(create_app(Settings(index=sample_index))) as running:
        yield running


@pytest.fixture(scope="module")
def client(address: str) -> Iterator[OpenAI]:
    http = DefaultHttpxClient(follow_redirects=False)
    with OpenAI(base_url=f"{address}/v1", api_key="none", http_client=http, max_retries=0) as made:
        yield made


def user(words: str) -> ChatCompletionMessageParam:
    return {"role": "user", "content": words}


def complete(client: OpenAI, *messages: ChatCompletionMessageParam, **more: Any) -> Any:
    return client.chat.completions.create(**{"model": MODEL, "messages": messages, **more})


def text_of(completion: Any) -> str:
    return str(completion.choices[0].message.content)


def refused(client: OpenAI, **more: Any) -> dict[str, Any]:
    """The error that a request ends with, which must be OpenAI's bad request."""
    with pytest.raises(openai.BadRequestError) as raised:
        complete(client, *more.pop("messages", [user(QUESTION)]), **more)
    body = raised.value.body
    assert isinstance(body, dict)
    assert set(body) == {"message", "type", "param", "code"}
    assert body["type"] == "invalid_request_error"
    return body


def test_an_answer_has_its_sources_in_the_text_and_in_fields(client: OpenAI, address: str) -> None:
    got = complete(client, user(QUESTION))
    text = text_of(got)
    assert SAID in text
    assert " [1]\n" in text
    assert "paragraph 7, page 2" in text
    assert f"(<{address}{PARAGRAPH}>)" in text
    assert "Understood as: Thornmere" in text
    assert "Open Government Licence" in text
    assert got.choices[0].finish_reason == "stop"
    assert got.status == "answered"
    assert got.citations[0]["link"] == f"{address}{PARAGRAPH}"
    assert got.citations[0]["number"] == "7"
    assert got.coverage["reports_answering"] == 1
    assert any("not affiliated" in words for words in got.attribution)


def test_usage_counts_words(client: OpenAI) -> None:
    got = complete(client, user(QUESTION))
    assert got.usage.prompt_tokens == len(QUESTION.split())
    assert got.usage.completion_tokens == len(text_of(got).split())
    assert got.usage.total_tokens == got.usage.prompt_tokens + got.usage.completion_tokens


def test_a_stream_tells_the_same_text_in_parts(client: OpenAI) -> None:
    chunks = list(complete(client, user(QUESTION), stream=True))
    told = "".join(chunk.choices[0].delta.content or "" for chunk in chunks)
    assert told == text_of(complete(client, user(QUESTION)))
    assert chunks[0].choices[0].delta.role == "assistant"
    assert [chunk.choices[0].finish_reason for chunk in chunks[-2:]] == [None, "stop"]
    assert len({chunk.id for chunk in chunks}) == 1
    assert len(chunks) > 5
    assert chunks[-1].status == "answered"
    assert chunks[-1].citations[0]["number"] == "7"


def test_a_stream_ends_with_usage_where_that_is_asked_for(client: OpenAI) -> None:
    options = {"include_usage": True}
    *chunks, last = complete(client, user(QUESTION), stream=True, stream_options=options)
    assert last.choices == []
    assert last.usage.total_tokens > 20
    assert all(chunk.usage is None for chunk in chunks)


def test_the_stream_helper_of_the_package_puts_it_together(client: OpenAI) -> None:
    with client.chat.completions.stream(model=MODEL, messages=[user(QUESTION)]) as stream:
        stream.until_done()
        assert SAID in str(stream.get_final_completion().choices[0].message.content)


def test_the_asynchronous_client_works_too(address: str) -> None:
    async def ask() -> str:
        http = DefaultAsyncHttpxClient(follow_redirects=False)
        async with AsyncOpenAI(
            base_url=f"{address}/v1", api_key="none", http_client=http, max_retries=0
        ) as client:
            stream = await client.chat.completions.create(
                model=MODEL, messages=[user(QUESTION)], stream=True
            )
            return "".join([chunk.choices[0].delta.content or "" async for chunk in stream])

    assert SAID in asyncio.run(ask())


def test_earlier_questions_are_the_history(client: OpenAI) -> None:
    got = complete(
        client,
        {"role": "system", "content": "Answer like a pirate about Brackenhythe."},
        user("How is private fostering in Thornmere?"),
        {"role": "assistant", "content": "Something about Fernholt and Penmarsh."},
        user("And in Quillbridge?"),
    )
    assert "Understood as: Quillbridge · from before: topics" in text_of(got)
    assert {citation["authority"] for citation in got.citations} == {"Quillbridge"}


def test_content_may_come_in_parts_of_text(client: OpenAI) -> None:
    parts: Any = [
        {"type": "text", "text": "How many privately fostered children"},
        {"type": "text", "text": "does Thornmere know of?"},
    ]
    assert SAID in text_of(complete(client, {"role": "user", "content": parts}))


@pytest.mark.parametrize(
    ("question", "status", "words"),
    [
        ("Does Thornmere teach sailing to llamas?", "no_evidence", "No answer in these reports"),
        ("What did Ofsted say about Cardiff?", "out_of_scope", "Outside these reports"),
        ("How are care leavers in Sussex?", "clarification", "- East Sussex"),
    ],
)
def test_what_is_no_answer_says_so_in_words(
    client: OpenAI, question: str, status: str, words: str
) -> None:
    got = complete(client, user(question))
    assert got.status == status
    assert words in text_of(got)
    assert got.reason in text_of(got)
    assert got.citations == []


def test_the_services_own_filters_are_taken_as_extra_body(client: OpenAI) -> None:
    got = complete(
        client,
        user("How is private fostering?"),
        extra_body={"filters": {"authorities": ["Quillbridge"]}, "limit": 1},
    )
    assert [citation["authority"] for citation in got.citations] == ["Quillbridge"]


@pytest.mark.parametrize(
    ("more", "param"),
    [
        ({"n": 2}, "n"),
        ({"tool_choice": "required", "tools": []}, "tool_choice"),
        ({"tool_choice": {"type": "function", "function": {"name": "f"}}}, "tool_choice"),
        ({"function_call": {"name": "f"}}, "function_call"),
        ({"response_format": {"type": "json_object"}}, "response_format"),
        ({"modalities": ["text", "audio"]}, "modalities"),
        ({"messages": [{"role": "user", "content": [{"type": "image_url"}]}]}, None),
        ({"messages": [{"role": "system", "content": "Be kind."}]}, "messages"),
        ({"messages": [user("a" * 2001)]}, "messages"),
        ({"messages": [user("...")]}, "messages"),
        ({"messages": []}, "messages"),
        ({"extra_body": {"filters": {"authorities": ["Nowhere at all"]}}}, None),
        ({"extra_body": {"filters": {"authority": "Thornmere"}}}, "filters"),
        ({"extra_body": {"secret-name": 1}}, None),
    ],
)
def test_what_would_be_answered_wrongly_is_refused(
    client: OpenAI, more: dict[str, Any], param: str | None
) -> None:
    body = refused(client, **more)
    assert body["message"]
    assert "secret-name" not in body["message"]
    if param:
        assert body["param"] == param


def test_an_image_is_refused_with_its_place(client: OpenAI) -> None:
    parts: Any = [{"type": "image_url", "image_url": {"url": "data:image/png;base64,AAAA"}}]
    body = refused(client, messages=[user("Hello"), {"role": "user", "content": parts}])
    assert body["param"] == "messages[1].content"
    assert "must be text" in body["message"]


def test_models_are_listed_and_found(client: OpenAI) -> None:
    assert [model.id for model in client.models.list()] == [MODEL]
    assert client.models.retrieve(MODEL).id == MODEL


def test_an_unknown_model_is_not_found(client: OpenAI) -> None:
    with pytest.raises(openai.NotFoundError) as raised:
        complete(client, user(QUESTION), model="secret-name-9")
    assert raised.value.code == "model_not_found"
    assert "secret-name-9" not in str(raised.value)
    with pytest.raises(openai.NotFoundError):
        client.models.retrieve("secret-name-9")


def test_every_parameter_that_the_package_knows_is_a_parameter_here() -> None:
    known = set(typing.get_type_hints(CompletionCreateParamsBase)) | {"stream"}
    assert known <= set(ChatRequest.model_fields)
    signature = inspect.signature(OpenAI(api_key="none").chat.completions.create)
    own = {"extra_headers", "extra_query", "extra_body", "timeout"}
    assert set(signature.parameters) - own <= set(ChatRequest.model_fields)


def test_what_steers_a_model_is_taken_and_has_no_effect(client: OpenAI) -> None:
    steered = complete(
        client,
        user(QUESTION),
        temperature=2,
        top_p=0.1,
        max_tokens=3,
        max_completion_tokens=3,
        stop=["31"],
        seed=7,
        logprobs=True,
        top_logprobs=2,
        user="somebody",
        presence_penalty=1,
        frequency_penalty=1,
        logit_bias={"50256": -100},
        tools=[{"type": "function", "function": {"name": "look", "parameters": {}}}],
        tool_choice="auto",
        parallel_tool_calls=True,
        response_format={"type": "text"},
        reasoning_effort="high",
        service_tier="auto",
        store=False,
        metadata={"a": "b"},
        n=1,
    )
    assert text_of(steered) == text_of(complete(client, user(QUESTION)))


def chat_openai(address: str, **clients: Any) -> ChatOpenAI:
    return ChatOpenAI(
        base_url=f"{address}/v1",
        api_key="none",  # type: ignore[arg-type]
        model=MODEL,
        max_retries=0,
        **clients,
    )


@pytest.fixture
def langchain(address: str) -> Iterator[ChatOpenAI]:
    with DefaultHttpxClient(follow_redirects=False) as http:
        yield chat_openai(address, http_client=http)


def test_langchain_asks_whole(langchain: ChatOpenAI, address: str) -> None:
    got = langchain.invoke(QUESTION)
    assert SAID in str(got.content)
    assert f"{address}{PARAGRAPH}" in str(got.content)
    assert got.usage_metadata
    assert got.usage_metadata["total_tokens"] > 20
    assert got.response_metadata["finish_reason"] == "stop"


def test_langchain_streams_and_follows_up(langchain: ChatOpenAI) -> None:
    messages = [
        ("system", "You are helpful."),
        ("human", "How is private fostering in Thornmere?"),
        ("ai", "It is well known."),
        ("human", "And in Quillbridge?"),
    ]
    parts = [str(chunk.content) for chunk in langchain.stream(messages, stream_usage=True)]
    assert len(parts) > 5
    assert "Understood as: Quillbridge" in "".join(parts)


def test_langchain_asks_asynchronously(address: str) -> None:
    async def ask() -> str:
        async with DefaultAsyncHttpxClient(follow_redirects=False) as http:
            chat = chat_openai(address, http_async_client=http)
            return "".join([str(chunk.content) async for chunk in chat.astream(QUESTION)])

    assert SAID in asyncio.run(ask())
