"""Lists that are tables too: the same rows as JSON, a page at a time, or as CSV, whole."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import Request
from starlette.responses import JSONResponse, Response

from qa.api.accepting import wanted_form
from qa.api.list_queries import MOST_ROWS, Paged
from qa.api.listing import page_at
from qa.api.record_shapes import Values, judgement_item, report_item
from qa.live_collection import OpenGeneration
from qa.showing.attribution import NOT_AFFILIATED
from qa.showing.report_rows import JUDGEMENT_COLUMNS, REPORT_COLUMNS, rows_as_csv

JSON, CSV = "application/json", "text/csv"
_RIGHTS = ("attribution", "licence", "notice")


@dataclass(frozen=True, slots=True)
class Table:
    """How the rows of one list are shown."""

    name: str  # of the file that a browser saves
    columns: tuple[str, ...]
    shown: Callable[[Any], Values]


REPORTS = Table("reports", (*REPORT_COLUMNS, *_RIGHTS), report_item)
JUDGEMENTS = Table("judgements", (*JUDGEMENT_COLUMNS, *_RIGHTS), lambda pair: judgement_item(*pair))


def wants_csv(request: Request) -> bool:
    """Whether the client prefers CSV to JSON."""
    return wanted_form(request.headers.get("accept", ""), (JSON, CSV)) == CSV


def form_of(request: Request) -> str:
    """The form that the client gets a table in: two forms are not the same answer."""
    return "csv" if wants_csv(request) else "json"


def table_response(
    table: Table, rows: Sequence[Any], query: Paged, request: Request, held: OpenGeneration
) -> Response:
    """The rows in the form that the client prefers.

    A table that is saved as a file is whole, unless a page of it is asked for.

    Raises: Problem 422 or 410 for a cursor that leads to no page.
    """
    is_csv = wants_csv(request)
    is_paged = not is_csv or bool(query.model_fields_set & {"limit", "cursor"})
    limit = query.limit if is_paged else max(MOST_ROWS, len(rows))
    page = page_at(request, rows, query, held, limit)
    headers = {"Vary": "Accept", **page.headers}
    if not is_csv:
        return JSONResponse(page.to_json(table.shown), headers=headers)
    headers["Content-Disposition"] = f'attachment; filename="{table.name}.csv"'
    cells = [_cells(table.shown(row)) for row in page.rows]
    return Response(rows_as_csv(cells, table.columns), headers=headers, media_type=CSV)


def _cells(row: Values) -> Values:
    """A row with the name of its licence, and with what every list says."""
    licence = row["licence"]
    return {**row, "licence": licence["name"] if licence else None, "notice": NOT_AFFILIATED}
