"""The shape of an answer that other people's programs rely on."""

from __future__ import annotations

import json

import pytest

from qa.showing.answer_json import answer_to_json
from tests.qa.stand_ins import ask

KEYS = {
    "status",
    "reason",
    "question",
    "understood",
    "answer",
    "citations",
    "choices",
    "related",
    "coverage",
    "notes",
    "model",
    "timing_ms",
}
UNDERSTOOD = {
    "authorities",
    "kinds",
    "areas",
    "grades",
    "since",
    "until",
    "latest_only",
    "phrase",
    "polarity",
    "expanded",
    "from_history",
}
CITATION = {
    "n",
    "paragraph_id",
    "report_id",
    "source",
    "authority",
    "kind",
    "title",
    "published",
    "inspection_start",
    "inspection_end",
    "overall",
    "number",
    "section",
    "section_grade",
    "page",
    "text",
    "quote",
    "start",
    "end",
    "superseded_by",
    "link",
}
QUESTIONS = [
    "What is private fostering like in Aldermoor?",
    "What grade did Aldermoor get for care leavers in 2024?",
    "Which councils are outstanding overall?",
    "What needs to improve in Aldermoor?",
    "What about care leavers in Sussex?",
    "What did Ofsted say about Cardiff?",
    "Does Aldermoor teach sailing?",
]


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_answer_has_the_contracts_shape(question: str) -> None:
    values = json.loads(json.dumps(answer_to_json(ask(question))))
    assert set(values) >= KEYS
    assert set(values["understood"]) >= UNDERSTOOD
    assert set(values["coverage"]) == {
        "reports_in_collection",
        "reports_in_scope",
        "reports_answering",
        "authorities_in_scope",
    }
    assert set(values["timing_ms"]) == {"understand", "embed", "retrieve", "answer", "total"}
    assert (values["reason"] is None) == (values["status"] == "answered")


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_sentence_is_proved_and_every_citation_resolves(question: str) -> None:
    values = answer_to_json(ask(question))
    by_n = {citation["n"]: citation for citation in values["citations"]}
    for citation in [*values["citations"], *values["related"]]:
        assert set(citation) >= CITATION
        assert citation["quote"] == citation["text"][citation["start"] : citation["end"]]
        report, paragraph = citation["report_id"], citation["paragraph_id"]
        assert citation["link"] == f"/reports/{report}/paragraphs/{paragraph}"
    for sentence in values["answer"]:
        assert sentence["citations"] or sentence["proof"]
        assert all(n in by_n for n in sentence["citations"])
        if sentence["kind"] == "quote":
            assert sentence["text"] in [by_n[n]["quote"] for n in sentence["citations"]]


def test_dates_are_iso_and_a_choice_says_what_it_settles() -> None:
    values = answer_to_json(ask("What grade did Aldermoor get in 2024?"))
    assert values["understood"]["since"] == "2024-01-01"
    assert values["citations"][0]["published"] == "2024-07-12"
    choice = answer_to_json(ask("What about care leavers in Sussex?"))["choices"][0]
    assert choice == {"part": "authorities", "value": "East Sussex", "label": "East Sussex"}
