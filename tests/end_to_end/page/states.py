"""The states of the page, each under a name, for tests that hold in all of them."""

from __future__ import annotations

from collections.abc import Iterator

from playwright.sync_api import expect

from tests.end_to_end.page.visitor import Visitor

REPORT = "/reports/quillbridge-ilacs-2024-04-22"
PATHS = {
    "reports": "/reports",
    "no reports": "/reports?authority=Brackenhythe&kind=self-assessment",
    "wrong filter": "/reports?authority=Quilbridge",
    "report": "/reports/thornmere-ilacs-2024-11-04",
    "weaker report": REPORT,
    "self-assessment": "/reports/thornmere-self-assessment-497a5481",
    "paragraph": f"{REPORT}/paragraphs/{REPORT[9:]}.4?start=0&end=40",
    "paragraph without a page": "/reports/brackenhythe-slac-2012-03-12/paragraphs/4",
    "several paragraphs": "/reports/thornmere-sif-2014-06-02/paragraphs/1",
    "about": "/about",
    "programs": "/docs",
    "not found": "/nothing",
}
# Question by status; several of them make a conversation.
QUESTIONS = {
    "answered": "What do inspectors say about care leavers?",
    "own words": "What does Thornmere council say about its own work with neglect?",
    "list": "Which authorities are good for help and protection?",
    "change": "How has Thornmere's overall grade changed since 2014?",
    "partial": "What needs to improve in Brackenhythe and Leeds?",
    "clarification": "How are care leavers supported in Sussex?",
    "no evidence": "What do inspectors say about autism in Thornmere?",
    "out of scope": "What is the capital of France?",
}


def every_state(visitor: Visitor) -> Iterator[str]:
    """Bring the page into one state after another; gives the name of each.

    The last ones are of one conversation: every status, then evidence, then an error.
    """
    visitor.expected_statuses |= {404, 422}
    page = visitor.page
    for name, path in PATHS.items():
        visitor.visit(path)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        yield name
    visitor.visit()
    yield "first visit"
    page.get_by_text("Filters", exact=True).click()
    yield "filters"
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page.get_by_role("alert")).to_be_focused()
    yield "error"
    for number, question in enumerate(QUESTIONS.values(), 1):
        visitor.ask(question, turn=number)
    for closed in page.locator("details:not([open]) > summary").all():
        closed.click()
    yield "conversation"
    visitor.open_evidence(page.locator(".marker").first)
    yield "evidence"
    page.keyboard.press("Escape")
    page.get_by_role("combobox", name="Authority").fill("Quilbridge")
    page.get_by_role("textbox", name="question").fill("What needs to improve?")
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page.get_by_role("alert")).to_be_focused()
    yield "error in the filters"
