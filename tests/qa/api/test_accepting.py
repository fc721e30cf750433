"""The Accept header."""

from __future__ import annotations

import pytest

from qa.api.accepting import wanted_form

OFFERED = ("application/json", "text/plain", "text/markdown", "text/csv", "text/event-stream")


@pytest.mark.parametrize(
    ("accept", "form"),
    [
        ("", "application/json"),
        ("*/*", "application/json"),
        ("text/csv", "text/csv"),
        ("TEXT/CSV; charset=utf-8", "text/csv"),
        ("text/html, text/plain;q=0.8, */*;q=0.1", "text/plain"),
        ("text/plain;q=0.5, text/markdown", "text/markdown"),
        ("text/markdown, text/plain", "text/markdown"),
        ("text/*", "text/plain"),
        ("image/png", "application/json"),
        ("text/csv;q=0, application/json;q=0.1", "application/json"),
        ("text/csv;q=nonsense, application/json;q=0.1", "application/json"),
        (";;;,,/q=", "application/json"),
    ],
)
def test_the_form_is_what_the_header_prefers(accept: str, form: str) -> None:
    assert wanted_form(accept, OFFERED) == form
