"""What a visitor asks: the question, those before it, the filters beside it, what was taken off.

It goes to the server and comes back in the page as the fields of a form; nothing of it is kept.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Annotated, Any

from pydantic import Field

from qa.api.ask_request import MOST_TURNS, MOST_VALUES, Strict
from qa.api.words_sent import IN_FIGURES
from qa.records import Choice, Part, Question, Turn
from qa.understanding import Gazetteer
from qa.understanding.filter_words import FilterWords, filters_from_words
from qa.visible import as_asked

# Which filters of the form belong to a part of the understanding.
_FILTERS_OF_PART: dict[str, tuple[str, ...]] = {
    "authorities": ("authorities",),
    "groups": ("authorities",),
    "kinds": ("kinds",),
    "areas": ("areas",),
    "grades": ("grades",),
    "area_grades": ("grades",),
    "since": ("since",),
    "until": ("until",),
    "latest_only": ("latest_only",),
}

_Words = Annotated[tuple[Annotated[str, Field(max_length=200)], ...], Field(max_length=MOST_VALUES)]


class FilterForm(Strict):
    """Filters as a form sends them; empty fields are as good as absent."""

    authority: _Words = ()
    kind: _Words = ()
    area: _Words = ()
    grade: _Words = ()
    since: Annotated[str, Field(max_length=20)] = ""
    until: Annotated[str, Field(max_length=20)] = ""
    latest: bool = False

    def words(self) -> FilterWords:
        """The filters that are set."""
        return FilterWords(
            authorities=_given(self.authority),
            kinds=_given(self.kind),
            areas=_given(self.area),
            grades=_given(self.grade),
            since=self.since.strip() or None,
            until=self.until.strip() or None,
            latest_only=self.latest,
        )


class AskForm(FilterForm):
    """A question with those before it and the filters beside it."""

    question: Annotated[str, Field(max_length=20_000)] = ""
    history: Annotated[
        tuple[Annotated[str, Field(max_length=20_000)], ...], Field(max_length=MOST_TURNS)
    ] = ()
    ignore: tuple[Part, ...] = ()
    turn: Annotated[int, Field(ge=1, le=10_000), IN_FIGURES] = 1


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as the page knows it."""

    question: str = ""
    history: tuple[str, ...] = ()  # the questions before it, oldest first
    filters: FilterWords = field(default_factory=FilterWords)
    ignore: tuple[str, ...] = ()
    turn: int = 1  # its place in the conversation, which keeps ids apart

    @classmethod
    def from_form(cls, form: AskForm) -> Asked:
        """What a form asks."""
        history = _given(tuple(map(as_asked, form.history)))
        return cls(as_asked(form.question).strip(), history, form.words(), form.ignore, form.turn)

    def to_question(self, gazetteer: Gazetteer) -> Question:
        """The same for the answerer.

        Raises: FilterUnknown.
        """
        return Question(
            self.question,
            history=tuple(Turn("user", earlier) for earlier in self.history),
            filters=filters_from_words(self.filters, gazetteer),
            ignore=frozenset(self.ignore),
        )

    def without(self, part: str) -> Asked:
        """The same question without a part of its understanding, whoever set it."""
        empty = FilterWords()
        cleared = {name: getattr(empty, name) for name in _FILTERS_OF_PART.get(part, ())}
        ignore = tuple(dict.fromkeys((*self.ignore, part)))
        return replace(self, filters=replace(self.filters, **cleared), ignore=ignore)

    def choosing(self, choice: Choice) -> Asked:
        """The same question, read in one of several ways."""
        return self.narrowed(choice.part, choice.value)

    def narrowed(self, name: str, value: str) -> Asked:
        """The same question with one more filter."""
        changed: dict[str, Any] = {name: (value,)}
        return replace(self, filters=replace(self.filters, **changed))

    def fields(self) -> Iterator[tuple[str, str]]:
        """Name and value of each field that makes a form ask this."""
        yield "question", self.question
        yield "turn", str(self.turn)
        yield from (("history", earlier) for earlier in self.history)
        yield from self.filter_fields()
        yield from (("ignore", part) for part in self.ignore)

    def filter_fields(self) -> Iterator[tuple[str, str]]:
        """The fields of the filters alone."""
        filters = self.filters
        yield from (("authority", name) for name in filters.authorities)
        yield from (("kind", kind) for kind in filters.kinds)
        yield from (("area", area) for area in filters.areas)
        yield from (("grade", grade) for grade in filters.grades)
        if filters.since:
            yield "since", filters.since
        if filters.until:
            yield "until", filters.until
        if filters.latest_only:
            yield "latest", "true"


def _given(values: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(value.strip() for value in values if value.strip())
