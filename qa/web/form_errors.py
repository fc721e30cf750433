"""What is wrong with a form, told beside the field that it is wrong in."""

from __future__ import annotations

from dataclasses import dataclass

from qa.errors import FilterUnknown, QuestionEmpty, QuestionPersonal, QuestionTooLong, either
from qa.http.problems import problem_of

# The field of the form that a filter's value was typed into; others can only be chosen.
_FIELDS = {
    "authority known here": "authority",
    "single authority": "authority",
    "first date": "since",
    "last date": "until",
    "range of dates": "until",
}


@dataclass(frozen=True, slots=True)
class FormError:
    """One fault: the field's id, and what to enter there."""

    field: str
    words: str

    @property
    def is_in_filters(self) -> bool:
        """Whether its field stands among the filters."""
        return self.field != "question"


Refused = QuestionEmpty | QuestionTooLong | QuestionPersonal | FilterUnknown


def form_error(error: Refused) -> FormError:
    """The fault as the form tells it; what was typed is not repeated."""
    if isinstance(error, QuestionEmpty):
        return FormError("question", "Enter a question")
    if isinstance(error, QuestionTooLong | QuestionPersonal):
        return FormError("question", str(error))
    return FormError(_FIELDS.get(error.name, "filters"), _filter_words(error))


def _filter_words(error: FilterUnknown) -> str:
    nearest = either(error.nearest) if error.nearest else ""
    if error.name == "authority known here":
        meant = f" Did you mean {nearest}?" if nearest else ""
        return f"Enter an authority that is in the list.{meant}"
    if error.name == "single authority":
        return f"This name can mean {nearest}. Enter one of them."
    if error.name in ("first date", "last date"):
        return f"Enter a year, a month or a day, such as {nearest}"
    if error.name == "range of dates":
        return "Enter a last year that is not before the first"
    return problem_of(error).detail
