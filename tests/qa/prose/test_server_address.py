"""Where a language model may be: https anywhere, http only near, nothing hidden in the address."""

from __future__ import annotations

import asyncio

import pytest

from qa.prose.server_address import (
    AddressUnfit,
    addresses_of,
    check_networks,
    parse_server_address,
)


@pytest.mark.parametrize(
    ("words", "networks", "route"),
    [
        ("http://127.0.0.1:11434/v1", (), "http://127.0.0.1:11434/v1/chat/completions"),
        ("http://localhost:8080/v1/", (), "http://localhost:8080/v1/chat/completions"),
        ("http://[::1]:8080/v1", (), "http://[::1]:8080/v1/chat/completions"),
        ("http://10.1.2.3/v1", ("10.1.2.0/24",), "http://10.1.2.3:80/v1/chat/completions"),
        ("http://ollama:11434/v1", ("172.16.0.0/12",), "http://ollama:11434/v1/chat/completions"),
        ("https://models.example.org", (), "https://models.example.org:443/chat/completions"),
        (
            "https://x.example.org/openai/deployments/small?api-version=2024-10-21",
            (),
            "https://x.example.org:443/openai/deployments/small/chat/completions"
            "?api-version=2024-10-21",
        ),
    ],
)
def test_an_address_that_will_do(words: str, networks: tuple[str, ...], route: str) -> None:
    found = parse_server_address(words, networks)
    assert f"{found.place}{found.route('chat/completions')}" == route


@pytest.mark.parametrize(
    "words",
    [
        "http://models.example.org/v1",
        "http://10.1.2.3/v1",
        "http://169.254.169.254/latest",
        "http://0.0.0.0/v1",
        "https://ada:secret@models.example.org/v1",
        "https://models.example.org/v1#part",
        "https://models.example.org/v1?key=secret",
        "https://models.example.org:0/v1",
        "https://models.example.org:99999/v1",
        "https://models.example.org/v1\r\nX-Other: 1",
        "https:///v1",
        "https://[::1/v1",
        "ftp://127.0.0.1/v1",
        "file:///etc/passwd",
        "127.0.0.1:11434",
        "",
    ],
)
def test_an_address_that_will_not_do_is_refused_and_not_repeated(words: str) -> None:
    with pytest.raises(AddressUnfit) as refused:
        parse_server_address(words)
    assert "secret" not in str(refused.value)
    assert "example" not in str(refused.value)


@pytest.mark.parametrize("words", ["0.0.0.0/0", "8.8.8.0/24", "::/0", "everywhere"])
def test_only_private_networks_can_be_named(words: str) -> None:
    with pytest.raises(AddressUnfit):
        check_networks([words])


def test_a_name_is_looked_up_and_has_to_lead_near() -> None:
    near = parse_server_address("http://localhost:80/v1")
    found = asyncio.run(addresses_of(near))
    assert "127.0.0.1" in found or "::1" in found
    # The same name where this machine is in none of the networks that count as near.
    far = parse_server_address("http://10.0.0.7/v1", ("10.0.0.0/24",))
    assert asyncio.run(addresses_of(far, ("10.0.0.0/24",))) == ["10.0.0.7"]


def test_a_name_that_leads_out_is_refused_when_it_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    address = parse_server_address("http://ollama:11434/v1", ("10.0.0.0/24",))

    async def found() -> list[str]:
        loop = asyncio.get_running_loop()

        async def look_up(*_: object, **__: object) -> list[object]:
            return [(0, 0, 0, "", (ip, 11434)) for ip in ("10.0.0.5", "93.184.216.34")]

        monkeypatch.setattr(loop, "getaddrinfo", look_up)
        return await addresses_of(address, ("10.0.0.0/24",))

    with pytest.raises(AddressUnfit):
        asyncio.run(found())
