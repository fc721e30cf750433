"""What an error looks like as JSON (RFC 9457), told to clients; made in `qa/http/problems.py`."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from qa.api.schema_words import Shape


class Fault(Shape):
    """A value that cannot be taken."""

    pointer: str = Field(description="where in the body (RFC 6901), or the parameter's name")
    detail: str = Field(description="what is wanted there")


class Problem(Shape):
    """Why a request is not fulfilled, and what its sender can do. It repeats nothing of it."""

    type: Literal["about:blank"]
    title: str = Field(description="the standard's words for the status")
    status: int = Field(ge=400, le=599)
    detail: str
    errors: list[Fault] = Field(default=[], description="the values at fault, where there are any")
