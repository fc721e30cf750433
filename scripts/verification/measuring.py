"""Holds a verifier against labelled sentences: what it catches, what it keeps, how long it takes.

A figure of caught or kept has Wilson's interval. A kind's share says more than the share of all:
how many cases a kind has was decided by us.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from index import Collection, update_collection
from qa.evaluation.intervals import wilson
from qa.evaluation.table import interval_text
from qa.prose.records import DraftSentence, Source, Verdict
from scripts.verification.cases import REPORTS, TRUE_KINDS, Case

# Of the second half, as the task was set.
CAUGHT_GOAL, KEPT_GOAL = 0.97, 0.90
# A sentence of a true kind that somebody wrote; the verbatim ones are counted apart.
WRITTEN_KINDS = TRUE_KINDS[:-1]


class Verifier(Protocol):
    """What is measured: `qa.prose.verifying.Verifier`, or a stand-in."""

    def verify(self, draft: DraftSentence, sources: Sequence[Source]) -> Verdict: ...


@dataclass(frozen=True, slots=True)
class Judged:
    """What a verifier made of a case."""

    case: Case
    verdict: Verdict
    seconds: float  # of the processor, not of the clock on the wall

    @property
    def is_right(self) -> bool:
        """Whether a true sentence is kept, or a false one is not."""
        return (self.verdict.failure is None) == (self.case.label == "true")


@dataclass(frozen=True, slots=True)
class Share:
    """How many of some cases a verifier was right about."""

    name: str
    right: int
    of: int

    @property
    def share(self) -> float:
        return self.right / self.of

    def row(self) -> str:
        """For the table: "number  50  .98  .90-1.00"."""
        interval = interval_text(wilson(self.right, self.of))
        return f"  {self.name:<16}{self.of:>5}{self.share:>8.3f}   {interval}"


def index_invented_reports(folder: Path) -> None:
    """An index of every report that the labelled sentences are about."""
    run = update_collection(folder, REPORTS)
    assert all(file.outcome == "added" for file in run.files), run.files


def judge(
    verifier: Verifier, cases: Iterable[Case], source: Callable[[int, str], Source]
) -> list[Judged]:
    """What the verifier makes of each case. `source` gives a paragraph by number and id."""
    judged = []
    for case in cases:
        sources = [source(n, name) for n, name in enumerate(case.sources, 1)]
        cited = tuple(case.sources.index(name) + 1 for name in case.cites)
        started = time.process_time()
        verdict = verifier.verify(DraftSentence(case.text, cited), sources)
        judged.append(Judged(case, verdict, time.process_time() - started))
    return judged


def sources_of(collection: Collection) -> Callable[[int, str], Source]:
    """Finds a paragraph of the collection, as one that a model is shown under a number."""

    def source(n: int, name: str) -> Source:
        found = collection.paragraph(name)
        assert found is not None, f"{name} is not in the collection"
        return Source(n, *found)

    return source


def caught(judged: Sequence[Judged]) -> Share:
    """Of the false sentences."""
    return _share("all false", [one for one in judged if one.case.label == "false"])


def kept(judged: Sequence[Judged]) -> Share:
    """Of the true sentences that were written by hand."""
    return _share("all by hand", [one for one in judged if one.case.kind in WRITTEN_KINDS])


def shares_by_kind(judged: Sequence[Judged]) -> Iterator[Share]:
    """For each kind in the order of the cases."""
    for kind in dict.fromkeys(one.case.kind for one in judged):
        yield _share(kind, [one for one in judged if one.case.kind == kind])


def table_of(name: str, judged: Sequence[Judged]) -> Iterator[str]:
    """The table of one half, line by line."""
    kinds = list(shares_by_kind(judged))
    milliseconds = sorted(1000 * one.seconds for one in judged)
    yield f"{name}: {len(judged)} sentences"
    yield f"  {'kept of the true':<16}{'n':>5}{'share':>8}   95 %"
    yield from (share.row() for share in (*_of(kinds, true=True), kept(judged)))
    yield f"  {'caught of false':<16}{'n':>5}{'share':>8}   95 %"
    yield from (share.row() for share in (*_of(kinds, true=False), caught(judged)))
    middle, slow = milliseconds[len(judged) // 2], milliseconds[int(len(judged) * 0.95)]
    yield f"  processor time of a sentence: {middle:.2f} ms, 19 in 20 within {slow:.2f} ms"


def _of(shares: Sequence[Share], *, true: bool) -> list[Share]:
    return [share for share in shares if (share.name in TRUE_KINDS) == true]


def _share(name: str, judged: Sequence[Judged]) -> Share:
    return Share(name, sum(one.is_right for one in judged), len(judged))
