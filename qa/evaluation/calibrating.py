"""Fits when a paragraph may answer (qa/weighing/likelihood.py), and tells how well that would hold.

Every question of a file is searched for once. Its paragraphs that are known to answer are the good
examples, the others bad ones where all that answers is known. Few questions of any file cannot be
answered; so each one that can is also asked with all its answering paragraphs withheld. What is
told of the result is cross-validated: each authority's questions are judged by a function that was
fitted without them.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

from index import Hit
from qa.answering import Answerer, Searched
from qa.evaluation.gold import GoldQuestion
from qa.evaluation.intervals import wilson
from qa.evaluation.lines import item_of
from qa.evaluation.measures import is_gold
from qa.weighing.evidence import weigh
from qa.weighing.likelihood import Calibration, Signs

FOLDS = 5
# How many of a search's best paragraphs are examples. With 10 or 30 the cross-validated shares are
# the same (298 questions, 2026-11-24).
EXAMPLES = 20
# The share of the answerable questions that have to be answered; the threshold is the highest that
# does it.
ANSWERED = 0.95
# How little the weights are held small. From 1 to 100 the shares of a trial differ by .005; with .1
# only .78 instead of .85 of what cannot be answered is left unanswered (298 questions, 2026-11-24).
STRENGTH = 1.0


@dataclass(frozen=True, slots=True)
class Example:
    """One question as it was weighed: what was found, and which of it answers."""

    group: str  # its authority, or its own id where it names none
    answerable: bool
    complete: bool  # all that answers is known
    found: tuple[tuple[Signs, bool], ...]  # best first, each with whether it answers


@dataclass(frozen=True, slots=True)
class Trial:
    """How often a threshold does what it should, counted over questions that were not fitted on."""

    answered: tuple[int, int]  # of the answerable: answered, all
    abstained: tuple[int, int]  # of those that cannot be answered
    withheld: tuple[int, int]  # of those whose answers were withheld: left unanswered, all


def gather_examples(
    questions: Sequence[GoldQuestion],
    answerer: Answerer,
    progress: Callable[[int, int], None],
) -> tuple[list[Example], list[Example]]:
    """Each question that is searched for, as it is and, where it has an answer, with that withheld.

    Questions that the records answer, or that are out of scope, are none of a threshold's business.
    """
    plain: list[Example] = []
    withheld: list[Example] = []
    for place, question in enumerate(questions, 1):
        progress(place, len(questions))
        searched = answerer.search(question.question)
        if searched is None or question.answerable is None:
            continue
        right = {
            hit.paragraph.id
            for hit in searched.hits
            if is_gold(question, item_of(hit.report, hit.paragraph))
        }
        plain.append(_example(question, searched, searched.hits, right))
        if plain[-1].answerable and plain[-1].complete:
            left = [hit for hit in searched.hits if hit.paragraph.id not in right]
            withheld.append(replace(_example(question, searched, left, set()), answerable=False))
    return plain, withheld


def _example(
    question: GoldQuestion, searched: Searched, hits: Sequence[Hit], right: set[str]
) -> Example:
    understanding = searched.understanding
    weighed = weigh(hits, understanding, searched.placed.facts)
    found = [(item.signs, item.hit.paragraph.id in right) for item in weighed if not item.missing]
    return Example(
        group=understanding.sides[0] if understanding.sides else question.id,
        answerable=bool(question.answerable),
        complete=question.exhaustive and question.type not in ("across", "filtered"),
        found=tuple(found[:EXAMPLES]),
    )


def fit(examples: Sequence[Example]) -> Calibration:
    """The function fitted to these questions, and the threshold that answers enough of them.

    Raises: ValueError where no question has both a right and a wrong paragraph.
    """
    from sklearn.linear_model import LogisticRegression

    rows, right = [], []
    for example in examples:
        for signs, is_right in example.found:
            if is_right or not example.answerable or example.complete:
                rows.append(list(asdict(signs).values()))
                right.append(is_right)
    model: Any = LogisticRegression(C=STRENGTH, max_iter=1_000).fit(rows, right)
    names = [field.name for field in fields(Signs)]
    weights = Signs(**dict(zip(names, model.coef_[0].tolist(), strict=True)))
    unbounded = Calibration(weights, float(model.intercept_[0]), 0.0)
    best = sorted(_best(unbounded, example) for example in examples if example.answerable)
    missed = int(len(best) * (1 - ANSWERED))
    return Calibration(weights, unbounded.constant, best[missed] if best else 0.0)


def cross_validate(plain: Sequence[Example], withheld: Sequence[Example]) -> Trial:
    """The figures of questions judged by functions fitted without their authorities."""
    answered: list[bool] = []
    abstained: list[bool] = []
    left: list[bool] = []
    for fold in range(FOLDS):
        made = fit([example for example in plain if _fold(example) != fold])
        for example in plain:
            if _fold(example) == fold:
                answers = _best(made, example) >= made.enough
                (answered if example.answerable else abstained).append(
                    answers == example.answerable
                )
        left += [_best(made, e) < made.enough for e in withheld if _fold(e) == fold]
    return Trial(
        answered=(sum(answered), len(answered)),
        abstained=(sum(abstained), len(abstained)),
        withheld=(sum(left), len(left)),
    )


def _fold(example: Example) -> int:
    return zlib.crc32(example.group.encode()) % FOLDS


def _best(made: Calibration, example: Example) -> float:
    return max((made.likelihood(signs) for signs, _ in example.found), default=0.0)


def trial_lines(trial: Trial) -> Iterator[str]:
    """The figures of a trial with their intervals, line by line."""
    told = (
        ("answerable: answered", trial.answered),
        ("cannot be answered: left unanswered", trial.abstained),
        ("answers withheld: left unanswered", trial.withheld),
    )
    for what, (count, total) in told:
        if total:
            found = wilson(count, total)
            yield f"{what:40s}{count / total:.3f} ({found.low:.2f}-{found.high:.2f}) of {total}"
