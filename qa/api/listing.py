"""One page of a list, with the way to the next, as JSON."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from fastapi import Request
from starlette.responses import Response

from qa.api.cursors import read_cursor, write_cursor
from qa.api.list_queries import CURSOR, Paged
from qa.http.service import Service
from qa.http.unchanged import ASK_AGAIN, tag_of, unless_unchanged
from qa.live_collection import OpenGeneration
from qa.showing.attribution import NOT_AFFILIATED


@dataclass(frozen=True, slots=True)
class RowsPage:
    """Some rows of a list, and what leads to those behind them; None at its end."""

    first: int  # the place of the first row, counted from 0
    rows: Sequence[Any]
    total: int
    next: str | None  # a cursor; over HTTP the address with it

    @property
    def headers(self) -> dict[str, str]:
        """The Link header that leads to the next page (RFC 8288), where there is one."""
        return {"Link": f'<{self.next}>; rel="next"'} if self.next else {}

    def to_json(self, shown: Callable[[Any], dict[str, Any]], **also: Any) -> dict[str, Any]:
        """The page as every list is shown; `also` is what this list has beside its rows."""
        return {
            **also,
            "items": [shown(row) for row in self.rows],
            "total": self.total,
            "next": self.next,
            "notice": NOT_AFFILIATED,
        }


def page_of(
    rows: Sequence[Any], query: Paged, of: str, held: OpenGeneration, limit: int | None = None
) -> RowsPage:
    """The page of the rows that the query asks for; with `limit`, of another length.

    `of` names the list: a cursor leads on in no other.

    Raises: Problem 422 or 410 for a cursor that leads to no page.
    """
    same = f"{of} {query.same_list()}"
    first = 0 if query.cursor is None else read_cursor(query.cursor, same, held.stamp)
    end = first + (limit or query.limit)
    following = write_cursor(end, same, held.stamp) if end < len(rows) else None
    return RowsPage(first, rows[first:end], len(rows), following)


def page_at(
    request: Request,
    rows: Sequence[Any],
    query: Paged,
    held: OpenGeneration,
    limit: int | None = None,
) -> RowsPage:
    """The page of the list at this address, with the address of the next.

    Raises: Problem 422 or 410 for a cursor that leads to no page.
    """
    page = page_of(rows, query, request.url.path, held, limit)
    return replace(page, next=_address(request, page.next)) if page.next else page


def _address(request: Request, cursor: str) -> str:
    """The address of this request with another cursor, as a path."""
    kept = [(name, value) for name, value in request.query_params.multi_items() if name != CURSOR]
    return f"{request.url.path}?{urlencode([*kept, (CURSOR, cursor)])}"


async def read_answer(
    service: Service,
    request: Request,
    make: Callable[[OpenGeneration], Response],
    *also: str,
) -> Response:
    """What `make` reads from one generation, or 304 where the client has it already.

    `also` is what the answer rests on beside the generation, such as the day.
    """

    def work() -> Response:
        with service.live.lease() as held:
            return unless_unchanged(request, make(held), tag_of(held.stamp, *also), ASK_AGAIN)

    return await service.desk.run(request, work)
