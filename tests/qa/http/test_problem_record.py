"""The record of a problem is an exception like any other."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from qa.http.problems import Problem


@contextmanager
def passing_on() -> Iterator[None]:
    yield


def test_a_problem_passes_through_what_cleans_up() -> None:
    with pytest.raises(Problem) as raised, passing_on():
        raise Problem(503, "Not now.")
    assert raised.value.title == "Service Unavailable"


def test_two_problems_alike_are_two() -> None:
    assert len({Problem(404, "Nothing."), Problem(404, "Nothing.")}) == 2
