"""Keeps other sites' pages from sending requests in a visitor's name.

Source: the steps of Go's `http.CrossOriginProtection` (2025), which need no token in each form.
They rest on two headers that a page cannot set: browsers have sent Origin with every such request
since 2020, and Sec-Fetch-Site, over https and to this machine, since 2023. What has neither comes
from a program.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from qa.http.problems import Problem

_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


class CrossSite:
    """Lets through what changes nothing, and what comes from our own pages or a program."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer.

        Raises: Problem 403.
        """
        changes = scope["type"] == "http" and scope["method"] not in _SAFE_METHODS
        if changes and _is_from_elsewhere(Headers(scope=scope)):
            raise Problem(403, "This was sent by a page of another site.")
        await self._app(scope, receive, send)


def _is_from_elsewhere(headers: Headers) -> bool:
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site not in ("same-origin", "none")
    origin = headers.get("origin")
    if origin is None:
        return False
    # The scheme is not compared: a proxy that ends TLS may not tell it.
    try:
        return urlsplit(origin).netloc.lower() != headers.get("host", "").lower()
    except ValueError:
        return True
