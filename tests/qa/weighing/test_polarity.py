"""Criticism told from praise, and what a list of improvements counts as."""

from __future__ import annotations

import pytest

from qa.records import Question
from qa.sentences import Span
from qa.understanding import understand
from qa.weighing.polarity import fits_polarity, is_improvement_heading, suits_polarity
from tests.qa.stand_ins import TODAY, make_paragraph, make_report, tiny_gazetteer

GAZETTEER = tiny_gazetteer()


@pytest.mark.parametrize(
    ("sentence", "critical"),
    [
        ("Reviewing officers do not challenge enough.", True),
        ("Their oversight is variable.", True),
        ("They escalate drift and delay without hesitation.", False),
        ("Scrutiny reduces delays in children's plans.", False),
        ("They know children well.", False),
        ("The council has not used hotels for a year.", False),
        ("Hotels are rarely used, and too late.", True),
    ],
)
def test_criticism_is_told_from_praise(sentence: str, critical: bool) -> None:
    asked = understand(
        Question("What are reviewing officers criticised for?"), GAZETTEER, today=TODAY
    )
    praised = understand(Question("What is praised in reviewing officers?"), GAZETTEER, today=TODAY)
    assert fits_polarity(sentence, asked) is critical
    assert fits_polarity(sentence, praised) is not critical


def test_headings_of_improvements() -> None:
    for heading in ("What needs to improve?", "Recommendations", "Areas for improvement"):
        assert is_improvement_heading(heading)
    assert not is_improvement_heading("Children in care")
    assert not is_improvement_heading(None)


def test_a_bullet_of_what_needs_to_improve_is_criticism_whatever_its_words() -> None:
    report = make_report("Aldermoor", "2024-05-13")
    bullet = make_paragraph(report, "1", "Visits.", section="What needs to improve", kind="bullet")
    asked = understand(Question("What is Aldermoor criticised for?"), GAZETTEER, today=TODAY)
    praised = understand(Question("What is Aldermoor praised for?"), GAZETTEER, today=TODAY)
    assert suits_polarity(bullet, Span(0, 7), asked)
    assert not suits_polarity(bullet, Span(0, 7), praised)
