"""What went wrong in a call, and what to do, in words that a model can act on."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import BaseModel, ValidationError

from corpus import CorpusError
from index import IndexFolderError
from qa.errors import FilterUnknown, QaError
from qa.http.problems import Problem

# What is wanted of a text that has to have a form; the forms themselves no model can read.
_FORMS = {
    "since": "2024, 2024-03 or 2024-03-31 is wanted",
    "until": "2024, 2024-03 or 2024-03-31 is wanted",
    "cursor": "the cursor of the page before is wanted",
}


def refusal(error: Exception, arguments: type[BaseModel]) -> str | None:
    """What the model is told of an error; None of one that nobody foresaw.

    `arguments`: what the tool takes.
    """
    if isinstance(error, ValidationError):
        told = [_wrong(found["type"], found["loc"], found["msg"]) for found in error.errors()]
        return f"{' '.join(told)} Arguments are {', '.join(arguments.model_fields)}."
    if isinstance(error, Problem):
        return " ".join(fault.detail for fault in error.faults) or error.detail
    if isinstance(error, FilterUnknown) and not error.nearest:
        return f"{error} list_reports shows what the collection holds."
    if isinstance(error, QaError | CorpusError | IndexFolderError):
        return str(error)
    return None


def _wrong(kind: str, place: Sequence[int | str], message: str) -> str:
    name = ".".join(str(step) for step in place)
    if kind == "extra_forbidden":
        return f"{name}: no such argument."
    if kind == "string_pattern_mismatch":
        return f"{name}: {_FORMS.get(str(place[0]), 'the form in its description is wanted')}."
    return f"{name}: {message}."
