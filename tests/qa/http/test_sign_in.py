"""Sign-in: who has to, how it is done, and that nothing answers without it."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from qa.application import create_app
from qa.errors import ServiceUnsafe
from qa.http.sessions import SESSION_SECONDS, make_session, token_of_session
from qa.http.sign_in import WRONG_TOKENS_PER_MINUTE, check_safe, reached_by
from qa.http.tokens import add_token, read_tokens, revoke_token
from qa.settings import Settings
from tests.qa.http.running import every_route, running

ROUTES = every_route(create_app(Settings(index=Path("nowhere"))))
PAGE = {"Accept": "text/html"}
# The few that answer without sign-in, as the documents name them.
NAMED = {"/livez", "/readyz", "/sign-in", "/sign-out", "/favicon.ico", "/static/1"}
COOKIE = "inspection-answers"


@pytest.fixture
def tokens(tmp_path: Path) -> Path:
    return tmp_path / "tokens.json"


@pytest.fixture
def secret(tokens: Path) -> str:
    return add_token(tokens, "duty team")[1]


@pytest.fixture
def guarded(sample_index: Path, tokens: Path, secret: str) -> Iterator[TestClient]:
    """A client of a service with one token, not signed in."""
    with running(Settings(index=sample_index, tokens=tokens)) as client:
        yield client


@pytest.fixture(scope="module")
def closed(sample_index: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """The same for tests that only knock."""
    path = tmp_path_factory.mktemp("tokens") / "tokens.json"
    add_token(path)
    with running(Settings(index=sample_index, tokens=path, requests_per_minute=0)) as client:
        yield client


def sign_in(client: TestClient, secret: str, back: str = "") -> str:
    """Sign in, and give where that led."""
    response = client.post("/sign-in", data={"token": secret, "next": back})
    assert response.status_code == 303
    return response.headers["location"]


@pytest.mark.parametrize(("method", "path"), ROUTES)
def test_no_route_but_the_named_few_answers_without_sign_in(
    closed: TestClient, method: str, path: str
) -> None:
    for accept in ("*/*", "text/html", "application/json", "text/event-stream"):
        response = closed.request(method, path, headers={"Accept": accept})
        if path in NAMED:
            assert response.status_code not in (401, 403)
            continue
        if accept == "text/html" and not path.startswith(("/api/", "/v1/")):
            assert response.status_code == 303
            assert response.headers["location"].startswith("/sign-in")
            assert not response.content
        else:
            assert response.status_code == 401
            assert response.headers["www-authenticate"].startswith("Bearer")
        assert "content-security-policy" in response.headers


def test_an_address_that_is_none_does_not_tell_so(closed: TestClient) -> None:
    assert closed.get("/no/such/place").status_code == 401
    assert closed.get("/static/../reports").status_code == 401
    assert closed.get("/static%2f..%2freports").status_code in (401, 404)
    assert closed.get("//sign-in").status_code == 401
    assert closed.get("/SIGN-IN").status_code == 401
    assert closed.get("/livez/").status_code == 401


def test_a_program_sends_its_token(guarded: TestClient, secret: str) -> None:
    asked = {"question": "What needs to improve?"}
    for scheme in ("Bearer", "bearer"):
        headers = {"Authorization": f"{scheme} {secret}"}
        assert guarded.post("/api/ask", json=asked, headers=headers).status_code == 200
        assert guarded.get("/metrics", headers=headers).status_code == 200
    for wrong in (f"Bearer {secret}x", f"Basic {secret}", secret, "Bearer", "Bearer "):
        refused = guarded.post("/api/ask", json=asked, headers={"Authorization": wrong})
        assert refused.status_code == 401
        assert secret not in refused.text


def test_errors_under_v1_have_the_shape_of_its_clients(closed: TestClient) -> None:
    response = closed.get("/v1/models")
    assert response.status_code == 401
    assert response.json()["error"]["type"] == "authentication_error"


def test_a_page_leads_to_the_door_and_back(guarded: TestClient, secret: str) -> None:
    sent = guarded.get("/reports?authority=Norwick&page=1", headers=PAGE)
    assert sent.status_code == 303
    assert sent.headers["location"] == "/sign-in?next=%2Freports%3Fauthority%3DNorwick%26page%3D1"
    form = guarded.get(sent.headers["location"], headers=PAGE)
    assert form.status_code == 200
    assert "<h1>Sign in</h1>" in form.text
    assert "Sign out" not in form.text
    found = re.search(r'name="next" value="([^"]*)"', form.text)
    assert found
    back = found[1].replace("&amp;", "&")
    assert sign_in(guarded, secret, back) == "/reports?authority=Norwick&page=1"
    page = guarded.get("/reports", headers=PAGE)
    assert page.status_code == 200
    assert "Sign out" in page.text
    assert guarded.get("/sign-in", headers=PAGE).headers["location"] == "/"


def test_a_form_that_was_sent_too_late_leads_to_the_door(guarded: TestClient) -> None:
    sent = guarded.post("/", headers=PAGE, data={"question": "unmistakable"})
    assert (sent.status_code, sent.headers["location"]) == (303, "/sign-in")


def test_the_cookie_is_kept_from_scripts_and_other_sites(
    guarded: TestClient, secret: str, sample_index: Path, tokens: Path
) -> None:
    response = guarded.post("/sign-in", data={"token": secret})
    cookie = response.headers["set-cookie"]
    assert cookie.startswith(f"{COOKIE}=")
    assert {"HttpOnly", "Path=/", "SameSite=lax", f"Max-Age={SESSION_SECONDS}"} <= set(
        cookie.split("; ")
    )
    assert "Secure" not in cookie
    assert secret not in cookie
    settings = Settings(index=sample_index, tokens=tokens)
    with running(settings, "https://localhost") as secure:
        cookie = secure.post("/sign-in", data={"token": secret}).headers["set-cookie"]
        assert cookie.startswith(f"__Host-{COOKIE}=")
        assert "Secure" in cookie.split("; ")
        assert "Domain" not in cookie
        assert secure.get("/reports", headers=PAGE).status_code == 200
        # Over http anybody on the way can set a cookie without the prefix.
        planted = {"Cookie": cookie.split(";")[0].removeprefix("__Host-")}
        secure.cookies.clear()
        assert secure.get("/reports", headers=planted).status_code == 401


def test_signing_out_ends_the_session_and_forgets_the_conversation(
    guarded: TestClient, secret: str
) -> None:
    sign_in(guarded, secret)
    response = guarded.post("/sign-out")
    assert (response.status_code, response.headers["location"]) == (303, "/sign-in")
    assert "Max-Age=0" in response.headers["set-cookie"]
    assert response.headers["clear-site-data"] == '"storage"'
    assert guarded.get("/reports").status_code == 401


def test_a_revoked_token_ends_its_sessions_at_once(
    guarded: TestClient, secret: str, tokens: Path
) -> None:
    sign_in(guarded, secret)
    assert guarded.get("/reports").status_code == 200
    _, other = add_token(tokens, "press")
    revoke_token(tokens, "duty team")
    assert guarded.get("/reports").status_code == 401
    bearer = {"Authorization": f"Bearer {secret}"}
    assert guarded.get("/reports", headers=bearer).status_code == 401
    assert guarded.get("/reports", headers={"Authorization": f"Bearer {other}"}).status_code == 200
    revoke_token(tokens, "press")
    assert guarded.get("/reports").status_code == 401, "the last token opened the service"


def test_a_session_is_signed_and_runs_out(tokens: Path, secret: str) -> None:
    (token,) = read_tokens(tokens)
    value = make_session(token, 1_000.0)
    assert token_of_session(value, [token], 1_000 + SESSION_SECONDS - 1) == token
    assert token_of_session(value, [token], 1_000 + SESSION_SECONDS) is None
    id_, ends_at, signature = value.split(".")
    later = f"{id_}.{int(ends_at) + 1}.{signature}"
    other = replace(token, session_key="00" * 32)
    for forged in (later, make_session(other, 1_000), f"{id_}.{ends_at}.", "", "..", "é.1.é", id_):
        assert token_of_session(forged, [token], 1_000) is None


def test_wrong_tokens_are_limited_and_the_right_one_is_taken_all_the_same(
    guarded: TestClient, secret: str
) -> None:
    wrong = {"token": "qa_wrong-and-unmistakable"}
    answers = [guarded.post("/sign-in", data=wrong) for _ in range(WRONG_TOKENS_PER_MINUTE + 1)]
    assert [answer.status_code for answer in answers] == [422] * WRONG_TOKENS_PER_MINUTE + [429]
    assert 1 <= int(answers[-1].headers["retry-after"]) <= 60
    assert "Too many wrong tokens" in answers[-1].text
    bearer = guarded.get("/api/reports", headers={"Authorization": "Bearer qa_wrong"})
    assert bearer.status_code == 429
    assert bearer.headers["content-type"] == "application/problem+json"
    assert sign_in(guarded, secret) == "/"


@pytest.mark.parametrize(
    ("typed", "told"),
    [("", "Enter your token"), ("  ", "Enter your token"), ("unmistakable", "is not one of")],
)
def test_an_error_stands_before_the_title_and_no_token_comes_back(
    guarded: TestClient, typed: str, told: str
) -> None:
    response = guarded.post("/sign-in", data={"token": typed, "next": "/reports"})
    assert response.status_code == 422
    assert "<title>Error: Sign in" in response.text
    assert response.text.index("There is a problem") < response.text.index("<h1>")
    assert told in response.text
    assert 'aria-describedby="token-hint token-error"' in response.text
    assert 'value="/reports"' in response.text
    assert "unmistakable" not in response.text
    assert "set-cookie" not in response.headers


def test_without_tokens_on_this_machine_nobody_has_to_sign_in(
    sample_index: Path, tokens: Path
) -> None:
    with running(Settings(index=sample_index, tokens=tokens)) as client:
        assert client.get("/reports", headers=PAGE).status_code == 200
        assert client.get("/sign-in?next=/reports").headers["location"] == "/reports"
        assert client.post("/sign-out").headers["location"] == "/"
        add_token(tokens)
        assert client.get("/reports").status_code == 401, "a token that is made counts at once"


def test_a_damaged_file_of_tokens_lets_nobody_in(guarded: TestClient, tokens: Path) -> None:
    tokens.write_text("{", encoding="utf-8")
    assert guarded.get("/livez").status_code == 200
    for path in ("/reports", "/sign-in"):
        response = guarded.get(path, headers={"Cookie": f"{COOKIE}=a.1.b"})
        assert response.status_code == 503
        assert str(tokens) not in response.text


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, 303),
        ({"Sec-Fetch-Site": "none"}, 303),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"}, 403),
        ({"Origin": "http://localhost"}, 303),
        ({"Origin": "http://localhost:81"}, 403),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "http://localhost.evil.example"}, 403),
        ({"Origin": "http://[evil"}, 403),
        ({"Origin": "null"}, 403),
        ({}, 303),
    ],
)
def test_another_sites_page_signs_nobody_in_or_out(
    guarded: TestClient, secret: str, headers: dict[str, str], status: int
) -> None:
    signed_in = guarded.post("/sign-in", data={"token": secret}, headers=headers)
    assert signed_in.status_code == status
    assert ("set-cookie" in signed_in.headers) == (status == 303)
    assert guarded.post("/sign-out", headers=headers).status_code == status


def test_what_others_can_reach_needs_sign_in(sample_index: Path, tokens: Path) -> None:
    here = Settings(index=sample_index, tokens=tokens)
    assert reached_by(here) is None
    check_safe(here)
    for reached in (
        replace(here, host="0.0.0.0"),
        replace(here, host="::"),
        replace(here, host=""),
        replace(here, host="192.168.0.7"),
        replace(here, trusted_proxies=("127.0.0.1",)),
        replace(here, allowed_hosts=("answers.example.org",)),
    ):
        with pytest.raises(ServiceUnsafe, match="--open-to-everyone") as refused:
            check_safe(reached)
        assert refused.value.exit_code == 4
        check_safe(replace(reached, open_to_everyone=True))
    add_token(tokens)
    check_safe(replace(here, host="0.0.0.0"))


def test_a_service_that_others_can_reach_is_closed_even_without_tokens(
    sample_index: Path, tokens: Path
) -> None:
    settings = Settings(index=sample_index, tokens=tokens, host="0.0.0.0")
    with running(settings) as client:
        assert client.get("/reports").status_code == 401
    with running(replace(settings, open_to_everyone=True)) as client:
        assert client.get("/reports").status_code == 200


def test_a_session_is_checked_in_no_time(tokens: Path) -> None:
    """Each request of somebody signed in pays this."""
    for number in range(50):
        add_token(tokens, f"team {number}")
    all_tokens = read_tokens(tokens)
    value = make_session(all_tokens[-1], 0)
    began = time.perf_counter()
    for _ in range(100):
        token_of_session(value, all_tokens, 1)
    assert (time.perf_counter() - began) / 100 < 0.002
