"""The evidence beside the answer, and the permanent address of every paragraph."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, expect

from tests.end_to_end.page.conftest import NewVisitor
from tests.end_to_end.page.visitor import Visitor

QUESTION = "How are care leavers in Quillbridge helped to find a home?"


def test_marker_opens_the_paragraph_with_its_words_marked(visitor: Visitor) -> None:
    visitor.visit()
    turn = visitor.ask(QUESTION)
    marker = turn.locator(".marker").first
    panel = visitor.open_evidence(marker)
    expect(panel).to_have_accessible_name("Evidence")
    expect(panel.get_by_role("heading")).to_have_text(re.compile(r"^Paragraph \d+, page \d+$"))
    expect(panel.locator("mark")).to_have_text(turn.locator(".sentence q").first.inner_text())
    for words in ("Quillbridge: ILACS inspection", "Inspected 22 April to 3 May", "copyright"):
        expect(panel).to_contain_text(words)
    expect(marker).to_have_attribute("aria-current", "true")
    assert visitor.page.url.rstrip("/") == visitor.address


def test_page_as_printed_is_shown_with_the_paragraph_marked(visitor: Visitor) -> None:
    visitor.visit()
    panel = visitor.open_evidence(visitor.ask(QUESTION).locator(".marker").first)
    image = panel.get_by_role("img").first
    expect(image).to_have_accessible_name(
        re.compile(r"^Page \d+ of the report as printed, with paragraph \d+ marked$")
    )
    expect(image).to_be_visible()
    _expect_loaded(image)


def test_escape_goes_back_to_the_marker(visitor: Visitor) -> None:
    visitor.visit()
    marker = visitor.ask(QUESTION).locator(".marker").first
    panel = visitor.open_evidence(marker)
    visitor.page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    expect(marker).to_be_focused()
    expect(marker).not_to_have_attribute("aria-current", "true")


def test_next_and_previous_paragraph_are_shown_in_place(visitor: Visitor) -> None:
    visitor.visit()
    marker = visitor.ask(QUESTION).locator(".marker").first
    panel = visitor.open_evidence(marker)
    title = panel.get_by_role("heading").first
    first = title.inner_text()
    panel.get_by_role("link", name="Next paragraph").click()
    expect(title).not_to_have_text(first)
    expect(title).to_be_focused()
    panel.get_by_role("link", name="Previous paragraph").click()
    expect(title).to_have_text(first)
    panel.get_by_role("button", name="Close").click()
    expect(marker).to_be_focused()


def test_card_opens_the_same_evidence(visitor: Visitor) -> None:
    visitor.visit()
    turn = visitor.ask(QUESTION)
    opener = turn.locator(".source-place a").first
    panel = visitor.open_evidence(opener)
    expect(panel.locator("mark")).to_have_text(turn.locator(".source mark").first.inner_text())
    visitor.page.keyboard.press("Escape")
    expect(opener).to_be_focused()


def test_answer_asked_anew_leaves_no_evidence_of_the_old_one(visitor: Visitor) -> None:
    visitor.visit()
    turn = visitor.ask("What did inspectors say about supervision in Quillbridge since 2020?")
    panel = visitor.open_evidence(turn.locator(".marker").first)
    turn.get_by_role("button", name=re.compile("Ask without .*2020")).click()
    expect(panel).to_be_hidden()
    visitor.finished(1)
    expect(turn.locator(".answer")).to_be_focused()


def test_document_without_pages_shows_the_paragraph_in_its_section(visitor: Visitor) -> None:
    visitor.visit()
    turn = visitor.ask("What does Thornmere council say about its own work with neglect?")
    expect(turn.locator(".source .own-words").first).to_have_text("The council says")
    panel = visitor.open_evidence(turn.locator(".marker").first)
    expect(panel.locator(".the-one mark")).to_be_visible()
    expect(panel.locator(".neighbour").first).to_be_visible()
    expect(panel.get_by_role("img")).to_have_count(0)


def test_address_of_a_paragraph_is_a_page_for_anybody(
    visitor: Visitor, new_visitor: NewVisitor
) -> None:
    visitor.visit()
    panel = visitor.open_evidence(visitor.ask(QUESTION).locator(".marker").first)
    quoted = panel.locator("mark").inner_text()
    sent = panel.get_by_role("link", name="Address of this paragraph").get_attribute("href")
    assert sent is not None
    somebody_else = new_visitor()
    somebody_else.visit(sent)
    page = somebody_else.page
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(r"^Paragraph \d+, page"))
    expect(page.locator("mark")).to_have_text(quoted)
    _expect_loaded(page.get_by_role("main").get_by_role("img").first)
    page.get_by_role("link", name="Quillbridge").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Quillbridge: ILACS inspection")


def test_number_leads_to_its_paragraph(visitor: Visitor) -> None:
    visitor.visit("/reports/quillbridge-ilacs-2024-04-22/paragraphs/4")
    expect(visitor.page).to_have_url(re.compile(r"/paragraphs/quillbridge-ilacs-2024-04-22\.4$"))
    expect(visitor.page.get_by_role("heading", level=1)).to_have_text("Paragraph 4, page 2")


def test_marker_opened_in_another_tab_is_left_to_the_browser(visitor: Visitor) -> None:
    visitor.visit()
    marker = visitor.ask(QUESTION).locator(".marker").first
    with visitor.page.context.expect_page() as opened:
        marker.click(modifiers=["ControlOrMeta"])
    expect(opened.value.get_by_role("heading", level=1)).to_have_text(re.compile("^Paragraph"))
    expect(visitor.page.locator("#evidence")).to_be_hidden()


def _expect_loaded(image: Locator) -> None:
    """The picture is there, as wide as a printed page needs to be read."""
    expect(image).to_have_js_property("complete", True)
    assert image.evaluate("(image) => image.naturalWidth") >= 600
