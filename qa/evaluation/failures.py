"""Answers that went wrong, each with what was found instead: what to look at after a run."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from corpus import Paragraph
from index import Report
from qa.evaluation.gold import GoldQuestion
from qa.evaluation.lines import AnswerLine
from qa.evaluation.measures import Score, rank_of_first_hit
from qa.records import Answer

Wrong = Literal[
    "answered although there is no answer",
    "not answered",
    "nothing right in the first ten",
    "no citation right",
    "some citations wrong",
]
# Worst first: the order in which failures are shown.
WRONGS: tuple[Wrong, ...] = (
    "answered although there is no answer",
    "not answered",
    "nothing right in the first ten",
    "no citation right",
    "some citations wrong",
)
# What was found instead: so many of the ranked paragraphs, so many characters of a line.
SHOWN = 3
LINE_CHARACTERS = 110


@dataclass(frozen=True, slots=True)
class Failure:
    """One answer with something wrong, as much of it as is shown."""

    id: str
    type: str
    question: str
    answerable: bool
    wrongs: tuple[Wrong, ...]
    status: str
    reason: str | None
    cited: int
    cited_right: int
    first_gold: int  # its rank among all that was ranked (at most 20), from 1; 0 where none is
    ranked: int
    found: tuple[str, ...]  # the first of the ranked: authority, year, number, first words


def failure_of(
    question: GoldQuestion, answer: Answer, line: AnswerLine, scored: Score
) -> Failure | None:
    """What is wrong with the answer; None where nothing is, or nothing is known."""
    wrongs = wrongs_of(scored)
    if not wrongs:
        return None
    return Failure(
        id=question.id,
        type=question.type,
        question=question.question.text,
        answerable=scored.answerable is not False,
        wrongs=wrongs,
        status=answer.status,
        reason=answer.reason,
        cited=scored.cited,
        cited_right=scored.cited_right,
        first_gold=rank_of_first_hit(question, line.retrieved),
        ranked=len(line.retrieved),
        found=tuple(_found(report, paragraph) for report, paragraph in answer.retrieved[:SHOWN]),
    )


def wrongs_of(scored: Score) -> tuple[Wrong, ...]:
    """Everything that is wrong, worst first.

    Citations count only where the precision counts them: where all that answers is known.
    """
    if scored.answerable is None:
        return ()
    if not scored.answerable:
        return (WRONGS[0],) if scored.answered else ()
    cites = scored.counts_for_precision and scored.answered and scored.cited
    amiss = (
        not scored.answered,
        not scored.first,
        cites and not scored.cited_right,
        cites and 0 < scored.cited_right < scored.cited,
    )
    return tuple(wrong for wrong, is_so in zip(WRONGS[1:], amiss, strict=True) if is_so)


def failure_lines(failures: Sequence[Failure], limit: int) -> Iterator[str]:
    """How many failures of each sort there are, then the worst of them one by one."""
    if not failures:
        return
    each = [(wrong, sum(wrong in failure.wrongs for failure in failures)) for wrong in WRONGS]
    counted = "; ".join(f"{wrong}: {count}" for wrong, count in each if count)
    yield f"answers with something wrong: {len(failures)}. {counted}"
    worst = sorted(failures, key=lambda failure: WRONGS.index(failure.wrongs[0]))
    for failure in worst[:limit]:
        yield ""
        yield from _lines(failure)
    if 0 < limit < len(worst):
        yield ""
        yield f"... and {len(worst) - limit} more (--failures {len(worst)} shows all)"


def _lines(failure: Failure) -> Iterator[str]:
    yield _clipped(f"{failure.id} [{failure.type}] {failure.question}")
    yield _clipped(f"  {'; '.join(failure.wrongs)}{_rank_words(failure)}")
    if failure.reason:
        yield _clipped(f"  {failure.status}: {failure.reason}")
    for rank, found in enumerate(failure.found, 1):
        yield _clipped(f"  {rank}. {found}")


def _rank_words(failure: Failure) -> str:
    """Where the gold came, and how much of what is cited is gold."""
    if not failure.answerable:
        return ""
    first = (
        f"the first right one is at {failure.first_gold}"
        if failure.first_gold
        else f"none right among the {failure.ranked} ranked"
    )
    cited = f", {failure.cited_right} of {failure.cited} cited rightly" if failure.cited else ""
    return f" ({first}{cited})"


def _found(report: Report, paragraph: Paragraph) -> str:
    day = report.date or report.published
    when = str(day.year) if day else "undated"
    number = paragraph.number or paragraph.kind
    return f"{report.authority or report.title}, {when}, {number}: {paragraph.text}"


def _clipped(text: str) -> str:
    """One line of at most LINE_CHARACTERS, indented as it was."""
    indent = text[: len(text) - len(text.lstrip())]
    line = indent + " ".join(text.split())
    return line if len(line) <= LINE_CHARACTERS else f"{line[: LINE_CHARACTERS - 1].rstrip()}…"
