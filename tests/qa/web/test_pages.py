"""The pages as a browser without a script gets them."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from qa.application import create_app
from qa.http.service import Service
from qa.settings import Settings
from tests.qa.http.running import HERE

EVENTS = {"Accept": "text/event-stream"}
NEWEST = "thornmere-ilacs-2024-11-04"


class Balanced(HTMLParser):
    """Every tag is closed, in order, and every id is there once."""

    VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.faults: list[str] = []
        self.ids: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.ids += [value or "" for name, value in attrs if name == "id"]
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.ids += [value or "" for name, value in attrs if name == "id"]

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> closes something else, line {self.getpos()[0]}")


def check_markup(html: str) -> None:
    parser = Balanced()
    parser.feed(html)
    assert not parser.faults
    assert not parser.open
    doubled = {one for one in parser.ids if parser.ids.count(one) > 1}
    assert not doubled


PAGES = (
    "/",
    "/about",
    "/reports",
    "/reports?authority=Thornmere&grade=good&since=2020",
    f"/reports/{NEWEST}",
    f"/reports/{NEWEST}/paragraphs/{NEWEST}.5",
    "/nowhere",
)


@pytest.mark.parametrize("path", PAGES)
def test_pages_are_well_formed_and_name_where_they_are(page: TestClient, path: str) -> None:
    html = page.get(path).text
    check_markup(html)
    assert html.count("<h1") == 1
    assert '<html lang="en-GB">' in html
    assert "not affiliated" in html


def test_the_first_visit_says_what_there_is_and_offers_questions(page: TestClient) -> None:
    html = page.get("/").text
    assert html.count('class="example"') >= 3
    assert "<dd>15</dd>" in html


def test_an_answer_is_a_whole_page_without_a_script(page: TestClient) -> None:
    html = page.post("/", data={"question": "What needs to improve in Thornmere?"}).text
    check_markup(html)
    assert "<q>" in html
    assert "<mark>" in html
    assert f"/reports/{NEWEST}/paragraphs/" in html
    assert (
        '<input type="hidden" name="history" value="What needs to improve in Thornmere?">' in html
    )
    assert "of the 15 reports" in html


def test_a_follow_up_takes_what_was_said_before(page: TestClient) -> None:
    asked = {"question": "and in Quillbridge?", "history": "What needs to improve in Thornmere?"}
    html = page.post("/", data={**asked, "turn": "2"}).text
    assert "from before" in html
    assert "Quillbridge" in html
    assert 'id="turn-2"' in html


def test_the_same_pieces_come_one_after_another(page: TestClient) -> None:
    asked = {"question": "What needs to improve in Thornmere?"}
    text = page.post("/", data=asked, headers=EVENTS).text
    events = [
        (name, json.loads(data)) for name, data in re.findall(r"event: (.*)\ndata: (.*)\n\n", text)
    ]
    assert events[0][0] == "replace"
    assert (events[-1][0], events[-1][1]["status"]) == ("done", "answered")
    told = "".join(values.get("html", "") for _, values in events)
    whole = page.post("/", data=asked).text
    for kept in (r"<q>.*?</q>", r'class="marker" href="[^"]*"', r'<li class="source" id="[^"]*"'):
        assert re.findall(kept, told) == re.findall(kept, whole) != []


@pytest.mark.parametrize(
    ("form", "words", "field"),
    [
        ({"question": " "}, "Enter a question", "question"),
        ({"question": "a" * 2_001}, "limit is 2,000", "question"),
        (
            {"question": "What about it?", "authority": "Atlantis"},
            "Enter an authority",
            "authority",
        ),
    ],
)
def test_what_is_wrong_is_said_above_and_beside(
    page: TestClient, form: dict[str, str], words: str, field: str
) -> None:
    answer = page.post("/", data=form)
    assert answer.status_code == 422
    check_markup(answer.text)
    assert "<title>Error: " in answer.text
    assert answer.text.index('class="error-summary"') < answer.text.index("<h1")
    assert f'href="#{field}"' in answer.text
    assert answer.text.count(words) == 2
    assert form["question"].strip() in answer.text
    pieces = page.post("/", data=form, headers=EVENTS)
    assert pieces.status_code == 422
    assert "event: wrong" in pieces.text


def test_a_field_that_is_not_known_is_refused(page: TestClient) -> None:
    answer = page.post("/", data={"question": "What needs to improve?", "authorities": "Thornmere"})
    assert answer.status_code == 422


def test_a_number_leads_to_its_paragraph_or_to_a_choice(page: TestClient) -> None:
    once = page.get(f"/reports/{NEWEST}/paragraphs/5")
    assert once.status_code == 307
    assert once.headers["Location"] == f"/reports/{NEWEST}/paragraphs/{NEWEST}.5"
    assert page.get(f"/reports/{NEWEST}/paragraphs/9999").status_code == 404
    assert page.get("/reports/no-such/paragraphs/1").status_code == 404


def test_several_paragraphs_of_one_number_are_a_choice(page: TestClient) -> None:
    report_id, number = next(doubled_numbers(page))
    html = page.get(f"/reports/{report_id}/paragraphs/{number}").text
    check_markup(html)
    assert "Choose one" in html


def doubled_numbers(page: TestClient) -> Iterator[tuple[str, str]]:
    """Reports of the sample that number two paragraphs alike: an appended part begins anew."""
    service: Service = page.app.state.service  # type: ignore[attr-defined]
    with service.live.lease() as held:
        for report in held.collection.reports():
            numbers = Counter(p.number for p in held.collection.paragraphs(report.id) if p.number)
            yield from ((report.id, number) for number, count in numbers.items() if count > 1)


def test_the_quoted_words_are_marked_at_the_address(page: TestClient) -> None:
    html = page.get(f"/reports/{NEWEST}/paragraphs/{NEWEST}.5?start=0&end=9").text
    found = re.search("<mark>(.*?)</mark>", html)
    assert found
    assert len(found[1]) == 9
    unfitting = page.get(f"/reports/{NEWEST}/paragraphs/{NEWEST}.5?start=5&end=99999")
    assert unfitting.status_code == 200
    assert "<mark>" not in unfitting.text


def test_the_evidence_alone_is_a_part_of_that_page(page: TestClient) -> None:
    path = f"/reports/{NEWEST}/paragraphs/{NEWEST}.5"
    part = page.get(f"{path}?part=evidence").text
    assert "<html" not in part
    check_markup(part)
    assert "pages/" in part


@pytest.mark.parametrize(
    ("form", "media_type", "suffix"),
    [
        ("text", "text/plain", "txt"),
        ("markdown", "text/markdown", "md"),
        ("csv", "text/csv", "csv"),
    ],
)
def test_an_answer_is_taken_along(
    page: TestClient, form: str, media_type: str, suffix: str
) -> None:
    asked = {"question": "What needs to improve in Thornmere?", "form": form}
    answer = page.post("/export", data=asked)
    assert answer.headers["Content-Type"].startswith(media_type)
    assert f"answer.{suffix}" in answer.headers["Content-Disposition"]
    assert "Thornmere" in answer.text


def test_words_of_others_do_nothing_on_the_page(page: TestClient) -> None:
    question = '<img src=x onerror="alert(1)"> & "><script>alert(2)</script> in Thornmere?'
    html = page.post("/", data={"question": question}).text
    check_markup(html)
    assert "<img src=x" not in html
    assert "<script>alert" not in html


def test_our_files_are_kept_for_as_long_as_they_are_the_same(page: TestClient) -> None:
    html = page.get("/").text
    (address,) = re.findall(r'href="(/static/style\.css[^"]*)"', html)
    assert "immutable" in page.get(address).headers["Cache-Control"]
    assert page.get("/static/style.css").headers["Cache-Control"] == "no-cache"
    assert page.get("/static/..%2Frendering.py").status_code == 404


def test_what_leaves_the_machine_is_said_where_a_model_writes(sample_index: Path) -> None:
    far = Settings(sample_index, model="small", model_server="https://models.example.org/v1")
    near = replace(far, model_server="http://127.0.0.1:11434/v1")
    for settings, place in ((far, "at models.example.org"), (near, "on the machine that runs")):
        with TestClient(create_app(settings), base_url=HERE) as client:
            page = client.get("/about").text
        check_markup(page)
        assert "written by a language model (small)" in page
        assert place in page.split("go nowhere else")[1]
