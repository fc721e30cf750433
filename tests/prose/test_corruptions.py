"""A corruption says what the paragraph does not, and none is made where it could still be true."""

from __future__ import annotations

import random
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scripts.verification.corruptions import corruptions_of, other_number
from scripts.verification.ground import Ground
from scripts.verification.held_out_corruptions import HELD_OUT
from scripts.verification.numbers_said import numbers_in
from scripts.verification.rewriting import rewrites_of

PLACES = ("Hallowmere", "Carrowby")
KINDS = {**corruptions_of("calibration"), **HELD_OUT}


def made(kind: str, text: str, paragraph: str = "") -> list[str]:
    ground = Ground(paragraph or text, ("Hallowmere",), "15 May 2023 good", PLACES)
    return list(KINDS[kind](text, ground, random.Random(1)))


@pytest.mark.parametrize(
    ("kind", "true", "false"),
    [
        ("number", "Some 9 plans are late.", r"Some (?!9\b)\d+ plans are late\."),
        ("number", "A quarter of plans are late.", r"(?!A quarter).+ of plans are late\."),
        ("direction", "Caseloads rose to 20.", "Caseloads (fell|dropped) to 20\\."),
        ("direction", "Some wait over 3 weeks.", "Some wait under 3 weeks\\."),
        (
            "date",
            "In June 2020 all was well.",
            r"In June 20(?!20)\d\d all was well\.|In .* 2020 .*",
        ),
        (
            "grade",
            "It was judged good in 2023.",
            "It was judged (outstanding|inadequate) in 2023\\.",
        ),
        ("authority", "Hallowmere does well.", "Carrowby does well\\."),
        ("authority", "Leaders do well.", "In Carrowby, leaders do well\\."),
        ("polarity", "Plans are not clear.", "Plans are clear\\."),
        ("polarity", "Visits are regular.", "Visits are (irregular|not regular)\\."),
        ("quantifier", "Some plans are late.", "(Most|All) plans are late\\."),
        ("role", "Managers check plans.", "(?!Managers).+ check plans\\."),
        ("outside fact", "Managers check plans.", "Managers check plans, .+\\."),
        ("turned round", "Foster carers praise managers.", "Managers praise foster carers\\."),
        (
            "turned round",
            "Many plans drift on because no managers look at them.",
            "No managers look at them because many plans drift on\\.",
        ),
        ("told as done", "Leaders should strengthen it.", "Leaders have strengthened it\\."),
        ("scope widened", "Staff in the north team have 26.", "Staff in every team have 26\\."),
    ],
)
def test_each_kind_changes_what_it_is_named_after(kind: str, true: str, false: str) -> None:
    found = made(kind, true)
    assert found
    assert all(re.fullmatch(false, one) for one in found)


@pytest.mark.parametrize(
    ("kind", "true"),
    [
        ("grade", "There is good early help."),
        ("direction", "Some were looked after."),
        ("quantifier", "At most they come twice."),
        ("told as done", "Plans are clear."),
        ("scope widened", "Plans are clear."),
        ("turned round", "Plans are clear."),
    ],
)
def test_nothing_is_made_where_there_is_nothing_to_change(kind: str, true: str) -> None:
    assert not made(kind, true)


@given(number=st.integers(2, 5_000), seed=st.integers(0, 99))
@settings(max_examples=200)
def test_a_number_put_in_stands_nowhere_in_the_paragraph(number: int, seed: int) -> None:
    paragraph = (
        f"Of {number:,} children {number // 2} were seen, 12% of them twice, and nine never."
    )
    ground = Ground(paragraph, ("Hallowmere",), "", PLACES)
    said = numbers_in(paragraph)
    for text in other_number(
        f"Of {number:,} children nine were never seen.", ground, random.Random(seed)
    ):
        new = numbers_in(text) - said
        assert new, text


@pytest.mark.parametrize("kind", KINDS)
@given(text=st.text(max_size=80))
@settings(max_examples=60)
def test_no_text_breaks_a_corruption(kind: str, text: str) -> None:
    for one in made(kind, text or "x"):
        assert one


def test_what_holds_of_more_or_fewer_is_not_moved() -> None:
    """ "Over 12 children" would still be true of a smaller number."""
    assert not made("number", "No one has over 12 children.")
    assert not made("date", "They come within two hours.")


@pytest.mark.parametrize(
    ("sentence", "rewritten"),
    [
        ("However, visits are prompt in order to help.", "Visits are prompt to help."),
        (
            "When children are missing for long, leaders are told about it.",
            "Leaders are told about it when children are missing for long.",
        ),
    ],
)
def test_a_rewrite_says_the_same(sentence: str, rewritten: str) -> None:
    assert rewritten in list(rewrites_of(sentence, random.Random(1)))


def test_what_a_council_says_of_itself_is_found_by_nobody() -> None:
    sentence = "Leaders listen to all children in care."
    assert list(rewrites_of(sentence, random.Random(1)))
    assert not list(rewrites_of(sentence, random.Random(1), is_found=False))
