"""A question, how it was understood, and its answer.

An `Answer` proves itself: it cannot be built with a sentence that has neither a citation nor a
list that shows it, and a `Citation` cannot be built around words that its paragraph does not have.
So does a `Question`: no way in can make one of words that nobody sees, or with personal data.
How an answer looks as JSON is in `answer_json.py`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, get_args

from corpus import Paragraph
from index import Coverage, Report, Scope
from qa.errors import QuestionPersonal
from qa.personal_data import personal_data_in
from qa.visible import as_asked

Status = Literal["answered", "partial", "clarification", "no_evidence", "out_of_scope"]
SentenceKind = Literal["quote", "record", "written"]
# Why a language model wrote nothing, or not to its end.
ModelFailure = Literal[
    "unreachable",  # nothing listens there, or its certificate is not to be trusted
    "redirected",  # it sent us elsewhere, where we do not go
    "not allowed",  # the key, or that there is none
    "refused",  # the request, whatever form it was given
    "busy",  # it has no room, or this service asks it too much at once
    "failed",  # an error of the server's
    "slow",
    "cut off",  # the answer stopped without an end
    "unreadable",  # what came is no answer of such a server's
    "too much",  # more than was asked for
    "over budget",
    "changed",  # the collection was replaced meanwhile
    "stopped",  # whoever asked has gone, or said stop
]
DateField = Literal["any", "inspection", "published"]
Polarity = Literal["criticism", "praise"]
# The longest sentence of a model's: 60 words. The longest of a report's are no longer.
LONGEST_WRITTEN = 500
STATUSES: tuple[Status, ...] = (
    "answered",
    "partial",
    "clarification",
    "no_evidence",
    "out_of_scope",
)

# The parts of an understanding that can be left out (`ignore`) or come from an earlier turn.
Part = Literal[
    "authorities",
    "groups",
    "kinds",
    "areas",
    "grades",
    "area_grades",
    "since",
    "until",
    "latest_only",
    "move",
    "phrase",
    "polarity",
    "expanded",
]
PARTS: tuple[Part, ...] = get_args(Part)


# What stands in no plain sentence: marks of a markup, of links and addresses, of placeholders.
_NOT_PLAIN = re.compile(
    r"[<>\[\]{}|`@\\\n\r\t]|\w+://|www\.|\w\.[^\W\d_]{2,}|\*\*|__|^\s*[#*•-]", re.IGNORECASE
)


def is_plain(sentence: str) -> bool:
    """Whether a model's sentence is words alone, all of them seen, and not too long."""
    seen = as_asked(sentence) == sentence and sentence.strip() == sentence
    fits = any(letter.isalpha() for letter in sentence) and len(sentence) <= LONGEST_WRITTEN
    return seen and fits and not _NOT_PLAIN.search(sentence)


@dataclass(frozen=True, slots=True)
class Turn:
    """One earlier message of a conversation."""

    role: Literal["user", "assistant"]
    content: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "content", as_asked(self.content))


@dataclass(frozen=True, slots=True)
class Group:
    """Authorities meant together and not one by one: a region, a kind of council, neighbours."""

    name: str  # as it is shown
    authorities: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Filters:
    """What the asker fixed outside the words; what is set here overrides the words."""

    authorities: tuple[str, ...] = ()  # the members of `groups` too
    groups: tuple[Group, ...] = ()
    kinds: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    grades: tuple[str, ...] = ()
    area_grades: tuple[tuple[str, str], ...] = ()
    since: date | None = None
    until: date | None = None
    date_field: DateField = "any"
    latest_only: bool = False
    phrase: str | None = None  # words that a paragraph has to carry as they stand
    polarity: Polarity | None = None

    def __post_init__(self) -> None:
        if self.phrase is not None:
            object.__setattr__(self, "phrase", as_asked(self.phrase) or None)

    def scope(self) -> Scope:
        """The same conditions as a scope of the collection."""
        return Scope(
            authorities=self.authorities,
            kinds=self.kinds,
            areas=self.areas,
            grades=self.grades,
            area_grades=self.area_grades,
            since=self.since,
            until=self.until,
            date_field=self.date_field,
            latest_only=self.latest_only,
        )


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody asks, with the turns before it and the filters beside it.

    Its words are kept as they are seen. What the service said in earlier turns is not looked at:
    nothing reads it, and it may quote what a report prints.

    Raises: QuestionPersonal.
    """

    text: str
    history: tuple[Turn, ...] = ()
    filters: Filters = Filters()
    ignore: frozenset[str] = frozenset()
    limit: int | None = None  # the most citations; None leaves it to the kind of question

    def __post_init__(self) -> None:
        unknown = self.ignore - set(PARTS)
        if unknown:
            raise ValueError(f"no parts of an understanding: {sorted(unknown)}")
        if self.limit is not None and self.limit < 1:
            raise ValueError(f"a limit of {self.limit} citations")
        object.__setattr__(self, "text", as_asked(self.text))
        self._refuse_personal_data()

    def _refuse_personal_data(self) -> None:
        """Raise QuestionPersonal where the asker's words tell who somebody is."""
        asked = [("question", self.text), ("filters/phrase", self.filters.phrase or "")]
        asked += [("history", turn.content) for turn in self.history if turn.role == "user"]
        for place, words in asked:
            if found := personal_data_in(words):
                raise QuestionPersonal(found, place)


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of time that a question names, and what it is the time of."""

    since: date | None
    until: date | None
    words: str  # as the question has it
    of: Literal["report", "fact"] = "report"  # "fact": when something was so, not a report's date

    def __post_init__(self) -> None:
        if self.since and self.until and self.until < self.since:
            raise ValueError(f"a period that ends before it starts: {self}")


@dataclass(frozen=True, slots=True)
class Topic:
    """A word that an answer has to carry, or any of the reports' words for it."""

    word: str  # folded
    alternatives: tuple[str, ...] = ()  # words or phrases; all words of one have to be there
    together: bool = False  # the word is two that have to stand side by side: "young carers"
    worth: float = 1.0  # how rare it is in the collection: what the question turns on is rare


