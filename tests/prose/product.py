"""The whole path of the program with a language model, as the trials ask it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import pytest

from qa.answering import Answerer
from qa.records import Answer, Question
from qa.settings import Settings
from tests.prose.model_on_loopback import MODEL


def written_answers(
    answerer: Answerer, settings: Settings, server: str, questions: Sequence[Question]
) -> Iterator[Answer]:
    """The answers to all questions for which the model was asked."""
    in_turn = pytest.importorskip("qa.prose.in_turn", reason="nothing writes answers yet")
    assembly = pytest.importorskip("qa.assembly")
    of_server: Any = {"model": MODEL, "model_server": server}
    writer = assembly.make_writer(replace(settings, **of_server))
    verifier = assembly.make_verifier(answerer.collection)
    for question in questions:
        quoted = answerer.answer(question)
        answer = in_turn.written(writer, question, quoted, verifier)
        if answer.model is not None:
            yield answer
