"""What the records give for a question, before it becomes an `Answer`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from qa.records import Sentence, Status


@dataclass(frozen=True, slots=True)
class RecordOutcome:
    """Sentences with the status they deserve; a reason where that is not "answered"."""

    status: Status
    sentences: tuple[Sentence, ...] = ()
    reason: str | None = None
    notes: tuple[str, ...] = ()


def together(outcomes: Sequence[RecordOutcome]) -> RecordOutcome:
    """One outcome of at least one: partial where only some of the facts asked for are known.

    The sentences are put in order of their reports, so that each report is named once.
    """
    if len(outcomes) == 1:
        return outcomes[0]
    statuses = {outcome.status for outcome in outcomes}
    said = [sentence for outcome in outcomes for sentence in outcome.sentences]
    groups = list(dict.fromkeys(sentence.group for sentence in said))
    reasons = dict.fromkeys(outcome.reason for outcome in outcomes if outcome.reason)
    return RecordOutcome(
        statuses.pop() if len(statuses) == 1 else "partial",
        tuple(sorted(said, key=lambda sentence: groups.index(sentence.group))),
        " ".join(reasons) or None,
        tuple(dict.fromkeys(note for outcome in outcomes for note in outcome.notes)),
    )
