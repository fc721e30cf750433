"""How good one answer is against what is known of its question.

The rules are those of the peers' figures: an item hits a gold entry when it is the same paragraph
of the same file, or when its words hold the entry's quote. `figures.py` makes means of the scores.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from qa.evaluation.gold import GoldEntry, GoldQuestion
from qa.evaluation.lines import AnswerLine, Item

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


def score(question: GoldQuestion, line: AnswerLine) -> Score:
    """One answer against what is known of its question."""
    ranked = line.retrieved[:DEPTH]
    found = [entry for entry in question.gold if any(_hits(item, entry) for item in ranked)]
    return Score(
        id=question.id,
        type=question.type,
        answerable=question.answerable,
        answered=line.answered,
        first=rank_of_first_hit(question, ranked),
        files=_share(
            {fold_file(e.file) for e in found}, {fold_file(e.file) for e in question.gold}
        ),
        parts=_share({e.group for e in found}, {e.group for e in question.gold}),
        cited=len(line.citations),
        cited_right=sum(is_gold(question, item) for item in line.citations),
        counts_for_precision=question.exhaustive and question.type != "across",
        milliseconds=line.timing_ms.get("total", 0.0),
    )


def rank_of_first_hit(question: GoldQuestion, ranked: Sequence[Item]) -> int:
    """The rank of the first item that is gold, from 1; 0 where none is."""
    ranks = (rank for rank, item in enumerate(ranked, 1) if is_gold(question, item))
    return next(ranks, 0)


def is_gold(question: GoldQuestion, item: Item) -> bool:
    """Whether the item answers the question, by any of its gold entries."""
    return any(_hits(item, entry) for entry in question.gold)


def fold_file(path: str) -> str:
    """The last two parts of a path, hyphens, spaces and the ending .pdf folded."""
    parts = unicodedata.normalize("NFKC", path).replace("\\", "/").casefold().split("/")
    named = [part.strip() for part in parts if part.strip()][-2:]
    return "/".join(re.sub(r"[\s\-_‐-―]+", " ", re.sub(r"\.pdf$", "", p)) for p in named)


def _hits(item: Item, entry: GoldEntry) -> bool:
    """Whether the item is the entry's paragraph, by number or by quote."""
    same_file = any(_same_file(source, entry.file) for source in item.sources)
    number = _number(entry.paragraph)
    if same_file and number is not None and number == _number(item.paragraph):
        return True
    quote = _fold_text(entry.quote)
    if not quote or quote not in _fold_text(item.text):
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
