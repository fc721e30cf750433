"""The labelled sentences are what the script makes of what was written, and their halves apart."""

from __future__ import annotations

from collections import Counter

import pytest

from scripts.verification.cases import (
    HALVES,
    LABELLED,
    TRUE_KINDS,
    Half,
    as_lines,
    invented_paragraphs,
    read_cases,
)
from scripts.verification.corruptions import corruptions_of
from scripts.verification.held_out_corruptions import HELD_OUT
from scripts.verification.labelling import all_cases_of, cases_of, thrown_out
from scripts.verification.written import written_sentences

BY_HAND = 200  # true sentences of both halves together, at least


@pytest.mark.slow
@pytest.mark.parametrize("half", HALVES)
def test_the_files_hold_what_the_script_makes(half: Half) -> None:
    made = as_lines(cases_of(half))
    stored = (LABELLED / f"{half}.jsonl").read_text(encoding="utf-8")
    assert stored == made, "python -m scripts.verification.labelling"


def test_no_paragraph_is_in_both_halves() -> None:
    calibration, held_out = (
        {name for case in read_cases(LABELLED / f"{half}.jsonl") for name in case.sources}
        for half in HALVES
    )
    assert not calibration & held_out


@pytest.mark.parametrize("half", HALVES)
def test_every_kind_of_corruption_has_its_share(half: Half) -> None:
    counts = Counter(case.kind for case in read_cases(LABELLED / f"{half}.jsonl"))
    due = {*corruptions_of(half), "wrong report"} | (set(HELD_OUT) if half == "held-out" else set())
    assert set(counts) - set(TRUE_KINDS) == due
    assert all(counts[kind] >= 20 for kind in due), counts


def test_enough_true_sentences_were_written_by_hand_and_none_twice() -> None:
    written = [one for half in HALVES for one in written_sentences(half)]
    assert len({one.text for one in written}) == len(written) >= BY_HAND


@pytest.mark.parametrize("half", HALVES)
def test_a_case_cites_paragraphs_that_are_there_and_were_shown(half: Half) -> None:
    known = invented_paragraphs()
    cases = read_cases(LABELLED / f"{half}.jsonl")
    texts = {case.id: case.text for case in cases}
    for case in cases:
        assert set(case.cites) <= set(case.sources) <= set(known), case.id
        assert len(set(case.sources)) == len(case.sources) >= len(case.cites) > 0, case.id
        assert (case.label == "true") == (case.made_from is None), case.id
        assert case.kind == "wrong report" or texts.get(str(case.made_from)) != case.text, case.id
    assert len(texts) == len(cases), "two cases of one id"


@pytest.mark.slow
def test_what_is_thrown_out_is_something_that_the_script_makes() -> None:
    made = {case.id for half in HALVES for case in all_cases_of(half)}
    assert set(thrown_out()) <= made
    assert all(thrown_out().values()), "every one says why"
