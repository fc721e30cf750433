"""How much a request may send.

FastAPI has a limit of its own, but its answer is plain text and comes without our problem's form.
"""

from __future__ import annotations

import re

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from qa.http.problems import Problem

LARGEST_BODY = 64 * 1024  # bytes; the longest question with its conversation takes half of it
_LENGTH = re.compile(r"[0-9]{1,15}")  # Python reads no number of more than 4,300 digits


class BodyLimit:
    """Refuses a body that says it is too large, and stops reading one that turns out to be."""

    def __init__(self, app: ASGIApp, largest: int = LARGEST_BODY) -> None:
        self._app = app
        self._largest = largest

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer.

        Raises: Problem 413.
        """
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        said = Headers(scope=scope).get("content-length", "0")
        if not _LENGTH.fullmatch(said) or int(said) > self._largest:
            raise Problem(413, f"A request may hold {self._largest // 1024} KiB.")
        read = 0

        async def receive_within_limit() -> Message:
            nonlocal read
            message = await receive()
            read += len(message.get("body", b""))
            if read > self._largest:
                # As Starlette's own kind of error: FastAPI makes any other that comes while it
                # reads a body into "There was an error parsing the body".
                raise HTTPException(413)
            return message

        await self._app(scope, receive_within_limit, send)
