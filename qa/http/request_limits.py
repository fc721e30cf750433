"""How many requests a client may make in a minute: so many questions, ten times as much else.

Whoever reads opens many pages for one question. Files of the page and what a monitor asks cost next
to nothing and are not counted. What is left is said in the headers of the IETF's draft
(draft-ietf-httpapi-ratelimit-headers, from its eighth version on).
"""

from __future__ import annotations

import math
import time
from dataclasses import dataclass

from limits import RateLimitItem, RateLimitItemPerMinute
from limits.strategies import FixedWindowRateLimiter
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from qa.http.clients import client_of
from qa.http.problems import Problem
from qa.http.shared_counts import SharedCounts

WINDOW_SECONDS = 60
OTHERS_PER_QUESTION = 10

_UNCOUNTED = ("/livez", "/readyz", "/metrics", "/favicon.ico")
_NO_QUESTIONS = ("/sign-in", "/sign-out")


@dataclass(frozen=True, slots=True)
class _Left:
    """What a client has left of one of its limits."""

    name: str
    limit: int
    remaining: int
    seconds: int  # until it has all again

    def headers(self) -> dict[str, str]:
        return {
            "RateLimit-Policy": f'"{self.name}";q={self.limit};w={WINDOW_SECONDS}',
            "RateLimit": f'"{self.name}";r={self.remaining};t={self.seconds}',
        }


class RequestLimits:
    """Counts each client's requests, and refuses what is too much."""

    def __init__(self, app: ASGIApp, counts: SharedCounts, per_minute: int) -> None:
        self._app = app
        self._limiter = FixedWindowRateLimiter(counts)
        self._questions = RateLimitItemPerMinute(per_minute, namespace="questions")
        self._others = RateLimitItemPerMinute(
            per_minute * OTHERS_PER_QUESTION, namespace="requests"
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer.

        Raises: Problem 429.
        """
        item = self._limit_for(scope)
        if item is None:
            await self._app(scope, receive, send)
            return
        left = self._count(item, client_of(scope))

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(left.headers())
            await send(message)

        await self._app(scope, receive, send_with_headers)

    def _limit_for(self, scope: Scope) -> RateLimitItem | None:
        if scope["type"] != "http":
            return None
        path: str = scope["path"]
        if path in _UNCOUNTED or path.startswith("/static/"):
            return None
        is_question = path == "/api/search" or (
            scope["method"] == "POST" and path not in _NO_QUESTIONS
        )
        return self._questions if is_question else self._others

    def _count(self, item: RateLimitItem, client: str) -> _Left:
        """Count one more.

        Raises: Problem 429.
        """
        is_within = self._limiter.hit(item, client)
        stats = self._limiter.get_window_stats(item, client)
        seconds = max(1, math.ceil(stats.reset_time - time.time()))
        left = _Left(item.namespace, item.amount, stats.remaining, seconds)
        if not is_within:
            raise Problem(
                429,
                f"More than {item.amount} {item.namespace} in a minute: "
                f"wait {seconds} {'second' if seconds == 1 else 'seconds'}.",
                {"Retry-After": str(seconds), **left.headers()},
            )
        return left
