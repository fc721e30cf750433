"""What of a model that lies in one sentence of three is shown, and of one that does not lie.

Both write from the paragraphs of each answer to the questions over the invented reports.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from qa.answering import Answerer
from qa.settings import Settings
from scripts.verification.cases import Placed
from tests.prose.authors import LIES_EVERY, Faithful, Lying
from tests.prose.model_on_loopback import Author, model_on_loopback
from tests.prose.product import written_answers
from tests.prose.trial import Counts, count
from tests.questions.sample import question_of, sample_cases

pytestmark = pytest.mark.slow
# Of the sentences of a lying model that are shown as its own; and of those shown in answers of a
# faithful one, what are its own.
MOST_FALSE, LEAST_WRITTEN = 0.02, 0.80
# A little below what was shown of a faithful model on 24 November 2026 (.767).
MEASURED_WRITTEN = 0.72
# Each time other sentences are lies, and of another kind: some 25 lies a time.
TIMES = 6


@pytest.fixture(scope="module")
def known(sample_answerer: Answerer) -> Mapping[str, Placed]:
    return {
        paragraph.id: Placed(report, paragraph)
        for report in sample_answerer.collection.reports()
        for paragraph in sample_answerer.collection.paragraphs(report.id)
    }


def _tried(author: Author, answerer: Answerer, index: Path, times: int = 1) -> Counts:
    questions = [question_of(case) for case in sample_cases()] * times
    with model_on_loopback(author) as server:
        answers = list(written_answers(answerer, Settings(index), server.address, questions))
        counts = count(answers, server.said)
    print(f"\n{counts.row()}")
    return counts


def test_hardly_a_lie_is_shown(
    known: Mapping[str, Placed], sample_answerer: Answerer, sample_index: Path
) -> None:
    counts = _tried(Lying(known), sample_answerer, sample_index, TIMES)
    assert counts.lies >= 0.9 * (counts.said // LIES_EVERY) > 20
    assert not counts.unknown
    assert counts.false_share < MOST_FALSE, counts.shown_lies


@pytest.fixture(scope="module")
def of_a_faithful_model(
    known: Mapping[str, Placed], sample_answerer: Answerer, sample_index: Path
) -> Counts:
    return _tried(Faithful(known), sample_answerer, sample_index)


def test_no_less_of_a_faithful_model_is_shown_than_was_measured(
    of_a_faithful_model: Counts,
) -> None:
    assert of_a_faithful_model.lies == 0
    assert not of_a_faithful_model.unknown
    assert of_a_faithful_model.written_share >= MEASURED_WRITTEN


@pytest.mark.xfail(strict=True, reason="three quarters are its own: docs/decisions/0039")
def test_what_a_faithful_model_writes_is_shown(of_a_faithful_model: Counts) -> None:
    assert of_a_faithful_model.written_share >= LEAST_WRITTEN
