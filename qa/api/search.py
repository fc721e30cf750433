"""`GET /api/search`: the paragraphs that fit words or a question, ranked, without an answer."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import JSONResponse, Response

from qa.api.describing import read
from qa.api.list_queries import SearchQuery
from qa.api.listing import page_at, read_answer
from qa.api.record_schemas import SearchPage
from qa.api.record_shapes import hit_item
from qa.http.service import ServiceOf
from qa.live_collection import OpenGeneration
from qa.records import Question
from qa.searching import search
from qa.showing.answer_json import understanding_to_json

router = APIRouter(prefix="/api", tags=["search"])


@router.get("/search", response_model=SearchPage, responses=read(is_list=True))
async def search_paragraphs(
    query: Annotated[SearchQuery, Query()], request: Request, service: ServiceOf
) -> Response:
    """The paragraphs that fit words or a question, best first, and where they were looked for.

    A question is understood as `POST /api/ask` understands it: a council or a year that it names
    narrows the search. One that is answered from the records, or is none that these reports
    answer, is searched for as it stands (`as_question` is false). `score` orders the hits of one
    search: higher is better, and hits of different reports take turns.
    """

    def make(held: OpenGeneration) -> Response:
        filters = query.filters(held.answerer.gazetteer)
        found = search(held.answerer, Question(query.q, filters=filters))
        page = page_at(request, list(enumerate(found.hits, 1)), query, held)
        values = page.to_json(
            lambda ranked: hit_item(*ranked),
            as_question=found.is_question,
            understood=understanding_to_json(found.understanding),
            coverage=asdict(found.coverage),
        )
        return JSONResponse(values, headers=page.headers)

    # "Last year" means another year tomorrow.
    return await read_answer(service, request, make, date.today().isoformat())
