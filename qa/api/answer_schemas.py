"""What an answer looks like as JSON, told to clients; made in `qa/showing/answer_json.py`."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from corpus import Grade, Kind
from qa.api.schema_words import Day, PageNumber, Rights, Shape
from qa.records import DateField, ModelFailure, Polarity, SentenceKind, Status

Count = Annotated[int, Field(ge=0)]
Milliseconds = Annotated[float, Field(ge=0)]


class Understood(Shape):
    """How the question was understood; each part can be left out with `ignore`."""

    authorities: list[str]
    groups: list[str]
    kinds: list[Kind]
    areas: list[str]
    grades: list[Grade]
    area_grades: list[list[str]] = Field(description="pairs of area and grade")
    since: Day | None
    until: Day | None
    date_field: DateField
    latest_only: bool
    phrase: str | None
    polarity: Polarity | None
    expanded: dict[str, list[str]] = Field(description="words that stood for others")
    from_history: list[str] = Field(description="parts that an earlier turn named")


class Sentence(Shape):
    """A statement of the answer with what proves it."""

    text: str
    citations: list[Annotated[int, Field(ge=1)]] = Field(description="numbers of its citations")
    kind: SentenceKind
    group: str = Field(description="the report or authority it stands under")
    proof: str | None = Field(default=None, description="the list that proves a count, as a path")


class Citation(Rights):
    """Words of a paragraph that prove a sentence: `quote` is `text[start:end]`."""

    n: int = Field(ge=1)
    paragraph_id: str
    report_id: str
    source: str
    authority: str | None
    kind: Kind
    title: str | None
    published: Day | None
    inspection_start: Day | None
    inspection_end: Day | None
    overall: Grade | None
    number: str | None
    section: str | None
    section_grade: Grade | None
    page: PageNumber | None
    text: str
    quote: str
    start: Count = Field(description="in code points, from 0")
    end: Count
    superseded_by: str | None
    link: str


class Choice(Shape):
    """One reading of a question that can be read in several ways."""

    part: str
    value: str
    label: str


class SearchCoverage(Shape):
    """What was searched, counted."""

    reports_in_collection: Count
    reports_in_scope: Count
    authorities_in_scope: Count


class AnswerCoverage(SearchCoverage):
    """What was searched, and how many reports answer."""

    reports_answering: Count


class Times(Shape):
    """How long each step took, in milliseconds."""

    understand: Milliseconds
    embed: Milliseconds
    retrieve: Milliseconds
    answer: Milliseconds
    total: Milliseconds


class ModelUse(Shape):
    """What a language model did, and what became of the sentences that it wrote."""

    name: str
    prompt: str = Field(description="the version of what it was told")
    written: Count = Field(description="sentences of its own that are shown")
    checked: Count = Field(description="sentences that it wrote, each checked")
    dropped: Count = Field(description="those that failed and were left out")
    replaced: Count = Field(description="those that failed and gave way to a report's own words")
    failed_for: dict[str, int] = Field(description="why sentences failed, each with how many")
    failure: ModelFailure | None = Field(description="why it wrote nothing, or not to its end")
    tokens_in: Count
    tokens_out: Count
    cost: Annotated[float, Field(ge=0)] | None
    seconds: Annotated[float, Field(ge=0)]


class Answer(Shape):
    """What is said to a question, and why it may be believed."""

    status: Status
    reason: str | None = Field(description="a sentence, where the status is not `answered`")
    question: str
    understood: Understood
    answer: list[Sentence]
    citations: list[Citation]
    choices: list[Choice] = Field(description="what a question of several meanings can mean")
    related: list[Citation] = Field(description="near paragraphs, where nothing answers")
    coverage: AnswerCoverage
    notes: list[str]
    model: ModelUse | None = Field(
        description="what a language model did for the answer; null where none was asked"
    )
    timing_ms: Times
