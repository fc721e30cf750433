"""With Tab, Enter and Escape alone; the focus is always to be seen and never covered."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.end_to_end.page.conftest import NewVisitor
from tests.end_to_end.page.visitor import Visitor

# What is wrong with the way the focus shows, in words; null where nothing is.
FAULT_OF_FOCUS = """() => {
  const element = document.activeElement;
  if (!element || element === document.body) return "nowhere";
  const name = element.outerHTML.slice(0, 120);
  const style = getComputedStyle(element);
  const hasOutline = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  if (!hasOutline && style.boxShadow === "none") return `the focus does not show: ${name}`;
  const box = element.getClientRects()[0];
  if (!box || !box.width || !box.height) return `no size: ${name}`;
  const [left, right] = [Math.max(box.left, 0), Math.min(box.right, innerWidth)];
  const [top, bottom] = [Math.max(box.top, 0), Math.min(box.bottom, innerHeight)];
  if (left >= right || top >= bottom) return `outside of the window: ${name}`;
  const seen = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
  if (!seen || !(element.contains(seen) || seen.contains(element))) return `covered: ${name}`;
  return null;
}"""
REPORT = "/reports/quillbridge-ilacs-2024-04-22"
MOST = 400  # presses of Tab to walk through a page


def walk(page: Page) -> Iterator[None]:
    """Press Tab again and again, seeing to the focus each time, until the page is at its end."""
    for _ in range(MOST):
        page.keyboard.press("Tab")
        fault = page.evaluate(FAULT_OF_FOCUS)
        if fault == "nowhere":
            return
        assert fault is None
        yield
    raise AssertionError("the page has no end for the keyboard")


def tab_to(page: Page, wanted: Locator) -> None:
    """Press Tab until the focus is where it is wanted."""
    for _ in walk(page):
        if wanted.evaluate("(element) => element === document.activeElement"):
            return
    raise AssertionError(f"no key leads to {wanted}")


@pytest.fixture
def typist(new_visitor: NewVisitor) -> Visitor:
    """A visitor without a mouse; nothing slides, so that the focus is where it will stay."""
    return new_visitor(viewport={"width": 1280, "height": 720}, reduced_motion="reduce")


def test_journey_from_question_to_proof_and_back(typist: Visitor) -> None:
    page = typist.page
    typist.visit()
    tab_to(page, page.get_by_role("textbox", name="question"))
    page.keyboard.type("What needs to improve in Quillbridge?")
    page.keyboard.press("Enter")
    turn = typist.finished(1)
    marker = turn.locator(".marker").first
    tab_to(page, marker)
    page.keyboard.press("Enter")
    panel = page.locator("#evidence")
    title = panel.get_by_role("heading").first
    expect(title).to_be_focused()
    assert page.evaluate(FAULT_OF_FOCUS) is None
    tab_to(page, panel.get_by_role("link", name="Next paragraph"))
    page.keyboard.press("Enter")
    expect(title).to_be_focused()
    page.keyboard.press("Escape")
    expect(marker).to_be_focused()
    tab_to(page, turn.get_by_role("button", name="Copy as text"))
    tab_to(page, page.get_by_role("textbox", name="Ask another question"))
    page.keyboard.type("and in Thornmere?")
    page.keyboard.press("Enter")
    turn = typist.finished(2)
    expect(turn.locator(".answer")).to_be_focused()
    page.keyboard.press("Shift+Tab")
    fault = page.evaluate(FAULT_OF_FOCUS)
    assert fault is None
    page.keyboard.press("Enter")
    typist.finished(2)


def test_filters_are_opened_and_set(typist: Visitor) -> None:
    page = typist.page
    typist.visit()
    tab_to(page, page.locator("summary", has_text="Filters"))
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_role("checkbox", name=re.compile("^ILACS inspection")))
    page.keyboard.press("Space")
    page.keyboard.press("Shift+Tab")
    tab_to(page, page.get_by_role("button", name="Ask", exact=True))
    typist.expected_statuses.add(422)
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_be_focused()
    assert page.evaluate(FAULT_OF_FOCUS) is None
    tab_to(page, page.get_by_role("link", name="Enter a question"))
    page.keyboard.press("Enter")
    page.keyboard.type("What needs to improve?")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("Say it in short")
    page.keyboard.press("Enter")
    expect(typist.finished(1).locator(".understood")).to_contain_text("ILACS")


def test_status_without_an_answer_shows_its_focus_and_the_way_on(typist: Visitor) -> None:
    page = typist.page
    typist.visit()
    tab_to(page, page.get_by_role("textbox", name="question"))
    page.keyboard.type("What did they say about dog therapy in Thornmere in 2022?")
    page.keyboard.press("Enter")
    turn = typist.finished(1)
    expect(turn.locator(".status")).to_be_focused()
    assert page.evaluate(FAULT_OF_FOCUS) is None
    tab_to(page, turn.locator(".next-steps button").first)


@pytest.mark.parametrize("width", [1280, 320])
def test_focus_is_never_hidden(new_visitor: NewVisitor, width: int) -> None:
    visitor = new_visitor(viewport={"width": width, "height": 640}, reduced_motion="reduce")
    visitor.expected_statuses.add(404)
    page = visitor.page
    for path in ("/", "/reports", REPORT, f"{REPORT}/paragraphs/{REPORT[9:]}.4", "/nothing"):
        visitor.visit(path)
        assert sum(1 for _ in walk(page)) > 5
    visitor.visit()
    turn = visitor.ask("What do inspectors say about supervision?")
    assert sum(1 for _ in walk(page)) > 10
    visitor.open_evidence(turn.locator(".marker").first)
    assert sum(1 for _ in walk(page)) >= 4
    visitor.open_evidence(turn.locator(".marker").first) if width > 1000 else None
    page.keyboard.press("Escape")
    expect(turn.locator(".marker").first).to_be_focused()
