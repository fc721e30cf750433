"""Whether a language model answers: a few tokens, to see that address, name and key are right."""

from __future__ import annotations

import time
from dataclasses import dataclass

from qa.prose.in_turn import each
from qa.prose.language_model import LanguageModel, Message, ModelUnusable
from qa.prose.prompt import TRIAL
from qa.records import ModelFailure


@dataclass(frozen=True, slots=True)
class Tried:
    """How a trial went."""

    failure: ModelFailure | None
    seconds: float


def try_model(model: LanguageModel) -> Tried:
    """Have the model say something; its first words will do."""
    began = time.monotonic()
    failure: ModelFailure | None = "unreadable"
    steps = model.write([Message("user", TRIAL)], None)
    try:
        for step in each(steps):
            if isinstance(step, str):
                failure = None
                break
    except ModelUnusable as error:
        failure = error.failure
    return Tried(failure, time.monotonic() - began)
