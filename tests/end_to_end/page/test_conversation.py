"""Questions and answers in place: asked, streamed, followed up, taken apart, kept in the tab."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.end_to_end.page.visitor import Visitor

QUESTION = "What do inspectors say about care leavers in Thornmere?"
# Counts the paragraphs of an answer that each change of the page brings.
COUNT_ARRIVALS = """() => {
  window.arrivals = [];
  new MutationObserver((changes) => {
    for (const change of changes) {
      const nodes = [...change.addedNodes].filter((node) => node.matches?.(".sentence"));
      if (nodes.length) window.arrivals.push(nodes.length);
    }
  }).observe(document.getElementById("conversation"), { childList: true, subtree: true });
}"""


def test_first_visit_says_what_there_is_and_an_example_is_asked(visitor: Visitor) -> None:
    visitor.visit()
    holdings = visitor.page.locator(".holdings")
    expect(holdings).to_contain_text("Reports15")
    expect(holdings).to_contain_text("Authorities4")
    example = visitor.page.locator(".example").first
    words = example.inner_text()
    example.click()
    turn = visitor.finished(1)
    expect(turn.get_by_role("heading", level=2)).to_have_text(f"You asked: {words}")
    expect(visitor.page.locator("#first-visit")).to_be_hidden()


def test_answer_is_quoted_with_markers_that_lead_to_cards(visitor: Visitor) -> None:
    visitor.visit()
    turn = visitor.ask("How are care leavers in Quillbridge helped to find a home?")
    marker = turn.locator(".sentence .marker").first
    expect(marker).to_have_text("1")
    expect(marker).to_have_accessible_name(
        re.compile(r"^Source 1: Quillbridge, paragraph \d+, page \d+$")
    )
    card = turn.locator(".source").first
    for words in (
        "Quillbridge: ILACS inspection",
        "Inspected 22 April to 3 May 2024, published 14 June 2024",
    ):
        expect(card).to_contain_text(words)
    expect(card.locator(".source-place a")).to_have_text(re.compile(r"^Paragraph \d+, page \d+$"))
    quoted = turn.locator(".sentence q").first.inner_text()
    assert card.locator("mark").inner_text() == quoted
    expect(card.locator(".tag")).to_have_text(re.compile("^(Requires improvement|Good)$"))
    expect(turn.locator(".searched")).to_contain_text("of the 15 reports in the collection")


def test_older_report_says_what_supersedes_it(visitor: Visitor) -> None:
    visitor.visit()
    turn = visitor.ask("What did the 2019 inspection say about caseloads in Quillbridge?")
    superseded = turn.locator(".source .superseded").first
    expect(superseded).to_contain_text(
        "Superseded by the ILACS inspection of 22 April to 3 May 2024"
    )


def test_sentences_arrive_one_after_another(visitor: Visitor) -> None:
    visitor.visit()
    visitor.page.evaluate(COUNT_ARRIVALS)
    turn = visitor.ask("What needs to improve in Quillbridge?")
    assert turn.locator(".sentence").count() == 4
    assert visitor.page.evaluate("window.arrivals") == [1, 1, 1, 1]


def test_follow_up_leans_on_what_was_asked_before(visitor: Visitor) -> None:
    visitor.visit()
    visitor.ask("What needs to improve in Thornmere?")
    turn = visitor.ask("and in Quillbridge?", turn=2)
    understood = turn.get_by_role("list", name="How the question was understood")
    expect(understood).to_contain_text("Quillbridge")
    expect(understood).to_contain_text("from before")
    expect(turn.locator(".source").first).to_contain_text("Quillbridge")
    expect(visitor.page.locator(".turn")).to_have_count(2)


def test_part_of_the_understanding_comes_off_with_one_press(visitor: Visitor) -> None:
    visitor.visit()
    turn = visitor.ask("What did inspectors say about supervision in Quillbridge since 2020?")
    off = turn.get_by_role("button", name=re.compile("Ask without .*2020"))
    off.click()
    expect(off).to_have_count(0)
    visitor.finished(1)
    understood = turn.get_by_role("list", name="How the question was understood")
    expect(understood).to_contain_text("Quillbridge")
    expect(understood).not_to_contain_text("2020")
    expect(visitor.page.locator(".turn")).to_have_count(1)


def test_facet_narrows_the_same_question_and_comes_off_again(visitor: Visitor) -> None:
    visitor.visit()
    turn = visitor.ask("What do inspectors say about supervision?")
    searched = turn.locator(".searched")
    expect(searched).to_contain_text("Searched 14 of the 15")
    facets = turn.get_by_role("group", name="Narrow this question")
    facets.get_by_role("button", name=re.compile("^Quillbridge 3 reports")).click()
    expect(searched).to_contain_text("Searched 3 of the 15")
    visitor.finished(1)
    turn.get_by_role("button", name="Ask without Quillbridge").click()
    expect(searched).to_contain_text("Searched 14 of the 15")


def test_filters_beside_the_question_hold_for_it(visitor: Visitor) -> None:
    visitor.visit()
    visitor.page.get_by_text("Filters", exact=True).click()
    visitor.page.get_by_role("combobox", name="Authority").fill("Brackenhythe")
    visitor.page.get_by_role("textbox", name="From year").fill("2020")
    visitor.page.get_by_role("checkbox", name=re.compile("^ILACS inspection")).check()
    turn = visitor.ask("What needs to improve?")
    expect(turn.locator(".searched")).to_contain_text("Searched 1 of the 15")
    for name in ("Brackenhythe", "2020", "ILACS"):
        expect(turn.locator(".understood")).to_contain_text(name)


def test_one_of_two_councils_is_chosen(visitor: Visitor) -> None:
    visitor.visit()
    turn = visitor.ask("How are care leavers supported in Sussex?")
    expect(turn.locator(".status")).to_contain_text("Which one do you mean?")
    expect(turn.locator(".choices button")).to_have_text(["East Sussex", "West Sussex"])
    turn.get_by_role("button", name="West Sussex").click()
    expect(turn.locator(".understood")).to_contain_text("West Sussex")
    expect(visitor.finished(1).locator(".status")).to_contain_text("no report on West Sussex")


@pytest.mark.parametrize(
    ("question", "heading", "next_step"),
    [
        ("What needs to improve in Brackenhythe and Leeds?", "Part of an answer", ".sources"),
        ("How are care leavers supported in Sussex?", "Which one do you mean?", ".choices"),
        (
            "What did they say about dog therapy in Thornmere in 2022?",
            "The reports do not answer this",
            ".next-steps",
        ),
        ("What is the capital of France?", "This is outside these reports", ".next-steps"),
    ],
)
def test_each_status_has_its_own_look_and_a_next_step(
    visitor: Visitor, question: str, heading: str, next_step: str
) -> None:
    visitor.visit()
    turn = visitor.ask(question)
    box = turn.locator(".status")
    expect(box.get_by_role("heading")).to_have_text(heading)
    expect(box.locator("p")).not_to_be_empty()
    expect(turn.locator(next_step)).to_be_visible()
    assert turn.locator(next_step).locator("button, a").count() >= 1


def test_statuses_look_different_from_each_other(visitor: Visitor) -> None:
    visitor.visit()
    questions = (
        "What needs to improve in Brackenhythe and Leeds?",
        "How are care leavers supported in Sussex?",
        "What did they say about dog therapy in Thornmere in 2022?",
        "What is the capital of France?",
    )
    looks = set()
    for number, question in enumerate(questions, 1):
        box = visitor.ask(question, turn=number).locator(".status")
        looks.add(
            box.evaluate(
                "(e) => ['borderLeftColor', 'borderLeftStyle', 'backgroundColor']"
                ".map((name) => getComputedStyle(e)[name]).join()"
            )
        )
    assert len(looks) == len(questions)


def test_no_evidence_can_be_asked_again_without_a_part(visitor: Visitor) -> None:
    visitor.visit()
    turn = visitor.ask("What did they say about foster carers in Quillbridge in 2012?")
    expect(turn.locator(".status")).to_contain_text("The reports do not answer this")
    turn.locator(".next-steps").get_by_role("button", name=re.compile("in 2012")).click()
    expect(turn.locator(".understood")).not_to_contain_text("in 2012")
    expect(visitor.finished(1).locator(".sentence").first).to_be_visible()


def test_conversation_survives_a_look_at_a_report_and_ends_when_told(visitor: Visitor) -> None:
    visitor.visit()
    visitor.ask(QUESTION)
    visitor.ask("and in Quillbridge?", turn=2)
    visitor.page.locator("#turn-2 .source-report a").first.click()
    expect(visitor.page).to_have_url(re.compile("/reports/quillbridge"))
    visitor.page.get_by_role("navigation", name="Main").get_by_role("link", name="Ask").click()
    visitor.finished(1)
    visitor.finished(2)
    turn = visitor.ask("and in Brackenhythe?", turn=3)
    expect(turn.locator(".understood")).to_contain_text("from before")
    visitor.page.get_by_role("button", name="Start a new conversation").click()
    expect(visitor.page.locator("#first-visit")).to_be_visible()
    expect(visitor.page.locator(".turn")).to_have_count(0)
    visitor.page.reload()
    expect(visitor.page.locator(".turn")).to_have_count(0)


def test_question_asked_from_a_report_joins_the_conversation(visitor: Visitor) -> None:
    visitor.visit()
    visitor.ask(QUESTION)
    visitor.visit("/reports/quillbridge-ilacs-2024-04-22")
    visitor.page.get_by_role("textbox", name="Ask about Quillbridge").fill("What must improve?")
    visitor.page.get_by_role("button", name="Ask", exact=True).click()
    expect(visitor.page.locator("#turn-2")).to_contain_text("You asked: What must improve?")
    visitor.finished(1)
    visitor.finished(2)
    visitor.ask("and in Brackenhythe?", turn=3)
    visitor.visit()
    expect(visitor.page.locator(".turn")).to_have_count(3)


def test_another_tab_knows_nothing_of_the_conversation(visitor: Visitor) -> None:
    visitor.visit()
    visitor.ask(QUESTION)
    assert visitor.page.context.cookies() == []
    assert visitor.page.evaluate("localStorage.length") == 0
    other = visitor.page.context.new_page()
    other.goto(visitor.address)
    expect(other.locator("#first-visit")).to_be_visible()
    expect(other.locator(".turn")).to_have_count(0)


def test_new_question_stops_the_one_that_is_being_answered(visitor: Visitor) -> None:
    visitor.visit()
    held = []
    visitor.page.route("**/", lambda route: held.append(route), times=1)
    visitor.page.get_by_role("textbox", name="question").fill("What about Thornmere?")
    visitor.page.get_by_role("button", name="Ask", exact=True).click()
    expect(visitor.page.locator("#turn-1 .working")).to_be_visible()
    visitor.ask("What needs to improve in Quillbridge?", turn=2)
    expect(visitor.page.locator("#turn-1")).to_have_count(0)


def test_service_that_is_gone_is_told(visitor: Visitor) -> None:
    visitor.visit()
    visitor.page.route("**/", lambda route: route.abort("connectionrefused"))
    visitor.page.get_by_role("textbox", name="question").fill(QUESTION)
    visitor.page.get_by_role("button", name="Ask", exact=True).click()
    expect(visitor.page.get_by_role("alert")).to_have_text(
        "The service cannot be reached. Try again."
    )
    expect(visitor.page.get_by_role("textbox", name="question")).to_have_value(QUESTION)
    visitor.page.unroute_all()
    visitor.ask(QUESTION, turn=2)
    visitor.faults.clear()
