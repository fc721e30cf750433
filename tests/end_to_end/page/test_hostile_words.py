"""86 ways to have a page run something, in every field of a report and of a request: none acts.

A browser tells: whatever is refused by the page's policy is an error of its console, so that words
which become markup are noticed although nothing may run.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from playwright.sync_api import Page, expect

from index import update_collection
from tests.end_to_end.page.conftest import NewVisitor
from tests.end_to_end.page.served import Service, served
from tests.end_to_end.page.visitor import Visitor
from tests.hostile_words import ESCAPES, PAYLOADS, write_hostile_documents

WORDS = [*PAYLOADS, *ESCAPES.values()]
ALL = "/reports/all-of-them"
TOGETHER = 5  # words in each field of one report, in one filter: a visit takes a tenth of a second
SUPERVISION = "How is the supervision of social workers in Marlthorpe?"
# What would be there if words had become markup: elements we never write, handlers, ways out.
FOREIGN = """() => [...document.querySelectorAll("*")].filter(one =>
    one.matches("script:not([src^='/static/']), iframe, object, embed, base, video, audio, style,"
        + " math, template, details[ontoggle], foreignObject, animate, use, image, marquee, portal")
    || (one.matches("img") && !one.getAttribute("src").startsWith("/api/reports/"))
    || (one.matches("meta[http-equiv], link:not([href^='/static/'])"))
    || [...one.attributes].some(({name, value}) => /^on/i.test(name) || name === "style"
        || name === "srcdoc" || name === "formaction"
        || (/^(href|src|action|xlink:href|data)$/i.test(name)
            && !["http:", "https:"].includes(new URL(value, location.href).protocol))
        || (/^(src|action)$/i.test(name)
            && new URL(value, location.href).origin !== location.origin))
).map(one => one.outerHTML.slice(0, 200))"""
RAN = "() => document.documentElement.dataset.ran || ''"


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """A service over reports that would act in every field."""
    folder = tmp_path_factory.mktemp("hostile")
    documents = write_hostile_documents(folder / "documents.jsonl", WORDS, together=TOGETHER)
    update_collection(folder / "index", [documents])
    with served(folder / "index", folder) as service:
        yield service


@pytest.fixture
def visitor(new_visitor: NewVisitor, hostile: Service) -> Visitor:
    """Somebody at the service over the hostile reports, whose browser runs scripts."""
    return new_visitor(at=hostile)


def nothing_acts(page: Page) -> None:
    """What is shown is words, and nothing ran. Other faults the visitor collects."""
    assert page.evaluate(FOREIGN) == []
    assert page.evaluate(RAN) == ""


def test_words_of_reports_do_nothing_in_answers(visitor: Visitor) -> None:
    page = visitor.page
    visitor.visit()
    nothing_acts(page)
    improve = visitor.ask("What needs to improve in Marlthorpe?")
    expect(improve).to_contain_text("<script>alert(1)</script> in supervision")
    assert improve.locator(".sentence").count() >= len(PAYLOADS)
    visitor.ask(SUPERVISION, turn=2)
    listed = visitor.ask("Which authorities are good?", turn=3)
    expect(listed).to_contain_text("<script>alert(1)</script> <ScRiPt>")
    visitor.ask("Who led the inspections in 2024?", turn=4)
    nothing_acts(page)
    panel = visitor.open_evidence(improve.locator(".marker").nth(5))
    for _ in range(3):
        panel.get_by_role("link", name="Next paragraph").click()
        expect(panel.get_by_role("heading").first).to_be_focused()
    nothing_acts(page)
    page.reload()  # the conversation is put back from what the tab keeps
    visitor.finished(4)
    nothing_acts(page)


def test_words_of_reports_do_nothing_without_javascript(
    new_visitor: NewVisitor, hostile: Service
) -> None:
    visitor = new_visitor(at=hostile, java_script_enabled=False)
    page = visitor.page
    for question in ("What needs to improve in Marlthorpe?", "Which authorities are good?"):
        visitor.visit()
        page.get_by_role("textbox", name="question").fill(question)
        page.get_by_role("button", name="Ask", exact=True).click()
        expect(page.locator("#turn-1 .sentence").first).to_be_visible()
        nothing_acts(page)
    page.locator(".marker").first.click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    nothing_acts(page)
    visitor.visit(ALL)
    nothing_acts(page)


def test_pages_of_reports_do_nothing(visitor: Visitor) -> None:
    page = visitor.page
    paths = [f"/reports/hostile-{start}" for start in range(0, len(WORDS), TOGETHER)]
    paragraphs = [f"{ALL}/paragraphs/all-of-them.{number}" for number in (1, 40, 80)]
    for path in ["/reports", ALL, *paths, *paragraphs]:
        visitor.visit(path)
        nothing_acts(page)
    visitor.visit(f"{ALL}/paragraphs/1")
    expect(page.get_by_role("heading", level=1)).to_be_visible()


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_questions_do_nothing(new_visitor: NewVisitor, hostile: Service, script: bool) -> None:
    """Each of them is asked, as one of a few questions, and leant on by the next."""
    visitor = new_visitor(at=hostile, java_script_enabled=script)
    page = visitor.page
    visitor.visit()
    twenties = [PAYLOADS[at : at + 20] for at in range(0, len(PAYLOADS), 20)]
    for turn, words in enumerate(twenties, 1):
        box = page.get_by_role("textbox", name="question")
        box.fill(f"How is supervision? {' and '.join(words)}"[:2_000])
        page.get_by_role("button", name="Ask", exact=True).click()
        if script:
            visitor.finished(turn)
        expect(page.locator(f"#turn-{turn} .question")).to_contain_text(words[0].split()[0])
        nothing_acts(page)
    expect(page.locator("input[name=history]").first).to_have_value(re.compile("<script>"))


def test_filters_paths_and_queries_do_nothing(visitor: Visitor) -> None:
    visitor.expected_statuses |= {404, 405, 422}
    page = visitor.page
    everything = " ".join(PAYLOADS)[:190]
    for start in range(0, len(PAYLOADS), TOGETHER):
        words = " ".join(PAYLOADS[start : start + TOGETHER])
        filters = {"authority": words[:200], "since": words[:20], "until": words[-20:]}
        visitor.visit(f"/reports?{urlencode(filters)}")
        nothing_acts(page)
        visitor.visit(f"/reports/{quote(words, safe='')}")
        nothing_acts(page)
    last = quote(PAYLOADS[-1], safe="")
    for path in (
        f"/{quote(everything, safe='')}",
        f"{ALL}/paragraphs/{last}",
        f"{ALL}/paragraphs/1?start={last}",
        f"/sign-in?next={quote('javascript:alert(1)', safe='')}",
        f"/docs?x={last}#{last}",
        f"/?question={last}#<img src=x onerror=alert(1)>",
        f"/static/{last}",
        f"/api/reports/{last}",
        f"/api/paragraphs/{last}",
        f"/api/search?q={quote(everything, safe='')}",
        f"/v1/models/{last}",
    ):
        visitor.visit(path)
        assert page.evaluate(RAN) == ""


def test_filters_of_the_form_do_nothing(visitor: Visitor) -> None:
    visitor.expected_statuses.add(422)
    page = visitor.page
    for word in ('"><svg onload=alert(1)>', "</option></datalist><img src=x onerror=alert(1)>"):
        visitor.visit()
        page.get_by_text("Filters", exact=True).click()
        page.get_by_role("combobox", name="Authority").fill(word)
        page.get_by_role("textbox", name="question").fill("How is supervision?")
        page.get_by_role("button", name="Ask", exact=True).click()
        expect(page.get_by_role("alert").or_(page.locator("#turn-1"))).to_be_visible()
        nothing_acts(page)


FORMS = ("text/plain", "text/markdown", "text/csv")
OPENED = [
    *(("POST", "/api/ask", form) for form in (*FORMS, "application/json", "text/event-stream")),
    ("POST", "/v1/chat/completions", "application/json"),
    *(("GET", path, "text/csv") for path in ("/api/judgements", "/api/reports")),
    *(("GET", path, "application/json") for path in ("/api/judgements", "/api/reports")),
    ("GET", "/api/search?q=supervision", "application/json"),
]
_COUNT = "() => document.querySelectorAll('script, img, iframe, svg').length"


def test_what_programs_get_does_nothing_when_a_browser_opens_it(visitor: Visitor) -> None:
    """Each answer is shown in a tab as it came, even where it would have been saved as a file."""
    page = visitor.page
    opened: dict[str, Any] = {}
    page.route("**/opened", lambda route: route.fulfill(status=200, **opened))
    for method, path, form in OPENED:
        sent = _asked(path) if method == "POST" else None
        answer = page.request.fetch(
            f"{visitor.address}{path}", method=method, headers={"Accept": form}, data=sent
        )
        assert answer.status == 200
        assert "alert(1)" in answer.text()
        headers = {name: v for name, v in answer.headers.items() if name != "content-disposition"}
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["content-type"].startswith(form)
        if form in ("text/event-stream", "text/csv"):  # which no tab shows: as text
            headers["content-type"] = "text/plain"
        opened |= {"headers": headers, "body": answer.body()}
        visitor.visit("/opened")
        assert page.evaluate(_COUNT) == 0
        assert page.evaluate(RAN) == ""


def _asked(path: str) -> dict[str, Any]:
    question = "What needs to improve in Marlthorpe?"
    if path.startswith("/v1"):
        messages = [{"role": "user", "content": question}]
        return {"model": "inspection-answers", "messages": messages}
    return {"question": question}
