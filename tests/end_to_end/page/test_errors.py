"""What is wrong with a form is told on top, beside its field and in the title; nothing is lost."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.end_to_end.page.conftest import NewVisitor
from tests.end_to_end.page.visitor import Visitor

WITH_AND_WITHOUT = pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])


@pytest.fixture
def careless(new_visitor: NewVisitor, script: bool) -> Visitor:
    """A visitor who makes mistakes, with or without JavaScript."""
    made = new_visitor(java_script_enabled=script)
    made.expected_statuses.add(422)
    made.visit()
    return made


def _ask(visitor: Visitor) -> None:
    visitor.page.get_by_role("button", name="Ask", exact=True).click()


@WITH_AND_WITHOUT
def test_empty_question_is_told(careless: Visitor, script: bool) -> None:
    page = careless.page
    _ask(careless)
    summary = page.get_by_role("alert")
    expect(summary).to_contain_text("There is a problem")
    expect(page).to_have_title(re.compile("^Error: "))
    question = page.get_by_role("textbox", name="question")
    expect(question).to_have_attribute("aria-invalid", "true")
    expect(question).to_have_accessible_description(re.compile("Error: Enter a question"))
    if script:
        expect(summary).to_be_focused()
    summary.get_by_role("link", name="Enter a question").click()
    expect(question).to_be_focused()


@WITH_AND_WITHOUT
def test_unknown_authority_is_told_beside_its_field(careless: Visitor, script: bool) -> None:
    page = careless.page
    page.get_by_text("Filters", exact=True).click()
    page.get_by_role("combobox", name="Authority").fill("Quilbridge")
    page.get_by_role("textbox", name="question").fill("What needs to improve?")
    _ask(careless)
    summary = page.get_by_role("alert")
    expect(summary).to_contain_text("Did you mean Quillbridge")
    authority = page.get_by_role("combobox", name="Authority")
    expect(authority).to_be_visible()
    expect(authority).to_have_value("Quilbridge")
    expect(authority).to_have_accessible_description(re.compile("Did you mean Quillbridge"))
    expect(page.get_by_role("textbox", name="question")).to_have_value("What needs to improve?")
    summary.get_by_role("link").click()
    expect(authority).to_be_focused()
    authority.fill("Quillbridge")
    _ask(careless)
    expect(page.locator("#turn-1 .source").first).to_contain_text("Quillbridge")
    expect(summary).to_have_count(0)
    expect(page).not_to_have_title(re.compile("^Error"))
    expect(page.get_by_role("combobox", name="Authority")).not_to_have_attribute(
        "aria-invalid", "true"
    )


@WITH_AND_WITHOUT
@pytest.mark.parametrize(
    ("since", "until", "field"), [("soon", "", "From year"), ("2024", "2020", "To year")]
)
def test_date_that_cannot_be_is_told(
    careless: Visitor, script: bool, since: str, until: str, field: str
) -> None:
    page = careless.page
    page.get_by_text("Filters", exact=True).click()
    page.get_by_role("textbox", name="From year").fill(since)
    page.get_by_role("textbox", name="To year").fill(until)
    page.get_by_role("textbox", name="question").fill("What needs to improve?")
    _ask(careless)
    page.get_by_role("alert").get_by_role("link").click()
    expect(page.get_by_role("textbox", name=field)).to_be_focused()


@WITH_AND_WITHOUT
def test_question_that_is_too_long_stays_to_be_shortened(careless: Visitor, script: bool) -> None:
    page = careless.page
    page.get_by_role("textbox", name="question").fill("a" * 2_001)
    _ask(careless)
    expect(page.get_by_role("alert")).to_contain_text("2,000")
    expect(page.get_by_role("textbox", name="question")).to_have_value("a" * 2_001)


def test_mistake_leaves_the_conversation_as_it_was(visitor: Visitor) -> None:
    visitor.expected_statuses.add(422)
    visitor.visit()
    visitor.ask("What needs to improve in Thornmere?")
    _ask(visitor)
    expect(visitor.page.get_by_role("alert")).to_be_focused()
    expect(visitor.page.locator(".turn")).to_have_count(1)
    turn = visitor.ask("and in Quillbridge?", turn=2)
    expect(turn.locator(".understood")).to_contain_text("from before")
    expect(visitor.page.get_by_role("alert")).to_have_count(0)


def test_counter_says_what_is_left(visitor: Visitor) -> None:
    visitor.visit()
    question = visitor.page.get_by_role("textbox", name="question")
    counter = visitor.page.locator("#question-count")
    expect(counter).to_have_text("You can enter up to 2,000 characters")
    question.fill("a" * 1_995)
    expect(counter).to_have_text("You have 5 characters left")
    expect(visitor.page.locator("#question-count-told")).to_have_text("You have 5 characters left")
    question.fill("a" * 1_999)
    expect(counter).to_have_text("You have 1 character left")
    question.fill("🙂" * 2_002)
    expect(counter).to_have_text("You have 2 characters too many")
    question.fill("")
    expect(counter).to_have_text("You can enter up to 2,000 characters")


@pytest.mark.parametrize("path", ["/nothing", "/reports/nothing", "/reports/a/paragraphs/b"])
def test_page_that_is_not_there_leads_back(visitor: Visitor, path: str) -> None:
    visitor.expected_statuses.add(404)
    visitor.visit(path)
    expect(visitor.page.get_by_role("heading", level=1)).to_have_text("Page not found")
    visitor.page.get_by_role("main").get_by_role("link", name="Ask a question").click()
    expect(visitor.page.get_by_role("heading", level=1)).to_have_text("Ask the inspection reports")


def test_list_of_reports_tells_a_filter_that_means_nothing(visitor: Visitor) -> None:
    visitor.expected_statuses.add(422)
    visitor.visit("/reports?authority=Quilbridge&since=2020")
    page = visitor.page
    expect(page.get_by_role("alert")).to_be_focused()
    expect(page).to_have_title(re.compile("^Error: "))
    page.get_by_role("alert").get_by_role("link").click()
    authority = page.get_by_role("combobox", name="Authority")
    expect(authority).to_be_focused()
    authority.fill("Quillbridge")
    page.get_by_role("button", name="Apply").click()
    expect(page.get_by_role("status")).to_have_text("2 reports")