@dataclass(frozen=True, slots=True)
class Choice:
    """One reading of a question that can be read in several ways."""

    part: str  # which part of the understanding it settles, such as "authorities"
    value: str
    label: str


@dataclass(frozen=True, slots=True)
class GradeMove:
    """How a grade has moved between one full inspection and the next.

    Each condition that is set has to hold; `negated` asks for those where they do not.
    """

    direction: Literal["better", "worse", "same"] | None = None
    before: str | None = None  # the grade it had
    after: str | None = None  # the grade it has
    negated: bool = False


@dataclass(frozen=True, slots=True)
class RecordQuestion:
    """A question that the records answer without any paragraph being searched for."""

    wanted: Literal[
        "grade",
        "inspector",
        "inspected",
        "published",
        "reports",
        "authorities",
        "movers",
        "members",  # who belongs to a group
        "histories",  # authorities that have never, always or several times had a grade
        "uninspected",  # authorities without an inspection in the time
        "most inspected",
        "most led",  # inspectors by the inspections they led
    ]
    areas: tuple[str, ...] = ()  # for "grade"; empty means overall effectiveness
    supposed: tuple[str, ...] = ()  # the grades that a yes-or-no question supposes
    count: bool = False  # for "reports" and "authorities": how many, not which
    every_area: bool = False  # for "grade": all the grades of a report
    moved: GradeMove | None = None  # for "movers": how their grade has moved
    how_often: Literal["never", "always", "ever"] | None = None  # for "histories"
    times: int = 1  # for "histories": at least so many of an authority's inspections
    extreme: Literal["best", "worst"] | None = None  # for "authorities": instead of a grade
    least: bool = False  # for "most inspected": the fewest
    end: Literal["newest", "oldest"] | None = None  # for "reports": the one at the row's end
    and_findings: bool = False  # for "grade": what reports say is wanted beside the grades
    asks_why: bool = False  # reasons were asked for too, which records do not hold
    also: tuple[RecordQuestion, ...] = ()  # "when was it inspected and what grade did it get?"

    def asks_grade(self) -> bool:
        """Whether a grade is what is asked for, alone or beside another fact."""
        return any(asked.wanted == "grade" for asked in (self, *self.also))


