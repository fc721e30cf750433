"""Nothing that is asked or printed acts on the page; nothing is kept; the page is light."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Request, expect

from index import update_collection
from tests.end_to_end.page.conftest import NewVisitor
from tests.end_to_end.page.served import Service, served
from tests.end_to_end.page.visitor import Visitor

MARKUP = "<img src=x onerror=alert(1)><script>alert(2)</script>"
MOST_BYTES = 250_000  # of a first visit, and of an answer, before page images
# An invented report whose words would act if they were taken for markup.
HOSTILE = """
Inspection of Marlthorpe local authority children's services

Inspection dates: 4 to 8 March 2024

Lead inspector: Ada <b onmouseover=alert(3)>Ferrow</b>, His Majesty's Inspector

Judgement\tGrade
The impact of leaders on social work practice with children and families\tGood
Overall effectiveness\tGood

What needs to improve?

- The supervision of social workers "><script>alert(4)</script> in the south.

The impact of leaders on social work practice with children and families: good

1. Supervision of social workers is regular {{ 7 + 7 }} and <svg onload=alert(5)> well recorded.
2. Social workers read [their own notes](javascript:alert(6)) before supervision <!-- and after.
"""


@pytest.fixture(scope="module")
def hostile_service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """A service over the report that would act."""
    folder = tmp_path_factory.mktemp("hostile")
    report = folder / 'a"><svg onload=alert(7)>.txt'
    report.write_text(HOSTILE, encoding="utf-8")
    update_collection(folder / "index", [report])
    with served(folder / "index", folder) as service:
        yield service


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_question_is_shown_and_does_nothing(new_visitor: NewVisitor, script: bool) -> None:
    visitor = new_visitor(java_script_enabled=script)
    visitor.visit()
    page = visitor.page
    question = f"What needs to improve in Quillbridge? {MARKUP}"
    page.get_by_role("textbox", name="question").fill(question)
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page.locator("#turn-1 .question")).to_contain_text(MARKUP)
    expect(page.locator("#turn-1 .searched")).to_be_visible()
    assert page.locator("main img").count() == 0
    page.reload()
    if script:
        visitor.finished(1)
    assert page.locator("main img").count() == 0


def test_words_of_a_report_are_shown_and_do_nothing(
    new_visitor: NewVisitor, hostile_service: Service
) -> None:
    visitor = new_visitor(at=hostile_service)
    page = visitor.page
    visitor.visit()
    turn = visitor.ask("How is the supervision of social workers in Marlthorpe?")
    expect(turn).to_contain_text("{{ 7 + 7 }} and <svg onload=alert(5)> well recorded")
    panel = visitor.open_evidence(turn.locator(".marker").first)
    for _ in range(2):
        panel.get_by_role("link", name="Next paragraph").or_(
            panel.get_by_role("link", name="Previous paragraph")
        ).first.click()
        expect(panel.get_by_role("heading").first).to_be_focused()
    turn = visitor.ask("What needs to improve in Marlthorpe?", turn=2)
    expect(turn).to_contain_text('"><script>alert(4)</script> in the south')
    turn.locator(".source-report a").first.click()
    expect(page.get_by_role("main")).to_contain_text("[their own notes](javascript:alert(6))")
    page.locator(".paragraph-number").last.click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    visitor.visit("/reports")
    expect(page.get_by_role("row").last).to_contain_text("Marlthorpe")
    for tag in ("script:not([src])", "[onload]", "[onerror]", "[onmouseover]"):
        assert page.locator(tag).count() == 0


def test_server_writes_no_question_down(visitor: Visitor, service: Service) -> None:
    visitor.visit()
    visitor.ask("What about the unusual word marmalade in Thornmere?")
    assert "/" in service.log.read_text("utf-8")
    assert "marmalade" not in service.log.read_text("utf-8")


def test_page_is_light(visitor: Visitor) -> None:
    fetched: list[Request] = []
    visitor.page.on("requestfinished", lambda request: fetched.append(request))
    visitor.visit()
    visitor.page.wait_for_load_state("networkidle")
    assert len(fetched) <= 5
    first = sum(map(bytes_of, fetched))
    with visitor.page.expect_request_finished(lambda request: request.method == "POST") as asked:
        visitor.ask("What do inspectors say about supervision?")
    both = first + bytes_of(asked.value)
    print(f"first visit: {first:,} bytes; with an answer: {both:,}")
    assert 0 < first < both < MOST_BYTES


def bytes_of(request: Request) -> int:
    """What came over the wire in answer to a request."""
    sizes = request.sizes()
    return sizes["responseHeadersSize"] + sizes["responseBodySize"]


def test_files_are_fetched_once(visitor: Visitor) -> None:
    visitor.visit()
    fetched: list[str] = []
    session = visitor.page.context.new_cdp_session(visitor.page)
    session.send("Network.enable")
    session.on("Network.requestWillBeSent", lambda e: fetched.append(e["request"]["url"]))
    served_from_cache: list[str] = []
    session.on("Network.requestServedFromCache", lambda e: served_from_cache.append(e["requestId"]))
    visitor.visit("/reports")
    files = [url for url in fetched if "/static/" in url]
    assert len(served_from_cache) >= len(files) > 0


def test_sample_is_not_changed_by_visitors(service: Service, sample_index: Path) -> None:
    """The index holds what it held: the service has nowhere to write a visitor's words."""
    written = [
        path for path in sample_index.rglob("*") if path.is_file() and _is_newer(path, service.log)
    ]
    assert written == []


def _is_newer(path: Path, log: Path) -> bool:
    return path.stat().st_mtime > log.stat().st_ctime
