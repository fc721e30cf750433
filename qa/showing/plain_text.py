"""Other people's words without what could act on a terminal, a page or a spreadsheet."""

from __future__ import annotations

from qa.visible import clean

__all__ = ["clean", "one_line"]


def one_line(text: str) -> str:
    """The text, cleaned, with single spaces for every gap and line end."""
    return " ".join(clean(text).split())
