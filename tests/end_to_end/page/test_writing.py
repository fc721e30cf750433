"""Answers of a language model on the page: as they come, marked, with their proof, stopped."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.end_to_end.page.conftest import NewVisitor
from tests.end_to_end.page.served import Service, served
from tests.end_to_end.page.test_accessibility import COLOURS, TAGS, faults
from tests.end_to_end.page.visitor import Visitor
from tests.qa.prose.model_servers import (
    Body,
    Call,
    Scripted,
    drafted,
    faithful,
    first_sentence,
    paragraphs_in,
    scripted,
)

QUESTION = "How are care leavers helped in Thornmere and Quillbridge?"


@pytest.fixture(scope="module")
def model() -> Iterator[Scripted]:
    with scripted(faithful) as server:
        yield server


@pytest.fixture(scope="module")
def writing_service(
    model: Scripted, sample_index: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Service]:
    """The sample collection, whose answers a model writes."""
    folder = tmp_path_factory.mktemp("written")
    settings = {"model": "scripted", "model_server": model.address}
    with served(sample_index, folder, **settings) as service:
        yield service


@pytest.fixture
def reader(new_visitor: NewVisitor, writing_service: Service, model: Scripted) -> Visitor:
    """Somebody at that service, whose model is faithful unless a test says otherwise."""
    model.script = faithful
    model.left.clear()
    visitor = new_visitor(at=writing_service, viewport={"width": 1280, "height": 900})
    visitor.visit()
    return visitor


def waiting(call: Call, body: Body) -> None:
    """Write one sentence, and no end."""
    first = paragraphs_in(body)[0]
    call.begin()
    call.say(drafted((first_sentence(first), [first["number"]]))[:-2] + ", ")
    call.wait_until_left()


def lying(call: Call, body: Body) -> None:
    first = paragraphs_in(body)[0]
    lies = [(f"It won {n} golden penguins for its tap dancing.", [1]) for n in range(20, 25)]
    call.begin()
    call.say(drafted((first_sentence(first), [first["number"]]), *lies))
    call.close_stream()


def test_sentences_are_marked_and_what_carries_them_is_at_hand(reader: Visitor) -> None:
    turn = reader.ask(QUESTION)
    written = turn.locator(".sentence-written")
    assert written.count() > 1
    carried = turn.locator(".carried")
    expect(carried).to_have_count(written.count())
    expect(carried.first.locator("q")).not_to_be_visible()
    carried.first.locator("summary").click()
    expect(carried.first.locator("q").first).to_be_visible()
    expect(turn.locator("[data-stop]")).to_have_count(0)
    expect(turn.locator(".notes")).to_contain_text("each sentence checked")
    panel = reader.open_evidence(written.first.locator(".marker").first)
    expect(panel.locator("mark").first).to_be_visible()
    reader.page.reload()
    expect(reader.page.locator("#turn-1 .sentence-written")).to_have_count(written.count())


def test_nothing_is_found_by_axe_core(reader: Visitor, model: Scripted) -> None:
    turn = reader.ask(QUESTION)
    for closed in turn.locator("details > summary").all():
        closed.click()
    found = faults(reader, {"runOnly": TAGS})
    reader.page.emulate_media(color_scheme="dark")
    found += faults(reader, COLOURS)
    reader.page.emulate_media(color_scheme="light")
    model.script = waiting
    reader.page.get_by_role("textbox", name="question").fill(QUESTION)
    reader.page.get_by_role("button", name="Ask", exact=True).click()
    expect(reader.page.locator("#turn-2 .sentence-written")).to_be_visible()
    found += faults(reader, {"runOnly": TAGS})
    reader.page.set_viewport_size({"width": 320, "height": 640})
    found += faults(reader, {"runOnly": TAGS})
    assert not found, "\n".join(found)
    sideways = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    assert not reader.page.evaluate(sideways)


def test_a_sentence_is_there_while_the_next_is_written_and_stop_stops(
    reader: Visitor, model: Scripted
) -> None:
    model.script = waiting
    page = reader.page
    page.get_by_role("textbox", name="question").fill(QUESTION)
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page.locator("#turn-1 .sentence-written")).to_be_visible()
    page.get_by_role("button", name="Stop").click()
    expect(page.locator("#turn-1")).to_have_count(0)
    expect(page.get_by_role("textbox", name="question")).to_have_value(QUESTION)
    expect(page.get_by_role("textbox", name="question")).to_be_focused()
    assert model.left.wait(10)
    model.script = faithful
    page.get_by_role("button", name="Ask", exact=True).click()
    assert reader.finished(1).locator(".sentence-written").count() > 1


def test_what_is_withdrawn_goes_and_the_quotes_come(reader: Visitor, model: Scripted) -> None:
    model.script = lying
    turn = reader.ask(QUESTION)
    expect(turn.locator(".sentence-written")).to_have_count(0)
    assert turn.locator(".sentence-quote").count() > 1
    expect(turn.locator(".notes")).to_contain_text("too few agreed")


def test_a_model_that_is_slow_to_begin_leaves_the_understanding_on_the_page(
    reader: Visitor, model: Scripted
) -> None:
    def slow(call: Call, body: Body) -> None:
        time.sleep(1)
        faithful(call, body)

    model.script = slow
    page = reader.page
    page.get_by_role("textbox", name="question").fill(QUESTION)
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page.locator("#turn-1 .understood")).to_contain_text("Thornmere")
    expect(page.locator("#turn-1")).to_contain_text("A language model is writing")
    reader.finished(1)


def test_without_a_script_the_page_is_whole(
    new_visitor: NewVisitor, writing_service: Service, model: Scripted
) -> None:
    model.script = faithful
    plain = new_visitor(at=writing_service, java_script_enabled=False)
    plain.visit()
    plain.page.get_by_role("textbox", name="question").fill(QUESTION)
    plain.page.get_by_role("button", name="Ask", exact=True).click()
    carried = plain.page.locator("#turn-1 .carried").first
    carried.locator("summary").click()
    expect(carried.locator("q").first).to_be_visible()
