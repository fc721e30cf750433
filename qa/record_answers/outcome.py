"""What the records give for a question, before it becomes an `Answer`."""

from __future__ import annotations

from dataclasses import dataclass

from qa.records import Sentence, Status


@dataclass(frozen=True, slots=True)
class RecordOutcome:
    """Sentences with the status they deserve; a reason where that is not "answered"."""

    status: Status
    sentences: tuple[Sentence, ...] = ()
    reason: str | None = None
    notes: tuple[str, ...] = ()
