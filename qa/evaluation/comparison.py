"""Two runs over the same questions: what the later one won and lost."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from qa.errors import BaselineDiffers
from qa.evaluation.figures import MEASURES, abstention, counts, ratio
from qa.evaluation.gold import GoldQuestion
from qa.evaluation.intervals import interval_of_difference, resampled_sums
from qa.evaluation.lines import AnswerLine, read_lines
from qa.evaluation.measures import Score, score
from qa.evaluation.scorecard import by_type, citations_counted
from qa.evaluation.table import HEAD, interval_row, signed_interval_text, table_row

UNCHANGED = "="
_WIDTH = 110


@dataclass(frozen=True, slots=True)
class Pair:
    """One question in both runs."""

    before: Score
    after: Score
    changed: bool  # whether a reader sees another answer


def read_baseline(path: Path, questions: Sequence[GoldQuestion]) -> dict[str, AnswerLine]:
    """The earlier answers to exactly these questions, by id.

    Raises: AnswersUnreadable, BaselineDiffers.
    """
    lines = read_lines(path)
    ids = [question.id for question in questions]
    missing = [name for name in ids if name not in lines]
    unknown = [name for name in lines if name not in set(ids)]
    if missing or unknown:
        raise BaselineDiffers(str(path), missing, unknown)
    return lines


def pair_of(
    question: GoldQuestion, earlier: Mapping[str, AnswerLine], line: AnswerLine, scored: Score
) -> Pair:
    """The question as the earlier run answered it and as this one does."""
    before = earlier[question.id]
    return Pair(score(question, before), scored, not line.says_the_same(before))


def comparison_lines(
    pairs: Sequence[Pair],
    of_what: str = "Compared with the baseline: this run less the earlier one",
) -> Iterator[str]:
    """The differences of all figures, then the questions won and lost, as lines of text."""
    before, after = [pair.before for pair in pairs], [pair.after for pair in pairs]
    yield f"{of_what}, 95 % intervals below"
    if any(pair.after.answerable is not None for pair in pairs):
        yield HEAD
        yield from _rows(before, after)
        yield from _abstention(before, after)
    yield from _listed("won", _CHANGES, pairs, lambda was, now: now and not was)
    yield from _listed("lost", _LOSSES, pairs, lambda was, now: was and not now)
    changed = sum(pair.changed for pair in pairs)
    yield f"{changed} of {len(pairs)} answers changed in status, words or cited paragraphs"


def _rows(before: Sequence[Score], after: Sequence[Score]) -> Iterator[str]:
    for name, places in by_type(after):
        earlier, later = [before[p] for p in places], [after[p] for p in places]
        values, intervals = _differences(earlier, later)
        change = citations_counted(later) - citations_counted(earlier)
        yield table_row(name, len(places), values, f"{change:+d}" if change else UNCHANGED)
        if any(intervals):
            yield interval_row(intervals)


def _differences(before: Sequence[Score], after: Sequence[Score]) -> tuple[list[str], list[str]]:
    """For each measure the difference and its interval; where no question differs, "=" and none."""
    earlier, later = counts(before), counts(after)
    sums = resampled_sums([[*now, *was] for now, was in zip(later, earlier, strict=True)])
    width = 2 * len(MEASURES)
    values, intervals = [], []
    for part in range(0, width, 2):
        was = [(row[part], row[part + 1]) for row in earlier]
        now = [(row[part], row[part + 1]) for row in later]
        value, old = ratio(now), ratio(was)
        if was == now or value is None or old is None:
            values.append(UNCHANGED if was == now else "-")
            intervals.append("")
            continue
        found = interval_of_difference(
            sums[:, part], sums[:, part + 1], sums[:, width + part], sums[:, width + part + 1]
        )
        values.append(f"{value - old:+.3f}")
        intervals.append(signed_interval_text(found) if found else "")
    return values, intervals


def _abstention(before: Sequence[Score], after: Sequence[Score]) -> Iterator[str]:
    was, now = abstention(before), abstention(after)
    if was is None or now is None:
        return
    yield ""
    told = f"abstained on the unanswerable {now.abstained.value - was.abstained.value:+.3f}"
    if was.balanced_f1 is not None and now.balanced_f1 is not None:
        told += f", balanced F1 {now.balanced_f1 - was.balanced_f1:+.3f}"
    yield told


# What can be won, and the same lost: words for each, and whether a score has it (None: not asked).
_Has = Callable[[Score], bool | None]


def _in_ten(scored: Score) -> bool | None:
    return bool(scored.first) if scored.answerable else None


def _answers(scored: Score) -> bool | None:
    return scored.answered if scored.answerable else None


def _abstains(scored: Score) -> bool | None:
    return not scored.answered if scored.answerable is False else None


_CHANGES: tuple[tuple[str, _Has], ...] = (
    ("right in the first ten", _in_ten),
    ("answered", _answers),
    ("rightly left unanswered", _abstains),
)
_LOSSES: tuple[tuple[str, _Has], ...] = (
    ("nothing right in the first ten any more", _in_ten),
    ("not answered any more", _answers),
    ("answered although there is no answer", _abstains),
)


def _listed(
    word: str,
    sorts: Sequence[tuple[str, _Has]],
    pairs: Sequence[Pair],
    differs: Callable[[bool | None, bool | None], bool | None],
) -> Iterator[str]:
    """The ids of the questions of each sort, one line a sort; "won: none" where there are none."""
    found = [
        (words, [p.after.id for p in pairs if differs(has(p.before), has(p.after))])
        for words, has in sorts
    ]
    told = [f"{word}, {words}: {', '.join(ids)}" for words, ids in found if ids]
    for text in told or [f"{word}: none"]:
        yield from textwrap.wrap(text, _WIDTH, subsequent_indent="  ", break_on_hyphens=False)
