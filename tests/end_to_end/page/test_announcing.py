"""What a screen reader is told, where the focus goes, and what the tab is called."""

from __future__ import annotations

import re
from itertools import pairwise

from playwright.sync_api import expect

from tests.end_to_end.page.visitor import Visitor

NOTE_WHAT_IS_TOLD = """() => {
  window.said = [];
  const status = document.getElementById("told");
  const note = () => { if (status.textContent) window.said.push(status.textContent); };
  new MutationObserver(note).observe(status, { childList: true, characterData: true });
}"""


def test_start_and_end_are_told_and_the_focus_goes_to_the_answer(visitor: Visitor) -> None:
    visitor.visit()
    visitor.page.evaluate(NOTE_WHAT_IS_TOLD)
    turn = visitor.ask("What needs to improve in Quillbridge?")
    assert visitor.page.evaluate("window.said") == [
        "Searching the reports",
        "Answer ready: 4 sentences from 1 report.",
    ]
    answer = turn.get_by_role("group", name="Answer")
    expect(answer).to_be_focused()
    expect(answer).to_be_in_viewport()
    expect(visitor.page).to_have_title("What needs to improve in Quillbridge? – Inspection Answers")
    expect(visitor.page.get_by_role("textbox", name="question")).to_have_value("")


def test_without_an_answer_the_reason_is_told_and_has_the_focus(visitor: Visitor) -> None:
    visitor.visit()
    turn = visitor.ask("What is the capital of France?")
    expect(turn.locator(".status")).to_be_focused()
    reason = turn.locator(".status p").inner_text()
    expect(visitor.page.locator("#told")).to_have_text(reason)


def test_place_of_everything_can_be_told_by_its_headings(visitor: Visitor) -> None:
    visitor.visit()
    visitor.ask("What needs to improve in Quillbridge?")
    visitor.ask("and in Thornmere?", turn=2)
    levels = visitor.page.locator("h1, h2, h3, h4").evaluate_all(
        "(all) => all.filter((one) => one.checkVisibility()).map((one) => Number(one.tagName[1]))"
    )
    assert levels.count(1) == 1
    assert levels.count(2) == 2
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_skip_link_leads_past_the_top(visitor: Visitor) -> None:
    visitor.visit()
    visitor.page.keyboard.press("Tab")
    skip = visitor.page.get_by_role("link", name="Skip to main content")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    visitor.page.keyboard.press("Enter")
    expect(visitor.page.get_by_role("main")).to_be_focused()
    visitor.page.keyboard.press("Tab")
    expect(visitor.page.get_by_role("textbox", name="question")).to_be_focused()


def test_every_page_has_a_title_of_its_own(visitor: Visitor) -> None:
    visitor.expected_statuses.add(404)
    report = "/reports/quillbridge-ilacs-2024-04-22"
    titles = set()
    paths = ("/", "/reports", report, f"{report}/paragraphs/{report[9:]}.4", "/about", "/nothing")
    for path in paths:
        visitor.visit(path)
        expect(visitor.page).to_have_title(re.compile(".+ – Inspection Answers$"))
        titles.add(visitor.page.title())
    assert len(titles) == len(paths)
