"""What a program sends to ask: checked here, and made into a `Question`."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StrictBool

from qa.api.words_sent import (
    ASKED_PATTERN,
    WHOLE,
    AreaWord,
    AuthorityWord,
    DayWord,
    GroupWord,
    KindWord,
    OneGrade,
    Word,
)
from qa.records import PARTS, Part, Polarity, Question, Turn
from qa.understanding import Gazetteer
from qa.understanding.filter_words import FilterWords, filters_from_words

# A conversation is carried by its last questions; 64 KiB of body hold no more anyway.
MOST_TURNS = 40
MOST_VALUES = 200  # of one filter: there are 153 authorities
MOST_CITATIONS = 50


class Strict(BaseModel):
    """A body in which a name that is not known is an error: a filter never fails open."""

    model_config = ConfigDict(extra="forbid")


class HistoryTurn(Strict):
    """One earlier message of the conversation."""

    role: Literal["user", "assistant"]
    content: str  # as long as a body may be


class FiltersSent(Strict):
    """Conditions beside the words, with the names that `understood` has."""

    authorities: Annotated[list[AuthorityWord], Field(max_length=MOST_VALUES)] = []
    groups: Annotated[list[GroupWord], Field(max_length=MOST_VALUES)] = []
    kinds: Annotated[list[KindWord], Field(max_length=MOST_VALUES)] = []
    areas: Annotated[list[AreaWord], Field(max_length=MOST_VALUES)] = []
    grades: Annotated[list[OneGrade], Field(max_length=MOST_VALUES)] = []
    area_grades: Annotated[list[tuple[AreaWord, OneGrade]], Field(max_length=MOST_VALUES)] = []
    since: DayWord | None = None
    until: Annotated[
        DayWord | None, Field(description="the last year, month or day that counts")
    ] = None
    date_field: Literal["any", "inspection", "published"] = "any"
    latest_only: StrictBool = False
    phrase: Word | None = None
    polarity: Polarity | None = None

    def to_words(self) -> FilterWords:
        """The same, to be checked against what the collection knows."""
        return FilterWords(
            authorities=tuple(self.authorities),
            groups=tuple(self.groups),
            kinds=tuple(self.kinds),
            areas=tuple(self.areas),
            grades=(*self.grades, *(f"{area}={grade}" for area, grade in self.area_grades)),
            since=self.since,
            until=self.until,
            date_field=self.date_field,
            latest_only=self.latest_only,
            phrase=self.phrase,
            polarity=self.polarity,
        )


class AskRequest(Strict):
    """A question with the turns before it and the filters beside it."""

    question: Annotated[
        str,
        Field(min_length=1, max_length=20_000, json_schema_extra={"pattern": ASKED_PATTERN}),
    ]
    history: Annotated[list[HistoryTurn], Field(max_length=MOST_TURNS)] = []
    filters: FiltersSent = FiltersSent()
    ignore: Annotated[
        list[Part], Field(max_length=len(PARTS), description="parts of the understanding to drop")
    ] = []
    limit: Annotated[int, Field(strict=True, ge=1, le=MOST_CITATIONS), WHOLE] | None = None

    def to_question(self, gazetteer: Gazetteer) -> Question:
        """The question that was sent.

        Raises: FilterUnknown for a filter value that means nothing here.
        """
        return Question(
            self.question,
            history=tuple(Turn(turn.role, turn.content) for turn in self.history),
            filters=filters_from_words(self.filters.to_words(), gazetteer),
            ignore=frozenset(self.ignore),
            limit=self.limit,
        )
