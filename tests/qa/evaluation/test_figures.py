"""The figures over many answers, which can be counted by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from qa.evaluation.figures import MEASURES, Figure, abstention, figures
from qa.evaluation.measures import Score
from tests.qa.evaluation.scores import ABSTAINED, MISSED, RIGHT


def by_name(scores: list[Score]) -> dict[str, Figure | None]:
    names = [measure.name for measure in MEASURES]
    return dict(zip(names, figures(scores), strict=True))


def test_each_figure_is_what_its_name_says() -> None:
    worse = replace(RIGHT, first=6, parts=0.5, files=0.25, cited=2, cited_right=0)
    found = {name: f and f.value for name, f in by_name([RIGHT, worse, MISSED]).items()}
    assert found == pytest.approx(
        {
            "R@1": 1 / 3,
            "R@5": 1 / 3,
            "R@10": 2 / 3,
            "MRR10": (1 + 1 / 6) / 3,
            "file@10": 1.25 / 3,
            "parts@10": 1.5 / 3,
            "prec": 1 / 4,
            "answered": 2 / 3,
        }
    )


def test_precision_is_over_the_citations_that_count() -> None:
    more = replace(RIGHT, cited=8, cited_right=8)
    across = replace(RIGHT, cited=10, cited_right=0, counts_for_precision=False)
    found = by_name([RIGHT, more, across])["prec"]
    assert found is not None
    assert found.value == pytest.approx(9 / 10)
    assert by_name([across, MISSED])["prec"] is None


def test_every_interval_holds_its_figure() -> None:
    scores = [replace(RIGHT, first=n % 12, parts=n % 3 / 2, cited_right=n % 3) for n in range(30)]
    for figure in figures(scores):
        assert figure is not None
        assert 0 <= figure.interval.low <= figure.value <= figure.interval.high <= 1


def test_no_interval_claims_certainty() -> None:
    for figure in (*figures([RIGHT] * 35), *figures([MISSED] * 35)):
        assert figure is None or figure.interval.high - figure.interval.low > 0.05


def test_abstention_counts_both_ways() -> None:
    found = abstention([RIGHT, RIGHT, MISSED, ABSTAINED])
    assert found is not None
    assert (found.abstained.value, found.answered.value) == pytest.approx((1.0, 2 / 3))
    assert found.balanced_f1 == pytest.approx((2 / 3 + 4 / 5) / 2)
    assert found.abstained.interval.low < 0.3
    assert abstention([RIGHT]) is None


def test_figures_of_no_answers_are_a_slip() -> None:
    with pytest.raises(ValueError, match="no answers"):
        figures([])