@dataclass(frozen=True, slots=True)
class Understanding:
    """What a question asks, in what reports, and where each part of that came from."""

    question: str
    words: str  # what is searched for: the question without its scope, expansions added
    topics: tuple[Topic, ...]
    scope: Scope
    groups: tuple[Group, ...] = ()  # where the scope's authorities are meant together
    gone: tuple[str, ...] = ()  # authorities that others have replaced: no part of "which are"
    periods: tuple[Period, ...] = ()
    move: Literal["next", "previous", "newest", "first"] | None = None  # from `periods`, in time
    last: int | None = None  # "the last three inspections"
    latest_inspection: bool = False  # the words ask for each authority's newest full inspection
    compares: bool = False  # asks how something changed
    record: RecordQuestion | None = None
    wants_improvements: bool = False  # "what needs to improve", with no narrower topic
    areas_named: tuple[str, ...] = ()  # areas of judgement among the words
    names: tuple[str, ...] = ()  # proper names that an answer has to carry
    phrase: str | None = None
    polarity: Polarity | None = None
    own_words: Literal["allowed", "only", "left out"] = "allowed"  # the council's, not inspectors'
    expanded: tuple[tuple[str, tuple[str, ...]], ...] = ()
    from_history: tuple[str, ...] = ()
    elsewhere: tuple[str, ...] = ()  # places named that have no reports of this kind
    other_inspection: str | None = None  # a kind of inspection that is not of a council
    choices: tuple[Choice, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def sides(self) -> tuple[str, ...]:
        """The authorities that are each to be answered for; none where a group is meant."""
        return () if self.groups else self.scope.authorities


@dataclass(frozen=True, slots=True)
class Citation:
    """Words of a paragraph that a reader can find again."""

    n: int  # counted from 1 within the answer
    report: Report
    paragraph: Paragraph
    start: int  # in characters (code points), counted from 0
    end: int  # one past the last character

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end <= len(self.paragraph.text):
            raise ValueError(
                f"[{self.start}:{self.end}] is no part of paragraph {self.paragraph.id}"
            )

    @property
    def quote(self) -> str:
        """The cited words, always `text[start:end]` of the paragraph."""
        return self.paragraph.text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A statement of an answer with what proves it."""

    text: str
    citations: tuple[int, ...]
    kind: SentenceKind
    group: str  # the report or authority it stands under
    proof: str | None = None  # the list that proves a count, as a path under /api


@dataclass(frozen=True, slots=True)
class AnswerCoverage:
    """What was searched and what of it answers, counted."""

    searched: Coverage
    reports_answering: int


@dataclass(frozen=True, slots=True)
class Timing:
    """How long each step took, in milliseconds; a step that was not needed took none."""

    understand: float = 0.0
    embed: float = 0.0
    retrieve: float = 0.0
    answer: float = 0.0
    total: float = 0.0


@dataclass(frozen=True, slots=True)
class ModelUse:
    """What a language model did for an answer, and what became of it."""

    name: str
    prompt: str  # the version of what it was told
    written: int  # sentences of its own that are shown
    checked: int  # sentences that it wrote
    dropped: int  # of those, failed and left out
    replaced: int  # of those, failed and replaced by what a report says word for word
    failed_for: tuple[tuple[str, int], ...]  # why, each with how many
    failure: ModelFailure | None  # why it wrote nothing, or did not come to its end
    tokens_in: int
    tokens_out: int
    cost: float | None  # in the currency of the settings' prices; None without prices
    seconds: float


@dataclass(frozen=True, slots=True)
class Answer:
    """What is said to a question, and why it may be believed."""

    status: Status
    reason: str | None
    understanding: Understanding
    sentences: tuple[Sentence, ...]
    citations: tuple[Citation, ...]
    coverage: AnswerCoverage
    choices: tuple[Choice, ...] = ()
    related: tuple[Citation, ...] = ()
    retrieved: tuple[tuple[Report, Paragraph], ...] = ()  # best first, for evaluation
    notes: tuple[str, ...] = ()
    timing: Timing = field(default_factory=Timing)
    model: ModelUse | None = None  # None where no language model was asked

    def __post_init__(self) -> None:
        if self.status not in STATUSES:
            raise ValueError(f"{self.status!r} is no status")
        if (self.status == "answered") != (self.reason is None):
            raise ValueError(f"status {self.status} with reason {self.reason!r}")
        if bool(self.sentences) != (self.status in ("answered", "partial")):
            raise ValueError(f"status {self.status} with {len(self.sentences)} sentences")
        if (self.status == "clarification") != bool(self.choices):
            raise ValueError("a clarification, and only that, gives choices")
        self._check_proofs()

    def _check_proofs(self) -> None:
        """Raise ValueError where a sentence is unproved or altered."""
        quote_by_n = {citation.n: citation.quote for citation in self.citations}
        if list(quote_by_n) != list(range(1, len(self.citations) + 1)):
            raise ValueError("citations must be numbered 1, 2, 3 ...")
        for sentence in self.sentences:
            if not sentence.citations and not sentence.proof:
                raise ValueError(f"a sentence that nothing proves: {sentence.text!r}")
            missing = [n for n in sentence.citations if n not in quote_by_n]
            if missing:
                raise ValueError(f"citations that are not there: {missing}")
            if sentence.kind == "quote" and not any(
                sentence.text == quote_by_n[n] for n in sentence.citations
            ):
                raise ValueError(f"not word for word: {sentence.text!r}")
            if sentence.kind == "written":
                self._check_written(sentence)

    def _check_written(self, sentence: Sentence) -> None:
        """Raise ValueError where a model's sentence cites nothing, or is more than plain words."""
        if self.model is None or not sentence.citations:
            raise ValueError(f"a written sentence without a model or citation: {sentence.text!r}")
        if not is_plain(sentence.text):
            raise ValueError(f"a written sentence that is no plain sentence: {sentence.text!r}")
