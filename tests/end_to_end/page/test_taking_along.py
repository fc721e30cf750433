"""An answer with its sources: copied as text or Markdown, downloaded as a table."""

from __future__ import annotations

import csv
import re

import pytest
from playwright.sync_api import expect

from tests.end_to_end.page.conftest import NewVisitor
from tests.end_to_end.page.visitor import Visitor

QUESTION = "How are care leavers in Quillbridge helped to find a home?"


@pytest.fixture
def copier(new_visitor: NewVisitor) -> Visitor:
    """A visitor who lets the page use the clipboard."""
    return new_visitor(permissions=["clipboard-read", "clipboard-write"])


@pytest.mark.parametrize("form", ["text", "Markdown"])
def test_answer_is_copied_with_its_sources(copier: Visitor, form: str) -> None:
    copier.visit()
    turn = copier.ask(QUESTION)
    quoted = turn.locator(".sentence q").first.inner_text()
    turn.get_by_role("button", name=f"Copy as {form}").click()
    expect(turn.locator(".copied")).to_have_text("Copied")
    copied = copier.page.evaluate("navigator.clipboard.readText()")
    for words in (QUESTION, quoted, "Quillbridge", "Open Government Licence", copier.address):
        assert words in re.sub(r"\\(?=[^\w\s])", "", copied)


def test_copying_that_is_refused_is_told(visitor: Visitor) -> None:
    visitor.visit()
    turn = visitor.ask(QUESTION)
    visitor.page.evaluate("() => { navigator.clipboard.write = () => Promise.reject(); }")
    turn.get_by_role("button", name="Copy as text").click()
    expect(turn.locator(".copied")).to_have_text("Copying was not allowed")


def test_answer_is_downloaded_as_a_table(visitor: Visitor) -> None:
    visitor.visit()
    turn = visitor.ask(QUESTION)
    quoted = turn.locator(".sentence q").first.inner_text()
    with visitor.page.expect_download() as download:
        turn.get_by_role("button", name="Download as CSV").click()
    assert download.value.suggested_filename == "answer.csv"
    with download.value.path().open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert quoted in str(rows)
    assert visitor.page.locator(".turn").count() == 1


def test_turn_that_leans_on_another_is_exported_as_it_was_understood(copier: Visitor) -> None:
    copier.visit()
    copier.ask("What needs to improve in Thornmere?")
    turn = copier.ask("and in Quillbridge?", turn=2)
    turn.get_by_role("button", name="Copy as text").click()
    expect(turn.locator(".copied")).to_have_text("Copied")
    copied = copier.page.evaluate("navigator.clipboard.readText()")
    assert turn.locator(".sentence").first.inner_text()[:40] in " ".join(copied.split())
