"""What each tool takes; the filters are those of the command line."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from qa.api.ask_request import MOST_CITATIONS, MOST_TURNS
from qa.api.list_queries import LONGEST_QUESTION, MOST_ROWS, Filtered, Filtering, RecordsQuery
from qa.api.words_sent import Word
from qa.records import Question, Turn
from qa.understanding import Gazetteer

# Whoever asks pays for each row in the room that its model has.
FEW_ROWS = 10
SOME_ROWS = 20

Asked = Annotated[str, Field(min_length=1, max_length=LONGEST_QUESTION)]


class AskArguments(Filtering):
    """A question with the filters beside it."""

    question: Annotated[Asked, Field(description="one question in plain English")]
    history: Annotated[
        list[Asked],
        Field(
            default_factory=list,
            max_length=MOST_TURNS,
            description="the questions before it, oldest first",
        ),
    ]
    limit: Annotated[
        int | None, Field(ge=1, le=MOST_CITATIONS, description="the most citations")
    ] = None

    def to_question(self, gazetteer: Gazetteer) -> Question:
        """The question for the answerer.

        Raises: FilterUnknown with the nearest values that exist.
        """
        return Question(
            self.question,
            history=tuple(Turn("user", earlier) for earlier in self.history),
            filters=self.filters(gazetteer),
            limit=self.limit,
        )


class SearchArguments(Filtered):
    """What to look for, and where."""

    query: Annotated[Asked, Field(description="words or a question")]
    limit: Annotated[int, Field(ge=1, le=MOST_ROWS, description="paragraphs on a page")] = FEW_ROWS


class ParagraphArguments(BaseModel):
    """Which paragraph."""

    model_config = ConfigDict(extra="forbid")

    paragraph_id: Annotated[Word, Field(description="as ask, search and list_judgements give it")]


class ListArguments(RecordsQuery):
    """A page of a list."""

    limit: Annotated[int, Field(ge=1, le=MOST_ROWS, description="rows on a page")] = SOME_ROWS
