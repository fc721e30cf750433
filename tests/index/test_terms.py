"""Words -> search terms."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.terms import STOP_WORDS, terms


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Social workers visited children", ["social", "worker", "visit", "children"]),
        ("multi-agency", ["multi", "agenc"]),
        ("multi\u2011agency", ["multi", "agenc"]),
        ("co\u00adordinated", ["coordin"]),
        ("85% of assessments", ["85%", "assess"]),
        ("85 per cent of assessments", ["85%", "assess"]),
        ("85 percent", ["85%"]),
        ("£2.5m and £1,000", ["£2.5m", "£1000"]),
        ("1,204 children", ["1204", "children"]),
        ("16- and 17-year-olds", ["16", "17", "year", "old"]),
        ("children’s and children's", ["children", "children"]),
        ("on 18th May 2022", ["18", "may", "2022"]),
        ("They don’t, it isn't", ["not", "not"]),
        ("", []),
        ("—…!", []),
    ],
)
def test_terms_of_words(words: str, expected: list[str]) -> None:
    assert terms(words) == expected


def test_negation_is_kept() -> None:
    assert terms("no evidence, not known, without delay")[0:1] == ["no"]
    assert not {"no", "not", "without"} & STOP_WORDS


@given(st.text())
def test_any_text_has_terms_that_are_themselves_lower_case(words: str) -> None:
    found = terms(words)
    assert all(term and term == term.casefold() and not term.isspace() for term in found)


@given(st.lists(st.sampled_from(["care", "leavers", "85%", "£3m", "visits", "2022"])))
def test_white_space_and_case_never_matter(words: list[str]) -> None:
    assert terms(" ".join(words)) == terms("\n  ".join(words).upper())


def test_agency_staff_are_no_agencies() -> None:
    assert terms("agency social workers")[0] == "agency"
    assert terms("partner agencies")[1] == terms("multi-agency work")[1] != "agency"
    assert terms("inter-agency") == terms("inter agencies")
