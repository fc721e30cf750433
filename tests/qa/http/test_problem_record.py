"""The record of a problem is an exception like any other."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from qa.http.problems import Fault, Problem, problem_response


@contextmanager
def passing_on() -> Iterator[None]:
    yield


def test_a_problem_passes_through_what_cleans_up() -> None:
    with pytest.raises(Problem) as raised, passing_on():
        raise Problem(503, "Not now.")
    assert raised.value.title == "Service Unavailable"


def test_two_problems_alike_are_two() -> None:
    assert len({Problem(404, "Nothing."), Problem(404, "Nothing.")}) == 2


def openai_error(problem: Problem) -> tuple[int, dict[str, object]]:
    response = problem_response(problem, "/v1/chat/completions")
    error: dict[str, object] = json.loads(bytes(response.body))["error"]
    return response.status_code, error


def test_under_v1_a_problem_has_openais_shape() -> None:
    fault = Fault("/messages/0/content", "Text.")
    status, error = openai_error(Problem(422, "See errors.", faults=(fault,), code="some_code"))
    assert status == 400
    assert error == {
        "message": "messages[0].content: Text.",
        "type": "invalid_request_error",
        "param": "messages[0].content",
        "code": "some_code",
    }


def test_under_v1_a_contradiction_is_not_sent_again() -> None:
    response = problem_response(Problem(409, "Two filters contradict each other."), "/v1/models")
    assert response.status_code == 409
    assert response.headers["x-should-retry"] == "false"


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (401, "authentication_error"),
        (404, "invalid_request_error"),
        (429, "rate_limit_error"),
        (503, "server_error"),
    ],
)
def test_under_v1_each_status_has_openais_type(status: int, kind: str) -> None:
    got, error = openai_error(Problem(status, "Not now."))
    assert (got, error["type"], error["message"], error["param"]) == (
        status,
        kind,
        "Not now.",
        None,
    )
