"""For whoever runs the service: is it alive, is it ready, what has it done."""

from __future__ import annotations

from typing import Literal

from fastapi import APIRouter
from starlette.responses import Response

from qa.api.describing import Described, problems
from qa.api.schema_words import Shape
from qa.http.metrics import CONTENT_TYPE
from qa.http.problems import problem_of
from qa.http.service import ServiceOf

router = APIRouter(tags=["operations"])


class Alive(Shape):
    """The process answers."""

    status: Literal["alive"]


class Ready(Shape):
    """The collection is open."""

    status: Literal["ready"]
    generation: int


@router.get("/livez", responses=problems())
async def livez() -> Alive:
    """The process answers."""
    return Alive(status="alive")


@router.get("/readyz", responses=problems())
async def readyz(service: ServiceOf) -> Ready:
    """The collection is open and no checksum has failed; else 503."""
    if failure := service.live.failure:
        raise problem_of(failure)
    with service.live.lease() as held:
        return Ready(status="ready", generation=held.collection.generation)


_FIGURES: Described = {
    200: {"description": "Figures.", "content": {"text/plain": {"schema": {"type": "string"}}}}
}


@router.get("/metrics", response_class=Response, responses={**_FIGURES, **problems()})
def metrics(service: ServiceOf) -> Response:
    """Figures for Prometheus: requests, questions, the collection."""
    return Response(service.metrics.as_text(), media_type=CONTENT_TYPE)
