"""Reads `sample.jsonl`: questions over `corpus/sample` as users put them, with what they expect.

One JSON object a line: `id`, `type`, `question`, perhaps `history`, the `status` that is due, and
any of

    cites           the ids of all cited paragraphs, in order
    first           the paragraph cited first
    holds           paragraphs that are cited, in any order, perhaps among others
    never           paragraphs that are not cited
    reports         the only reports that are cited
    quote           words that a citation quotes
    says            all sentences, in order
    says_any_order  the same in any order
    group           a heading that a sentence stands under
    reason          the sentence that says why there is no answer
    choices         what a clarification offers
    xfail           what today's program gets wrong here: to be mended

What is expected is what a user may rightly expect, whatever the program answers today.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from qa.records import Question, Turn

FILE = Path(__file__).with_name("sample.jsonl")
Values = dict[str, Any]


def sample_cases() -> list[Values]:
    """Every case of the file, in its order."""
    return [json.loads(line) for line in FILE.read_text(encoding="utf-8").splitlines() if line]


def question_of(case: Values) -> Question:
    """What is asked, with the turns before it."""
    return Question(case["question"], tuple(Turn(**turn) for turn in case.get("history", ())))


def as_parameters() -> list[Any]:
    """The cases for `pytest.mark.parametrize`; what is known to be wrong is told and let pass."""
    return [pytest.param(case, id=case["id"], marks=_marks(case)) for case in sample_cases()]


def _marks(case: Values) -> list[pytest.MarkDecorator]:
    return [pytest.mark.xfail(reason=case["xfail"], strict=False)] if "xfail" in case else []
