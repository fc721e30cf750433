"""For whoever runs the service: is it alive, is it ready."""

from __future__ import annotations

from fastapi import APIRouter

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
