"""How good one answer is against what is known, and how good many are together.

The rules are those of the peers' figures: an item hits a gold entry when it is the same paragraph
of the same file, or when its words hold the entry's quote.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from corpus import Paragraph
from index import Report
from qa.evaluation.gold import GoldEntry, GoldQuestion
from qa.records import Answer

# A quote of fewer words is found in many reports: it counts only within its own file.
SHORT_QUOTE_WORDS = 8
DEPTH = 10


@dataclass(frozen=True, slots=True)
class Score:
    """One answer against its gold."""

    id: str
    type: str
    answerable: bool | None
    answered: bool
    first: int  # the rank of the first hit among the first ten, from 1; 0 where there is none
    files: float  # share of the gold files with a hit in the first ten
    parts: float  # share of the groups with a hit in the first ten
    cited: int
    cited_right: int
    counts_for_precision: bool
    milliseconds: float


@dataclass(frozen=True, slots=True)
class Figures:
    """Means over the answerable questions of one type, or of all."""

    questions: int
    recall_1: float
    recall_5: float
    recall_10: float
    mrr_10: float
    files_10: float
    parts_10: float
    precision: float | None  # None where nothing was cited that counts
    citations: int
    answered: float


@dataclass(frozen=True, slots=True)
class Abstention:
    """How well it is known when there is no answer."""

    unanswerable: int
    abstained: float  # share of the unanswerable that was not answered
    answerable: int
    answered: float  # share of the answerable that was answered
    balanced_f1: float | None


def score(question: GoldQuestion, answer: Answer) -> Score:
    """One answer against what is known of its question."""
    ranked = answer.retrieved[:DEPTH]
    hits = [[_hits(report, p, entry) for entry in question.gold] for report, p in ranked]
    first = next((rank for rank, row in enumerate(hits, 1) if any(row)), 0)
    found = [entry for place, entry in enumerate(question.gold) if any(r[place] for r in hits)]
    cited = [(citation.report, citation.paragraph) for citation in answer.citations]
    return Score(
        id=question.id,
        type=question.type,
        answerable=question.answerable,
        answered=answer.status in ("answered", "partial"),
        first=first,
        files=_share(
            {fold_file(e.file) for e in found}, {fold_file(e.file) for e in question.gold}
        ),
        parts=_share({e.group for e in found}, {e.group for e in question.gold}),
        cited=len(cited),
        cited_right=sum(any(_hits(r, p, e) for e in question.gold) for r, p in cited),
        counts_for_precision=question.exhaustive and question.type != "across",
        milliseconds=answer.timing.total,
    )


def figures(scores: Sequence[Score]) -> Figures | None:
    """The means over the answerable questions; None where there are none."""
    rows = [row for row in scores if row.answerable is not False]
    if not rows:
        return None
    count = len(rows)
    precise = [row for row in rows if row.counts_for_precision and row.answered]
    cited = sum(row.cited for row in precise)
    return Figures(
        questions=count,
        recall_1=sum(row.first == 1 for row in rows) / count,
        recall_5=sum(0 < row.first <= 5 for row in rows) / count,
        recall_10=sum(row.first > 0 for row in rows) / count,
        mrr_10=sum(1 / row.first for row in rows if row.first) / count,
        files_10=sum(row.files for row in rows) / count,
        parts_10=sum(row.parts for row in rows) / count,
        precision=sum(row.cited_right for row in precise) / cited if cited else None,
        citations=cited,
        answered=sum(row.answered for row in rows) / count,
    )


def abstention(scores: Sequence[Score]) -> Abstention | None:
    """How well answering and abstaining are told apart; None where it is not known which is due."""
    due = [row for row in scores if row.answerable is False]
    undue = [row for row in scores if row.answerable]
    if not due or not undue:
        return None
    rightly = sum(not row.answered for row in due)
    wrongly = sum(not row.answered for row in undue)
    answered = len(undue) - wrongly
    abstain_f1 = _f1(rightly, wrongly, len(due) - rightly)
    answer_f1 = _f1(answered, len(due) - rightly, wrongly)
    both = None if abstain_f1 is None or answer_f1 is None else (abstain_f1 + answer_f1) / 2
    return Abstention(len(due), rightly / len(due), len(undue), answered / len(undue), both)


def fold_file(path: str) -> str:
    """The last two parts of a path, hyphens, spaces and the ending .pdf folded."""
    parts = unicodedata.normalize("NFKC", path).replace("\\", "/").casefold().split("/")
    named = [part.strip() for part in parts if part.strip()][-2:]
    return "/".join(re.sub(r"[\s\-_‐-―]+", " ", re.sub(r"\.pdf$", "", p)) for p in named)


def _hits(report: Report, paragraph: Paragraph, entry: GoldEntry) -> bool:
    """Whether the paragraph is the entry's, by number or by quote."""
    sources = (report.source, *report.aliases)
    same_file = any(_same_file(source, entry.file) for source in sources)
    number = _number(entry.paragraph)
    if same_file and number is not None and number == _number(paragraph.number):
        return True
    quote = _fold_text(entry.quote)
    if not quote or quote not in _fold_text(paragraph.text):
        return False
    return same_file or len(entry.quote.split()) >= SHORT_QUOTE_WORDS


def _same_file(source: str, gold: str) -> bool:
    """Whether two paths name one file; a name without a folder is compared by itself."""
    if not source or not gold:
        return False
    ours, theirs = fold_file(source), fold_file(gold)
    if "/" in ours and "/" in theirs:
        return ours == theirs
    return ours.rsplit("/", 1)[-1] == theirs.rsplit("/", 1)[-1]


def _number(printed: str | None) -> int | None:
    digits = re.search(r"\d+", printed or "")
    return int(digits[0]) if digits else None


def _fold_text(text: str) -> str:
    return re.sub(r"[^0-9a-z£%]+", "", unicodedata.normalize("NFKC", text).casefold())


def _share(found: set[str], wanted: set[str]) -> float:
    return len(found & wanted) / len(wanted) if wanted else 0.0


def _f1(right: int, false_alarms: int, missed: int) -> float | None:
    total = 2 * right + false_alarms + missed
    return 2 * right / total if total else None
