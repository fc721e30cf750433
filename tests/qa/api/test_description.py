"""The OpenAPI description: whole, true, and of this service alone."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from qa.api.answer_schemas import Answer
from qa.api.chat_schemas import ChatCompletion, ChatModels, ChatProblem
from qa.application import create_app
from qa.http.tokens import add_token
from qa.settings import Settings
from qa.understanding.filter_words import FilterWords, filters_from_words
from tests.qa.http.running import HERE, running

QUESTIONS = [
    "How are care leavers helped in Thornmere?",
    "Which councils are inadequate overall?",
    "How many reports are there since 2018?",
    "What needs to improve in Quillbridge?",
    "What is the weather like in Paris?",
    "Are children in care told about the swimming pools of Brackenhythe?",
]


@pytest.fixture(scope="module")
def described(sample_service: TestClient) -> dict[str, Any]:
    found: dict[str, Any] = sample_service.get("/openapi.json").json()
    return found


def operations(described: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for path, methods in described["paths"].items():
        for method, operation in methods.items():
            yield f"{method.upper()} {path}", operation


def test_every_route_of_the_contract_is_described(described: dict[str, Any]) -> None:
    assert described["openapi"].startswith("3.1")
    told = {name for name, _ in operations(described)}
    assert told >= {
        "POST /api/ask",
        "GET /api/search",
        "GET /api/reports",
        "GET /api/reports/{report_id}",
        "GET /api/reports/{report_id}/paragraphs",
        "GET /api/paragraphs/{paragraph_id}",
        "GET /api/judgements",
        "GET /api/reports/{report_id}/pages/{page}.png",
        "POST /v1/chat/completions",
        "GET /v1/models",
        "GET /livez",
        "GET /metrics",
        "GET /readyz",
    }


def test_every_error_is_a_problem_and_none_is_fastapis_own(described: dict[str, Any]) -> None:
    assert "HTTPValidationError" not in json.dumps(described)
    for name, operation in operations(described):
        media = "application/json" if "/v1/" in name else "application/problem+json"
        errors = {s: r for s, r in operation["responses"].items() if s[0] in "45"}
        assert {"500", "503"} <= set(errors), name
        for status, response in errors.items():
            assert list(response["content"]) == [media], (name, status)


def test_every_reference_leads_somewhere(described: dict[str, Any]) -> None:
    schemas = described["components"]["schemas"]
    for name in re.findall(r'"#/components/schemas/([^"]+)"', json.dumps(described)):
        assert name in schemas


def test_every_name_that_is_told_is_taken(
    described: dict[str, Any], sample_service: TestClient
) -> None:
    schemas = described["components"]["schemas"]
    with sample_service.app.state.service.live.lease() as held:  # type: ignore[attr-defined]
        gazetteer = held.answerer.gazetteer
    assert "Thornmere" in schemas["AuthorityName"]["enum"]
    for name in schemas["AuthorityName"]["enum"]:
        filters = filters_from_words(FilterWords(authorities=(name,)), gazetteer)
        assert filters.authorities == (name,)
    for name in schemas["GroupName"]["enum"]:
        assert filters_from_words(FilterWords(groups=(name,)), gazetteer).groups


def test_names_of_the_register_are_told_before_a_collection_is_open(tmp_path: Path) -> None:
    with TestClient(create_app(Settings(index=tmp_path / "none")), HERE) as client:
        names = client.get("/openapi.json").json()["components"]["schemas"]["AuthorityName"]
    assert "Leeds" in names["enum"]
    assert "Thornmere" not in names["enum"]


@pytest.mark.parametrize("question", QUESTIONS)
def test_answers_of_every_status_have_the_shape_that_is_described(
    sample_service: TestClient, question: str
) -> None:
    response = sample_service.post("/api/ask", json={"question": question})
    answer = Answer.model_validate(response.json())
    assert response.status_code == 200
    for sentence in answer.answer:
        if sentence.proof:
            assert sample_service.get(sentence.proof).status_code == 200, sentence.proof
    for citation in answer.citations:
        assert citation.attribution
        assert citation.quote == citation.text[citation.start : citation.end]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"question": "How?", "filters": {"authorities": ["Atlantis"]}}, 422),
        ({"question": "How?", "filters": {"since": "2024", "until": "2023"}}, 409),
        ({"question": "How?", "filters": {"latest_only": 1}}, 422),
        ({"question": "How?", "limit": "3"}, 422),
        ({"question": "How?", "limit": 3.5}, 422),
        ({"question": "How?", "limit": True}, 422),
        ({"question": "How are care leavers?", "limit": 3.0}, 200),
        ({"question": "?!"}, 422),
        ({"question": "\ud800?"}, 422),
    ],
)
def test_bodies_are_taken_as_they_are_described(
    sample_service: TestClient, body: dict[str, Any], status: int
) -> None:
    sent = json.dumps(body).encode()
    response = sample_service.post(
        "/api/ask", content=sent, headers={"Content-Type": "application/json"}
    )
    assert response.status_code == status, response.text


def test_a_token_is_asked_for_where_sign_in_is_needed(
    sample_index: Path, tmp_path: Path, described: dict[str, Any]
) -> None:
    assert "securitySchemes" not in described["components"]
    assert all("security" not in operation for _, operation in operations(described))
    _, secret = add_token(tmp_path / "tokens.json", "a program")
    settings = Settings(index=sample_index, tokens=tmp_path / "tokens.json")
    with running(settings) as client:
        with_token = {"Authorization": f"Bearer {secret}"}
        guarded = client.get("/openapi.json", headers=with_token).json()
    assert guarded["components"]["securitySchemes"]["token"]["scheme"] == "bearer"
    open_to_all = {name for name, one in operations(guarded) if "security" not in one}
    assert open_to_all == {"GET /livez", "GET /readyz"}


def test_replies_to_openais_clients_have_the_shape_that_is_described(
    sample_service: TestClient,
) -> None:
    messages = [
        {"role": "user", "content": "How are care leavers helped in Thornmere?"},
        {"role": "assistant", "content": None},
        {"role": "user", "content": " ?! "},  # says nothing, so the question before it counts
    ]
    body = {"model": "inspection-answers", "messages": messages}
    reply = ChatCompletion.model_validate(
        sample_service.post("/v1/chat/completions", json=body).json()
    )
    assert "Thornmere" in reply.choices[0].message.content
    ChatModels.model_validate(sample_service.get("/v1/models").json())
    refused = sample_service.post("/v1/chat/completions", json={**body, "messages": messages[1:]})
    assert refused.status_code == 400
    ChatProblem.model_validate(refused.json())
    dates = {"since": "2024", "until": "2023"}
    conflict = sample_service.post("/v1/chat/completions", json={**body, "filters": dates})
    assert (conflict.status_code, conflict.headers["x-should-retry"]) == (409, "false")


def test_events_have_the_shape_that_is_described(
    sample_service: TestClient, described: dict[str, Any]
) -> None:
    response = sample_service.post(
        "/api/ask",
        json={"question": "How are care leavers helped in Thornmere?"},
        headers={"Accept": "text/event-stream"},
    )
    schema = described["paths"]["/api/ask"]["post"]["responses"]["200"]["content"]
    names = schema["text/event-stream"]["schema"]["properties"]["event"]["enum"]
    told = re.findall(r"event: (\w+)\ndata: (.+)\n\n", response.text)
    # Without a language model nothing was told that could be withdrawn.
    assert {name for name, _ in told} == set(names) - {"withdrawn"}
    assert (told[0][0], told[-1][0]) == ("understood", "done")
    Answer.model_validate(json.loads(told[-1][1]))
