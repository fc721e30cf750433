"""What a list can be asked for: the filters of the command line, and which page.

A name that is no filter is refused, as is a value that means nothing: a filter never fails open.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from index import Scope
from qa.api.ask_request import MOST_VALUES
from qa.api.cursors import PATTERN
from qa.api.words_sent import (
    ASKED_PATTERN,
    IN_FIGURES,
    AreaWord,
    AuthorityWord,
    DayWord,
    GradeWord,
    KindWord,
    Word,
)
from qa.records import Filters
from qa.understanding import Gazetteer
from qa.understanding.filter_words import FilterWords, filters_from_words

MOST_ROWS = 50
# Lists that prove a count name the reports that were counted: two for each of 153 authorities.
MOST_REPORTS = 400
LONGEST_QUESTION = 2_000


# No part of the description: it cannot be made by hand, only followed.
CURSOR = "cursor"


class Paged(BaseModel):
    """Which page of a list."""

    model_config = ConfigDict(extra="forbid")

    limit: Annotated[int, Field(ge=1, le=MOST_ROWS, description="rows on a page"), IN_FIGURES] = (
        MOST_ROWS
    )
    cursor: Annotated[
        str | None, Field(pattern=PATTERN, description="`next` of the page before")
    ] = None

    def same_list(self) -> str:
        """What all pages of one list have in common, as text."""
        return json.dumps(self.model_dump(exclude={"limit", CURSOR}), sort_keys=True)


class Filtering(BaseModel):
    """The filters of the command line. Several values of one widen, several filters narrow."""

    model_config = ConfigDict(extra="forbid")

    authority: Annotated[list[AuthorityWord], Field(max_length=MOST_VALUES)] = []
    kind: Annotated[list[KindWord], Field(max_length=MOST_VALUES)] = []
    area: Annotated[
        list[AreaWord],
        Field(max_length=MOST_VALUES, description="where the paragraph stands, or what is judged"),
    ] = []
    grade: Annotated[list[GradeWord], Field(max_length=MOST_VALUES)] = []
    since: DayWord | None = None
    until: Annotated[
        DayWord | None, Field(description="the last year, month or day that counts")
    ] = None
    date: Annotated[
        Literal["inspection", "published"] | None,
        Field(description="which date the range is about; either counts where this is not given"),
    ] = None
    latest: Annotated[
        bool, Field(description="each authority's newest report of its kind, and no other")
    ] = False

    def filters(self, gazetteer: Gazetteer) -> Filters:
        """The filters that were meant.

        Raises: FilterUnknown with the nearest values that exist.
        """
        words = FilterWords(
            authorities=tuple(self.authority),
            kinds=tuple(self.kind),
            areas=tuple(self.area),
            grades=tuple(self.grade),
            since=self.since,
            until=self.until,
            date_field=self.date,
            latest_only=self.latest,
        )
        return filters_from_words(words, gazetteer)


class Filtered(Paged, Filtering):
    """A page of a list that filters narrow."""


class RecordsQuery(Filtered):
    """A list of reports or of judgements."""

    report: Annotated[
        list[Word], Field(max_length=MOST_REPORTS, description="ids of reports, and no others")
    ] = []

    def scope(self, gazetteer: Gazetteer) -> Scope:
        """The reports that are meant.

        Raises: FilterUnknown with the nearest values that exist.
        """
        return replace(self.filters(gazetteer).scope(), report_ids=tuple(self.report))


class SearchQuery(Filtered):
    """What to look for, and where."""

    q: Annotated[
        str,
        Field(
            min_length=1,
            max_length=LONGEST_QUESTION,
            pattern=ASKED_PATTERN,
            description="words or a question",
        ),
    ]
