"""What is asked of a language model, whatever server or stand-in it is."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from qa.records import ModelFailure

# Of English text, where a server does not count: fewer than there are.
CHARACTERS_PER_TOKEN = 4

Role = Literal["system", "user"]


@dataclass(frozen=True, slots=True)
class Message:
    """One message to a model."""

    role: Role
    content: str


@dataclass(frozen=True, slots=True)
class Tokens:
    """How many tokens a call took."""

    sent: int
    written: int


class ModelUnusable(Exception):
    """A model that gave nothing, or nothing more; told without words of its server or of ours."""

    def __init__(self, failure: ModelFailure) -> None:
        self.failure = failure
        super().__init__(failure)


class LanguageModel(Protocol):
    """A model that writes."""

    @property
    def name(self) -> str:
        """What it is called where it is served."""
        ...

    def write(
        self, messages: Sequence[Message], schema: dict[str, Any] | None
    ) -> AsyncGenerator[str | Tokens]:
        """Its words as they come, and how many tokens they took; closing the iterator stops it.

        The tokens come last; also before an error, where the model has worked.

        Raises: ModelUnusable.
        """
        ...
