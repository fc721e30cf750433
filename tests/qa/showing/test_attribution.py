"""What is said of whose words a report holds, and of nobody more than is known."""

from __future__ import annotations

import pytest

from corpus import KINDS
from qa.showing.attribution import attribution, licence_of, rights_to_json
from tests.qa.stand_ins import make_report

INSPECTORS = [kind for kind in KINDS if kind != "self-assessment"]


@pytest.mark.parametrize("kind", INSPECTORS)
def test_reports_of_inspectors_carry_licence_and_copyright(kind: str) -> None:
    report = make_report("Aldermoor", "2024-05-13", kind=kind)
    assert "Crown copyright" in attribution(report)
    assert "Open Government Licence v3.0" in attribution(report)
    licence = licence_of(report)
    assert licence is not None
    assert licence.address.startswith("https://www.nationalarchives.gov.uk/")


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_claimed_of_the_file_itself(kind: str) -> None:
    said = attribution(make_report("Aldermoor", "2024-05-13", kind=kind))
    assert said.endswith(".")
    assert "this report" not in said.casefold()
    assert "publishe" in said or kind == "self-assessment"


def test_a_councils_own_words_are_the_councils() -> None:
    report = make_report("Aldermoor", "2024-05-13", kind="self-assessment")
    assert "Crown" not in attribution(report)
    assert rights_to_json(report)["licence"] is None
