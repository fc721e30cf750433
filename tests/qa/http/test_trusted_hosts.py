"""The service answers to its own names and to no other."""

from __future__ import annotations

import asyncio
import socket
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from starlette.responses import PlainTextResponse
from starlette.types import Message

from qa.http.trusted_hosts import TrustedHosts, is_loopback
from qa.settings import Settings
from tests.qa.http.running import running


def status_of(hosts: list[str], listens_on: str = "127.0.0.1", *others: str) -> int:
    """The status of a request with these Host headers."""
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    async def receive() -> Message:
        return {"type": "http.request"}

    headers = [(b"host", host.encode()) for host in hosts]
    scope = {"type": "http", "method": "GET", "path": "/", "headers": headers}
    guard = TrustedHosts(PlainTextResponse("in"), listens_on, others)
    asyncio.run(guard(scope, receive, send))
    status: int = sent[0]["status"]
    return status


@pytest.mark.parametrize(
    "host", ["localhost", "localhost:8000", "LocalHost:1", "127.0.0.1", "[::1]:8000"]
)
def test_names_of_this_machine_are_ours(host: str) -> None:
    assert status_of([host]) == 200


@pytest.mark.parametrize(
    "hosts",
    [
        ["evil.example"],
        ["localhost.evil.example"],
        ["localhost:80@evil.example"],
        ["localhost, evil.example"],
        ["localhost", "evil.example"],
        ["localhost:port"],
        ["192.168.0.7"],
        ["[::2]"],
        [""],
        [],
    ],
)
def test_other_names_are_refused(hosts: list[str]) -> None:
    assert status_of(hosts) == 400


def test_the_host_it_listens_on_and_those_named_are_ours() -> None:
    assert status_of(["192.168.0.7:8000"], "192.168.0.7") == 200
    assert status_of(["[fd00::7]:8000"], "fd00::7") == 200
    assert status_of(["Answers.Example.org"], "127.0.0.1", "answers.example.org") == 200
    assert status_of(["www.answers.example.org"], "127.0.0.1", "answers.example.org") == 400


def test_who_listens_everywhere_goes_by_every_address_but_not_by_every_name() -> None:
    assert status_of(["192.168.0.7:8000"], "0.0.0.0") == 200
    assert status_of(["[fd00::7]"], "::") == 200
    assert status_of([socket.gethostname()], "0.0.0.0") == 200
    assert status_of(["evil.example"], "0.0.0.0") == 400


def test_a_refusal_is_a_problem_that_repeats_no_name(local_service: TestClient) -> None:
    response = local_service.get("/livez", headers={"Host": "evil.example"})
    assert response.status_code == 400
    assert response.headers["content-type"] == "application/problem+json"
    assert "content-security-policy" in response.headers
    assert "evil" not in response.text


def test_settings_name_further_hosts(sample_index: Path) -> None:
    settings = Settings(index=sample_index, allowed_hosts=("answers.example.org",))
    with running(settings, "http://answers.example.org") as client:
        assert client.get("/livez").status_code == 200


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("127.0.0.1", True),
        ("127.8.8.8", True),
        ("::1", True),
        ("localhost", True),
        ("0.0.0.0", False),
        ("::", False),
        ("", False),
        ("192.168.0.7", False),
        ("localhost.example.org", False),
    ],
)
def test_loopback_is_told_from_the_rest(host: str, expected: bool) -> None:
    assert is_loopback(host) == expected
