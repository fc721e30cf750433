"""The security headers are on every response, whatever answers."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from qa.application import create_app
from qa.settings import Settings
from tests.qa.http.running import every_route, running

ROUTES = every_route(create_app(Settings(index=Path("nowhere"))))

EXACT = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def assert_guarded(headers: dict[str, str]) -> None:
    policy = dict(part.split(" ", 1) for part in headers["content-security-policy"].split("; "))
    assert policy["default-src"] == "'none'"
    assert re.fullmatch(r"'self' 'nonce-[\w-]{20,}'", policy["script-src"])
    for kind in ("style-src", "img-src", "connect-src", "form-action"):
        assert policy[kind] == "'self'"
    for kind in ("base-uri", "frame-ancestors"):
        assert policy[kind] == "'none'"
    assert "unsafe" not in headers["content-security-policy"]
    for name, value in EXACT.items():
        assert headers[name.lower()] == value
    assert "microphone=()" in headers["permissions-policy"]
    assert "server" not in headers
    assert "cache-control" in headers or "etag" in headers


def test_the_walk_finds_the_routes() -> None:
    assert {("GET", "/livez"), ("POST", "/api/ask"), ("GET", "/openapi.json")} <= set(ROUTES)


@pytest.mark.parametrize(("method", "path"), ROUTES)
def test_every_route_has_the_headers(local_service: TestClient, method: str, path: str) -> None:
    assert_guarded(dict(local_service.request(method, path).headers))


@pytest.mark.parametrize(
    ("method", "path", "content", "status"),
    [
        ("GET", "/no/such/place", b"", 404),
        ("DELETE", "/livez", b"", 405),
        ("POST", "/api/ask", b"x" * 70_000, 413),
        ("POST", "/api/ask", b"{", 422),
    ],
)
def test_errors_have_the_headers(
    local_service: TestClient, method: str, path: str, content: bytes, status: int
) -> None:
    sent = {"Content-Type": "application/json"}
    response = local_service.request(method, path, content=content, headers=sent)
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    assert_guarded(dict(response.headers))


def test_an_error_nobody_foresaw_has_the_headers_and_shows_no_trace(sample_index: Path) -> None:
    with running(Settings(index=sample_index)) as client:

        async def break_down() -> None:
            raise RuntimeError("a secret of the program")

        client.app.router.add_api_route("/broken", break_down)  # type: ignore[attr-defined]
        response = client.get("/broken")
    assert response.status_code == 500
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json()["status"] == 500
    assert "secret" not in response.text
    assert "Traceback" not in response.text
    assert_guarded(dict(response.headers))


def test_each_response_has_a_nonce_of_its_own(local_service: TestClient) -> None:
    nonces = set()
    for _ in range(3):
        policy = local_service.get("/livez").headers["content-security-policy"]
        nonces |= set(re.findall(r"nonce-([\w-]+)", policy))
    assert len(nonces) == 3


def test_only_over_https_is_https_asked_for(local_service: TestClient, sample_index: Path) -> None:
    assert "strict-transport-security" not in local_service.get("/livez").headers
    with running(Settings(index=sample_index), "https://localhost") as client:
        promised = client.get("/livez").headers["strict-transport-security"]
    assert promised.startswith("max-age=")
