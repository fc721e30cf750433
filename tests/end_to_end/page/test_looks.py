"""Narrow windows, the dark, high contrast, reduced motion and print."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.end_to_end.page.conftest import NewVisitor
from tests.end_to_end.page.states import every_state
from tests.end_to_end.page.visitor import Visitor

QUESTION = "What do inspectors say about care leavers?"
# From 0, black, to 1, white.
BRIGHTNESS = """(element, name) => {
  const [red, green, blue] = getComputedStyle(element)[name].match(/\\d+/g).map(Number);
  return (red * 0.299 + green * 0.587 + blue * 0.114) / 255;
}"""
# As a visitor may set them who needs more space between letters, words and lines (WCAG 1.4.12).
SPACIOUS = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: 0.12em !important;
    word-spacing: 0.16em !important; } p { margin-bottom: 2em !important; }`);
  document.adoptedStyleSheets = [sheet];
}"""

# Of the page, or of the evidence where it covers the page.
WIDTH = """Math.max(document.documentElement.scrollWidth,
  document.getElementById("evidence")?.scrollWidth ?? 0)"""

# The cells of tables that are too thin for a word, by what they say.
THIN = "(cells) => cells.filter((one) => one.clientWidth < 48).map((one) => one.textContent)"


def brightness(page: Page, selector: str, name: str) -> float:
    """How bright a colour of the first element is."""
    return float(page.locator(selector).first.evaluate(BRIGHTNESS, name))


def test_nothing_scrolls_sideways_at_320_pixels(new_visitor: NewVisitor) -> None:
    visitor = new_visitor(viewport={"width": 320, "height": 640})
    wide = []
    for state in every_state(visitor):
        widths = [visitor.page.evaluate(WIDTH)]
        visitor.page.evaluate(SPACIOUS)
        widths.append(visitor.page.evaluate(WIDTH))
        visitor.page.evaluate("() => { document.adoptedStyleSheets = []; }")
        if max(widths) > 320:
            wide.append(f"{state}: {widths}")
        assert visitor.page.locator("th, td").evaluate_all(THIN) == []
    assert not wide


def test_evidence_covers_a_narrow_window_and_closes_again(new_visitor: NewVisitor) -> None:
    visitor = new_visitor(viewport={"width": 320, "height": 640}, has_touch=True)
    visitor.visit()
    turn = visitor.ask(QUESTION)
    marker = turn.locator(".marker").first
    panel = visitor.open_evidence(marker)
    box = panel.bounding_box()
    assert box is not None
    assert (box["x"], box["width"], box["height"]) == (0, 320, 640)
    panel.get_by_role("button", name="Close").click()
    expect(panel).to_be_hidden()
    expect(marker).to_be_in_viewport()


def test_dark_is_dark_and_light_is_light(visitor: Visitor) -> None:
    visitor.visit()
    page = visitor.page
    page.emulate_media(color_scheme="light")
    assert brightness(page, "body", "backgroundColor") > 0.8 > 0.3 > brightness(page, "h1", "color")
    page.emulate_media(color_scheme="dark")
    assert brightness(page, "body", "backgroundColor") < 0.2 < 0.7 < brightness(page, "h1", "color")


def test_forced_colours_keep_every_edge_and_the_focus(visitor: Visitor) -> None:
    page = visitor.page
    page.emulate_media(forced_colors="active")
    visitor.visit()
    visitor.ask("What do inspectors say about supervision?")
    turn = visitor.ask("How are care leavers supported in Sussex?", turn=2)
    for selector in (".button", ".marker", ".tag", ".source", ".source-number", ".status"):
        style = page.locator(selector).first.evaluate("(e) => getComputedStyle(e).borderLeftStyle")
        assert style != "none", selector
    page.keyboard.press("Tab")
    outline = turn.locator(":focus").evaluate("(e) => getComputedStyle(e).outlineStyle")
    assert outline == "solid"


@pytest.mark.parametrize(("motion", "moves"), [("reduce", False), ("no-preference", True)])
def test_nothing_moves_for_who_wants_it_so(
    new_visitor: NewVisitor, motion: str, moves: bool
) -> None:
    visitor = new_visitor(reduced_motion=motion)
    visitor.visit()
    turn = visitor.ask(QUESTION)
    name = turn.locator(".sentence").first.evaluate("(e) => getComputedStyle(e).animationName")
    assert (name != "none") == moves
    scrolling = visitor.page.evaluate("getComputedStyle(document.documentElement).scrollBehavior")
    assert (scrolling == "smooth") == moves


def test_print_holds_the_answer_and_its_sources_alone(visitor: Visitor) -> None:
    page = visitor.page
    page.emulate_media(color_scheme="dark")
    visitor.visit()
    turn = visitor.ask("What did the 2019 inspection say about caseloads in Quillbridge?")
    visitor.open_evidence(turn.locator(".marker").first)
    page.emulate_media(media="print", color_scheme="dark")
    for hidden in ("nav", "#ask", "#evidence", ".exports", ".narrow", ".take-off", ".skip"):
        expect(page.locator(hidden).first).to_be_hidden()
    for shown in (".question", ".sentence", ".source blockquote", ".source-when", ".footer"):
        expect(page.locator(shown).first).to_be_visible()
    assert brightness(page, "body", "backgroundColor") == 1
    for selector in (".question", ".sentence", ".source blockquote", ".searched", ".superseded"):
        assert brightness(page, selector, "color") < 0.4, selector
