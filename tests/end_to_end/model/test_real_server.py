"""The whole path over a real server: written, streamed, stopped, timed out, killed."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx2
import pytest

from index import Collection
from qa.application import create_app
from qa.assembly import make_verifier
from qa.prose.records import DraftSentence, Source
from qa.settings import Settings
from tests.end_to_end.model.llama import HOW_TO_GET_IT, Llama, is_there, llama
from tests.qa.http.listening import listening

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not is_there(), reason=HOW_TO_GET_IT),
]

QUESTIONS = (
    "How many privately fostered children does Thornmere know of?",
    "How are care leavers helped in Thornmere and Quillbridge?",
)
# A prompt that the server has read before costs it nothing: these are asked by one test each.
TO_BE_STOPPED = "How good is the supervision of social workers in Thornmere?"
TOO_SLOW = "How are children in care visited in Thornmere and Quillbridge?"
EVENTS = {"Accept": "text/event-stream"}


@pytest.fixture(scope="module")
def real() -> Iterator[Llama]:
    with llama() as server:
        yield server


@contextmanager
def service(index: Path, server: Llama, **more: Any) -> Iterator[httpx2.Client]:
    """A client of a service that has answers written by the server."""
    settings = Settings(
        index=index,
        model="smollm2",
        model_server=server.address,
        requests_per_minute=0,
        **{"model_seconds": 300, "model_first_seconds": 300, **more},
    )
    with (
        listening(create_app(settings)) as address,
        httpx2.Client(base_url=address, timeout=400) as client,
    ):
        yield client


def asked(client: httpx2.Client, question: str) -> dict[str, Any]:
    got = client.post("/api/ask", json={"question": question})
    assert got.status_code == 200
    values: dict[str, Any] = got.json()
    return values


def streamed(client: httpx2.Client, question: str) -> list[tuple[str, Any]]:
    text = client.post("/api/ask", json={"question": question}, headers=EVENTS).text
    return [
        (name, json.loads(data)) for name, data in re.findall(r"event: (\w+)\ndata: (.+)", text)
    ]


def check_shown(values: dict[str, Any], index: Path) -> None:
    """Whatever is shown passes: quotes are word for word, written sentences are carried."""
    with Collection.open(index) as collection:
        verifier = make_verifier(collection)
        paragraphs = {c["n"]: collection.paragraph(c["paragraph_id"]) for c in values["citations"]}
        quotes = {c["n"]: c["quote"] for c in values["citations"]}
        for sentence in values["answer"]:
            numbers = sentence["citations"]
            if sentence["kind"] == "quote":
                assert sentence["text"] in [quotes[n] for n in numbers]
            elif sentence["kind"] == "written":
                found = [paragraphs[n] for n in numbers]
                sources = [Source(n, *pair) for n, pair in zip(numbers, found, strict=True) if pair]
                draft = DraftSentence(sentence["text"], tuple(numbers))
                assert verifier.verify(draft, sources).failure is None, sentence


@pytest.mark.parametrize("schema", ["auto", "off"])
def test_whatever_it_writes_what_is_shown_is_carried(
    real: Llama, sample_index: Path, schema: str
) -> None:
    with service(sample_index, real, model_schema=schema, model_tokens=100) as client:
        for question in QUESTIONS:
            values = asked(client, question)
            assert values["status"] in ("answered", "partial")
            assert values["answer"]
            assert values["model"]["tokens_in"] > 300
            assert values["model"]["tokens_out"] > 0
            assert values["model"]["failure"] is None
            check_shown(values, sample_index)


def test_it_is_streamed(real: Llama, sample_index: Path) -> None:
    with service(sample_index, real, model_tokens=100) as client:
        told = streamed(client, QUESTIONS[0])
    assert told[0][0] == "understood"
    assert told[-1][0] == "done"
    check_shown(told[-1][1], sample_index)


def test_it_is_stopped_when_nobody_reads_on(real: Llama, sample_index: Path) -> None:
    with service(sample_index, real, model_schema="off", model_tokens=4_000) as client:
        body = {"question": TO_BE_STOPPED}
        with client.stream("POST", "/api/ask", json=body, headers=EVENTS) as response:
            pieces = response.iter_text()  # kept: the connection ends with it
            assert next(pieces).startswith("event: understood")
            wait_until(lambda: is_at_work(real))
        wait_until(lambda: not is_at_work(real))
        assert 'outcome="stopped"' in client.get("/metrics").text


def test_it_is_not_waited_for_longer_than_set(real: Llama, sample_index: Path) -> None:
    limits = {"model_seconds": 1, "model_first_seconds": 1, "model_tokens": 4_000}
    with service(sample_index, real, model_schema="off", **limits) as client:
        began = time.monotonic()
        values = asked(client, TOO_SLOW)
        assert time.monotonic() - began < 10
    assert values["model"]["failure"] == "slow"
    assert {s["kind"] for s in values["answer"]} <= {"quote", "written"}
    check_shown(values, sample_index)
    wait_until(lambda: not is_at_work(real))


def test_it_may_die_in_mid_answer(sample_index: Path) -> None:
    with (
        llama() as server,
        service(sample_index, server, model_schema="off", model_tokens=4_000) as client,
    ):
        body = {"question": QUESTIONS[0]}
        with client.stream("POST", "/api/ask", json=body, headers=EVENTS) as response:
            seen = ""
            for text in response.iter_text():
                if not seen:
                    wait_until(lambda: is_at_work(server))
                    server.process.kill()
                seen += text
        done = json.loads(re.findall(r"event: done\ndata: (.+)", seen)[0])
        assert done["model"]["failure"] in ("cut off", "unreachable")
        assert done["answer"]
        check_shown(done, sample_index)
        again = asked(client, QUESTIONS[0])
        assert again["model"]["failure"] == "unreachable"
        assert {s["kind"] for s in again["answer"]} == {"quote"}


def is_at_work(server: Llama) -> bool:
    """Whether the server is writing, by what it says of itself."""
    slots = httpx2.get(server.address.replace("/v1", "/slots"), timeout=30).json()
    return any(slot["is_processing"] for slot in slots)


def wait_until(holds: Any) -> None:
    deadline = time.monotonic() + 30
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.05)
