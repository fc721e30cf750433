"""The whole journey without JavaScript: forms, links and whole pages."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.end_to_end.page.conftest import NewVisitor
from tests.end_to_end.page.visitor import Visitor


@pytest.fixture
def plain(new_visitor: NewVisitor) -> Visitor:
    """A visitor whose browser runs no script."""
    made = new_visitor(java_script_enabled=False)
    made.visit()
    return made


def _ask(visitor: Visitor, question: str) -> None:
    visitor.page.get_by_role("textbox", name="question").fill(question)
    visitor.page.get_by_role("button", name="Ask", exact=True).click()


def test_question_follow_up_and_evidence(plain: Visitor) -> None:
    page = plain.page
    _ask(plain, "What needs to improve in Thornmere?")
    expect(page.locator("#turn-1 .sentence").first).to_be_visible()
    expect(page).to_have_title(re.compile("^What needs to improve in Thornmere"))
    _ask(plain, "and in Quillbridge?")
    turn = page.locator("#turn-2")
    expect(turn.locator(".understood")).to_contain_text("from before")
    expect(page.locator(".earlier")).to_contain_text("What needs to improve in Thornmere?")
    turn.locator(".marker").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("^Bullet point, page 1"))
    expect(page.locator("mark")).to_be_visible()
    page.get_by_role("link", name="Next paragraph").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.get_by_role("link", name="Previous paragraph").click()
    page.get_by_role("link", name="Quillbridge").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Quillbridge: ILACS inspection")


def test_part_comes_off_and_the_conversation_goes_on(plain: Visitor) -> None:
    page = plain.page
    _ask(plain, "What needs to improve in Thornmere?")
    _ask(plain, "What did inspectors say about supervision in Quillbridge since 2020?")
    page.get_by_role("button", name=re.compile("Ask without .*2020")).click()
    turn = page.locator("#turn-2")
    expect(turn.locator(".understood")).not_to_contain_text("2020")
    expect(page.locator(".earlier li")).to_have_count(1)
    _ask(plain, "and in Thornmere?")
    expect(page.locator("#turn-3 .understood")).to_contain_text("from before")


def test_one_of_two_councils_is_chosen(plain: Visitor) -> None:
    _ask(plain, "How are care leavers supported in Sussex?")
    plain.page.get_by_role("button", name="East Sussex").click()
    expect(plain.page.locator(".status")).to_contain_text("no report on East Sussex")


def test_facet_example_and_new_conversation(plain: Visitor) -> None:
    page = plain.page
    page.locator(".example").first.click()
    expect(page.locator("#turn-1")).to_be_visible()
    page.get_by_role("button", name="Start a new conversation").click()
    expect(page.locator("#first-visit")).to_be_visible()
    _ask(plain, "What do inspectors say about supervision?")
    page.get_by_role("button", name=re.compile("^Quillbridge 3 reports")).click()
    expect(page.locator(".searched")).to_contain_text("Searched 3 of the 15")


@pytest.mark.parametrize(
    ("button", "name"), [("text", "answer.txt"), ("Markdown", "answer.md"), ("CSV", "answer.csv")]
)
def test_answer_is_saved(plain: Visitor, button: str, name: str) -> None:
    _ask(plain, "How are care leavers in Quillbridge helped to find a home?")
    quoted = plain.page.locator(".sentence q").first.inner_text()
    with plain.page.expect_download() as download:
        plain.page.get_by_role("button", name=f"Download as {button}").click()
    assert download.value.suggested_filename == name
    saved = " ".join(download.value.path().read_text("utf-8").split())
    assert quoted[:60] in saved


def test_reports_are_filtered_and_asked_about(plain: Visitor) -> None:
    page = plain.page
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Reports").click()
    expect(page.get_by_role("status")).to_have_text("15 reports")
    page.get_by_role("combobox", name="Authority").fill("Brackenhythe")
    page.get_by_role("checkbox", name=re.compile("^ILACS inspection")).check()
    page.get_by_role("button", name="Apply").click()
    expect(page.get_by_role("status")).to_have_text("1 report")
    page.get_by_role("row").get_by_role("link", name="Brackenhythe").click()
    expect(page.get_by_role("table").first).to_contain_text("Good")
    page.get_by_role("textbox", name="Ask about Brackenhythe").fill("What must improve?")
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page.locator("#turn-1 .understood")).to_contain_text("Brackenhythe")
