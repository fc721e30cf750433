"""What an answer says about the language model behind it, in plain English."""

from __future__ import annotations

from qa.records import ModelFailure, ModelUse

_QUOTED = "this answer quotes the reports"
_COMPLETED = "what it left out is quoted from the reports"
_UNUSABLE = "The language model could not be used"
_WHY: dict[ModelFailure, str] = {
    "unreachable": "The language model could not be reached",
    "redirected": _UNUSABLE,
    "not allowed": _UNUSABLE,
    "refused": _UNUSABLE,
    "busy": "The language model is busy",
    "failed": _UNUSABLE,
    "slow": "The language model took too long",
    "cut off": "The language model broke off",
    "unreadable": _UNUSABLE,
    "too much": "The language model wrote more than it should",
    "over budget": "The budget for the language model is spent for now",
    "changed": "The collection was updated while the language model wrote",
    "stopped": "The language model was stopped",
}


def failure_note(failure: ModelFailure, *, has_written: bool) -> str:
    """Why there are fewer of the model's words, or none, and what stands instead."""
    return f"{_WHY[failure]}: {_COMPLETED if has_written else _QUOTED}."


def written_note(use: ModelUse) -> str:
    """How many sentences were checked, and what became of them."""
    failed = [
        f"{count} {words}"
        for count, words in (
            (use.dropped, "left out"),
            (use.replaced, "replaced by a report's own words"),
        )
        if count
    ]
    told = f"{' and '.join(failed)}" if failed else "all passed"
    return (
        f"Written by a language model ({use.name}), each sentence checked against the paragraphs "
        f"it cites: {_sentences(use.checked)} checked, {told}."
    )


def withdrawn_note(use: ModelUse) -> str:
    """That too little of what the model wrote could be shown."""
    if not use.checked:
        return f"The language model ({use.name}) wrote no sentence that could be used: {_QUOTED}."
    return (
        f"Of {_sentences(use.checked)} by a language model ({use.name}) too few agreed with the "
        f"paragraphs they cite, {use.checked - use.written} of them did not: {_QUOTED}."
    )


def _sentences(count: int) -> str:
    return f"{count} {'sentence' if count == 1 else 'sentences'}"
