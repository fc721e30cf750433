"""For whoever runs the service: is it alive, is it ready, what has it done."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import Response

from qa.http.metrics import CONTENT_TYPE
from qa.http.problems import problem_of
from qa.http.service import ServiceOf

router = APIRouter(tags=["operations"])


@router.get("/livez")
async def livez() -> dict[str, str]:
    """The process answers."""
    return {"status": "alive"}


@router.get("/readyz")
async def readyz(service: ServiceOf) -> dict[str, object]:
    """The collection is open and no checksum has failed; else 503."""
    if failure := service.live.failure:
        raise problem_of(failure)
    with service.live.lease() as held:
        return {"status": "ready", "generation": held.collection.generation}


@router.get("/metrics")
def metrics(service: ServiceOf) -> Response:
    """Figures for Prometheus: requests, questions, the collection."""
    return Response(service.metrics.as_text(), media_type=CONTENT_TYPE)
