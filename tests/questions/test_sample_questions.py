"""Every question of `sample.jsonl` gets exactly the answer that its asker may expect."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from operator import eq, itemgetter
from typing import Any

import pytest

from qa.answering import Answerer
from qa.showing.answer_json import answer_to_json
from tests.questions.sample import Values, as_parameters, question_of, sample_cases

TYPES = (
    *("fact", "paraphrase", "judgement", "change", "across", "filtered", "follow-up"),
    *("unanswerable", "out of scope", "clarification"),
)


def _cited(answer: Values) -> list[str]:
    return [citation["paragraph_id"] for citation in answer["citations"]]


def _said(answer: Values) -> list[str]:
    return [sentence["text"] for sentence in answer["answer"]]


def _reports(answer: Values) -> set[str]:
    return {citation["report_id"] for citation in answer["citations"]}


def _quotes(answer: Values) -> list[str]:
    return [citation["quote"] for citation in answer["citations"]]


def _groups(answer: Values) -> list[str]:
    return [sentence["group"] for sentence in answer["answer"]]


def _choices(answer: Values) -> list[str]:
    return [choice["value"] for choice in answer["choices"]]


# What of an answer each expectation is about, and whether it is met by what is found there.
Met = Callable[[Any, Any], bool]
_ASKED: dict[str, tuple[Callable[[Values], Any], Met]] = {
    "status": (itemgetter("status"), eq),
    "cites": (_cited, eq),
    "first": (_cited, lambda due, found: found[:1] == [due]),
    "holds": (_cited, lambda due, found: set(due) <= set(found)),
    "never": (_cited, lambda due, found: not set(due) & set(found)),
    "reports": (_reports, lambda due, found: bool(found) and found <= set(due)),
    "quote": (_quotes, lambda due, found: any(due in quote for quote in found)),
    "says": (_said, eq),
    "says_any_order": (_said, lambda due, found: sorted(due) == sorted(found)),
    "group": (_groups, lambda due, found: due in found),
    "reason": (itemgetter("reason"), eq),
    "choices": (_choices, eq),
}
_TOLD = {"id", "type", "question", "history", "xfail"}


@pytest.mark.parametrize("case", as_parameters())
def test_a_question_gets_the_answer_that_its_asker_may_expect(
    case: Values, sample_answerer: Answerer
) -> None:
    answer = answer_to_json(sample_answerer.answer(question_of(case)))
    amiss = []
    for name in case.keys() - _TOLD:
        look, is_met = _ASKED[name]
        found = look(answer)
        if not is_met(case[name], found):
            amiss.append(f"{name}: expected {case[name]}, found {found}")
    assert not amiss, "\n".join([case["question"], str(answer["reason"]), *amiss])


def test_the_questions_are_of_every_type_and_named_once() -> None:
    cases = sample_cases()
    assert set(TYPES) == {case["type"] for case in cases}
    assert max(Counter(case["id"] for case in cases).values()) == 1
    for case in cases:
        assert case.keys() - _TOLD - {"status"} or case["status"] in ("no_evidence", "out_of_scope")
