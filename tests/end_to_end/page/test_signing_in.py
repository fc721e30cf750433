"""A service that others can reach: a token is typed once, and the page is as everywhere else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from qa.http.tokens import add_token, revoke_token
from tests.end_to_end.page.conftest import NewVisitor
from tests.end_to_end.page.served import Service, served
from tests.end_to_end.page.test_accessibility import TAGS, faults
from tests.end_to_end.page.visitor import Visitor


@pytest.fixture(scope="module")
def tokens(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of tokens, with one in it that nobody here knows."""
    path = tmp_path_factory.mktemp("tokens") / "tokens.json"
    add_token(path, "somebody else")
    return path


@pytest.fixture(scope="module")
def guarded_service(
    sample_index: Path, tokens: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Service]:
    """A service that asks who comes."""
    folder = tmp_path_factory.mktemp("guarded")
    with served(sample_index, folder, tokens=str(tokens)) as service:
        yield service


def _sign_in(visitor: Visitor, secret: str) -> None:
    visitor.page.get_by_label("Your token").fill(secret)
    visitor.page.get_by_role("button", name="Sign in").click()


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_token_opens_what_was_wanted_and_signing_out_closes_it(
    new_visitor: NewVisitor, guarded_service: Service, tokens: Path, script: bool
) -> None:
    _, secret = add_token(tokens)
    visitor = new_visitor(at=guarded_service, java_script_enabled=script)
    visitor.expected_statuses |= {401, 422}
    page = visitor.page
    visitor.visit("/reports/quillbridge-ilacs-2024-04-22")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    _sign_in(visitor, "qa_wrong")
    expect(page.get_by_role("alert")).to_contain_text("This token is not one of this service")
    expect(page).to_have_title(re.compile("^Error: "))
    expect(page.get_by_label("Your token")).to_have_value("")
    _sign_in(visitor, secret)
    expect(page.get_by_role("heading", level=1)).to_have_text("Quillbridge: ILACS inspection")
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Ask").click()
    page.get_by_role("textbox", name="question").fill("What needs to improve in Quillbridge?")
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page.locator("#turn-1 .sentence").first).to_be_visible()
    (cookie,) = page.context.cookies()
    assert cookie["httpOnly"]
    assert cookie["sameSite"] in ("Lax", "Strict")
    assert secret not in cookie["value"]
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    visitor.visit("/reports")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")


def test_token_that_was_revoked_sends_a_question_to_the_sign_in(
    new_visitor: NewVisitor, guarded_service: Service, tokens: Path
) -> None:
    name, secret = add_token(tokens)
    visitor = new_visitor(at=guarded_service)
    visitor.expected_statuses.add(401)
    visitor.visit()
    _sign_in(visitor, secret)
    visitor.ask("What needs to improve in Quillbridge?")
    revoke_token(tokens, name)
    visitor.page.get_by_role("textbox", name="question").fill("and in Thornmere?")
    visitor.page.get_by_role("button", name="Ask", exact=True).click()
    expect(visitor.page.get_by_role("heading", level=1)).to_have_text("Sign in")


def test_another_visitor_finds_nothing_of_the_conversation_after_signing_out(
    new_visitor: NewVisitor, guarded_service: Service, tokens: Path
) -> None:
    _, secret = add_token(tokens)
    visitor = new_visitor(at=guarded_service)
    visitor.visit()
    _sign_in(visitor, secret)
    visitor.ask("What needs to improve in Quillbridge?")
    visitor.page.get_by_role("button", name="Sign out").click()
    _sign_in(visitor, secret)
    expect(visitor.page.locator("#first-visit")).to_be_visible()
    expect(visitor.page.locator(".turn")).to_have_count(0)


def test_nothing_is_found_on_the_form(new_visitor: NewVisitor, guarded_service: Service) -> None:
    visitor = new_visitor(at=guarded_service, viewport={"width": 320, "height": 640})
    visitor.expected_statuses |= {401, 422}
    visitor.visit()
    for _ in range(2):
        assert faults(visitor, {"runOnly": TAGS}) == []
        assert visitor.page.evaluate("document.documentElement.scrollWidth") <= 320
        _sign_in(visitor, "")
        expect(visitor.page.get_by_role("alert")).to_be_focused()
