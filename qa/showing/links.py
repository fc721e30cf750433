"""Addresses of records: the page of a report, and the permanent one of a paragraph."""

from __future__ import annotations

from urllib.parse import quote


def report_link(report_id: str) -> str:
    """The page of a report, as a path."""
    return f"/reports/{quote(report_id, safe='')}"


def paragraph_link(report_id: str, paragraph_id: str) -> str:
    """The permanent address of a paragraph, as a path."""
    return f"{report_link(report_id)}/paragraphs/{quote(paragraph_id, safe='')}"
