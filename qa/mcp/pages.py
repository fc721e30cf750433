"""One page of a list as a tool gives it: with a cursor to the next; a route gives an address."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import Field

from qa.api.cursors import read_cursor, write_cursor
from qa.api.list_queries import Paged
from qa.api.record_schemas import JudgementPage, ReportPage, SearchPage
from qa.attribution import NOT_AFFILIATED
from qa.live_collection import OpenGeneration

Next = Annotated[str | None, Field(description="the cursor of the next page")]


class FoundParagraphs(SearchPage):
    """Paragraphs that a search found, best first."""

    next: Next


class ListedReports(ReportPage):
    """Reports, newest first."""

    next: Next


class ListedJudgements(JudgementPage):
    """Judgements, those of the newest report first."""

    next: Next


@dataclass(frozen=True, slots=True)
class ToolPage:
    """Some rows of a list, and the cursor to those behind them; None at its end."""

    first: int  # the place of the first row, counted from 0
    rows: Sequence[Any]
    total: int
    next: str | None

    def to_json(self, shown: Callable[[Any], dict[str, Any]], **also: Any) -> dict[str, Any]:
        """The page as a route shows it; `also` is what this list has beside its rows."""
        return {
            **also,
            "items": [shown(row) for row in self.rows],
            "total": self.total,
            "next": self.next,
            "notice": NOT_AFFILIATED,
        }


def page_of(rows: Sequence[Any], query: Paged, tool: str, held: OpenGeneration) -> ToolPage:
    """The page of the rows that the query asks for.

    Raises: Problem 422 or 410 for a cursor that leads to no page.
    """
    of = f"{tool} {query.same_list()}"
    first = 0 if query.cursor is None else read_cursor(query.cursor, of, held.stamp)
    end = first + query.limit
    following = write_cursor(end, of, held.stamp) if end < len(rows) else None
    return ToolPage(first, rows[first:end], len(rows), following)
