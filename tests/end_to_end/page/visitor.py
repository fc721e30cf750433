"""Somebody at the page in a real browser, who notes whatever no visitor may ever meet."""

from __future__ import annotations

from urllib.parse import urlsplit

from playwright.sync_api import ConsoleMessage, Locator, Page, Request, Response, expect

# What a browser says of a response that it was given; `statuses` looks at the response itself.
_OF_A_RESPONSE = "Failed to load resource: the server responded with a status of"
_OF_THE_PAGE = ("data:", "blob:", "about:")


class Visitor:
    """A page of the browser. `faults` grows with every request to elsewhere, error or warning of
    the console (a breach of the page's policy is one), failed request and response with an error.

    A test that means to meet errors adds their statuses to `expected_statuses`.
    """

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.address = address
        self.faults: list[str] = []
        self.expected_statuses: set[int] = set()
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.faults.append(f"script: {error}"))
        page.on("request", self._see_request)
        page.on("requestfailed", self._see_failure)
        page.on("response", self._see_response)
        page.on("dialog", lambda dialog: self.faults.append(f"dialog: {dialog.message}"))

    def visit(self, path: str = "/") -> None:
        """Go to an address of the service."""
        self.page.goto(f"{self.address}{path}")

    def ask(self, question: str, turn: int = 1) -> Locator:
        """Type a question, ask it, and wait for the end of the answer, which is the turn given."""
        self.page.get_by_role("textbox", name="question").fill(question)
        self.page.get_by_role("button", name="Ask", exact=True).click()
        return self.finished(turn)

    def finished(self, turn: int) -> Locator:
        """A turn of the conversation, once its answer is there."""
        found = self.page.locator(f"#turn-{turn}")
        expect(found).to_have_attribute("data-done", "")
        expect(found).not_to_have_attribute("aria-busy", "true")
        return found

    def open_evidence(self, opener: Locator) -> Locator:
        """Press what leads to a paragraph; the evidence that opens beside the answer."""
        opener.click()
        panel = self.page.locator("#evidence")
        expect(panel.get_by_role("heading").first).to_be_focused()
        return panel

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not message.text.startswith(_OF_A_RESPONSE):
            self.faults.append(f"console: {message.text}")

    def _see_request(self, request: Request) -> None:
        if request.url.startswith(_OF_THE_PAGE):
            return
        if urlsplit(request.url).netloc != urlsplit(self.address).netloc:
            self.faults.append(f"elsewhere: {request.url}")

    def _see_failure(self, request: Request) -> None:
        # A page that is left, and an answer that is no longer wanted, are ended by the browser.
        if request.failure != "net::ERR_ABORTED":
            self.faults.append(f"failed: {request.url} {request.failure}")

    def _see_response(self, response: Response) -> None:
        if response.status >= 400 and response.status not in self.expected_statuses:
            self.faults.append(f"status {response.status}: {response.url}")
