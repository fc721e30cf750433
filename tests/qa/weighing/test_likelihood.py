"""The calibrated function: what it promises whatever was fitted."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.weighing.likelihood import (
    Calibration,
    Signs,
    calibration,
    calibration_from_json,
    calibration_to_json,
)

SHARES = st.floats(0, 1)
SIGNS = st.builds(Signs, met=st.floats(-1, 1), carried=SHARES, beside=SHARES)


@pytest.mark.parametrize("sign", ["tokens", "dense"])
def test_what_is_kept_can_be_read(sign: str) -> None:
    known = calibration(sign)
    assert 0 < known.enough < 1
    assert calibration_from_json(calibration_to_json(known)) == known


@given(SIGNS, st.sampled_from([field.name for field in fields(Signs)]), st.floats(0, 0.5))
def test_a_stronger_sign_never_makes_less_likely(signs: Signs, name: str, more: float) -> None:
    known = calibration("tokens")
    stronger = replace(signs, **{name: getattr(signs, name) + more})
    assert 0 <= known.likelihood(signs) <= known.likelihood(stronger) <= 1


def test_it_is_the_logistic_function() -> None:
    made = Calibration(Signs(met=1.0, carried=0.0, beside=0.0), constant=-1.0, enough=0.5)
    assert made.likelihood(Signs(1.0, 0.3, 0.9)) == 0.5
    assert made.likelihood(Signs(2.0, 0.0, 0.0)) == pytest.approx(0.7310586)
