"""An error as a page: what happened and what to do, in the words of the problem."""

from __future__ import annotations

from fastapi import Request
from starlette.responses import Response

from qa.http.problems import Problem
from qa.web.rendering import page


def error_page(request: Request, problem: Problem) -> Response:
    """The page for a problem."""
    response = page(
        request,
        "problem.html",
        status=problem.status,
        title=_TITLES.get(problem.status, problem.title),
        detail=problem.detail,
        is_loading=problem.status == 503,
    )
    response.headers.update(problem.headers)
    return response


_TITLES = {
    404: "Page not found",
    422: "Something in the address or form is wrong",
    429: "Too many questions",
    500: "Sorry, there is a problem with the service",
    503: "The collection is not ready",
}
