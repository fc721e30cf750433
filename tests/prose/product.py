"""The whole path of the program with a language model, as the trials ask it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from qa.answering import Answerer
from qa.assembly import make_verifier, make_writer
from qa.prose.in_turn import written
from qa.records import Answer, Question
from qa.settings import Settings
from tests.prose.model_on_loopback import MODEL


def written_answers(
    answerer: Answerer, settings: Settings, server: str, questions: Sequence[Question]
) -> Iterator[Answer]:
    """The answers to all questions for which the model was asked."""
    writer = make_writer(replace(settings, model=MODEL, model_server=server))
    assert writer is not None
    verifier = make_verifier(answerer.collection)
    for question in questions:
        quoted = answerer.answer(question)
        answer = written(writer, question, quoted, verifier)
        if answer.model is not None:
            yield answer
