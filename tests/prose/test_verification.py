"""What the check of a model's sentences catches and keeps is what was promised, kind by kind."""

from __future__ import annotations

import pytest

from index import Collection
from qa.prose.verifying import make_verifier
from scripts.verification.cases import HALVES, LABELLED, Case, Half, read_cases
from scripts.verification.measuring import (
    CAUGHT_GOAL,
    KEPT_GOAL,
    Judged,
    caught,
    judge,
    kept,
    shares_by_kind,
    sources_of,
    table_of,
)
from tests.prose.stand_in_verifier import NumbersAndWords

pytestmark = pytest.mark.slow
# A little below what was caught and kept on 24 November 2026: docs/decisions/0039.
MEASURED: dict[Half, tuple[float, float]] = {"calibration": (0.98, 0.50), "held-out": (0.92, 0.48)}


def _cases(half: Half) -> list[Case]:
    return read_cases(LABELLED / f"{half}.jsonl")


@pytest.fixture(scope="module", params=HALVES)
def judged(
    request: pytest.FixtureRequest, invented_collection: Collection
) -> tuple[Half, list[Judged]]:
    """Each half as the packaged verifier judges it."""
    half: Half = request.param
    verifier = make_verifier(invented_collection)
    return half, judge(verifier, _cases(half), sources_of(invented_collection))


def test_no_fewer_are_caught_and_kept_than_were_measured(
    judged: tuple[Half, list[Judged]], capsys: pytest.CaptureFixture[str]
) -> None:
    half, found = judged
    with capsys.disabled():
        print("", *table_of(half, found), sep="\n")
    least_caught, least_kept = MEASURED[half]
    assert caught(found).share >= least_caught
    assert kept(found).share >= least_kept


@pytest.mark.xfail(strict=True, reason="half of the true ones are not kept: docs/decisions/0039")
def test_false_sentences_are_caught_and_true_ones_kept(
    judged: tuple[Half, list[Judged]],
) -> None:
    _, found = judged
    assert caught(found).share >= CAUGHT_GOAL
    assert kept(found).share >= KEPT_GOAL


@pytest.fixture(scope="module")
def by_a_stand_in(invented_collection: Collection) -> list[Judged]:
    return judge(NumbersAndWords(), _cases("calibration"), sources_of(invented_collection))


def test_the_measure_tells_what_a_simple_check_sees_from_what_it_does_not(
    by_a_stand_in: list[Judged],
) -> None:
    shares = {share.name: share.share for share in shares_by_kind(by_a_stand_in)}
    assert shares["verbatim"] == 1
    assert shares["number"] > 0.9
    assert shares["polarity"] < 0.3
    assert 0 < kept(by_a_stand_in).share < 1
    assert 0 < caught(by_a_stand_in).share < CAUGHT_GOAL


def test_the_table_has_a_row_for_each_kind_with_its_interval(by_a_stand_in: list[Judged]) -> None:
    table = list(table_of("calibration", by_a_stand_in))
    assert table[0] == f"calibration: {len(by_a_stand_in)} sentences"
    assert sum(line.split()[-1].count("-") for line in table) >= 15
    assert table[-1].endswith(" ms")
