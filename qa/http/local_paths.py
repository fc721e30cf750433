"""Paths on this site: where to go after signing in stands in an address, which anybody can make."""

from __future__ import annotations

import re
from urllib.parse import quote

from starlette.types import Scope

START = "/"
_LONGEST = 2_000

# One slash, and then no second nor a backslash, which browsers take for one; only characters that
# an address has, so that no browser leaves one out and joins what it parted.
_LOCAL = re.compile(r"/(?![/\\])[A-Za-z0-9._~:/?\[\]@!$&'()*+,;=%-]*")
_NOT_AFTER_SIGNING_IN = ("/sign-in", "/sign-out")


def local_path(sent: str) -> str:
    """The path where it leads to a page of this site, else the start."""
    if len(sent) > _LONGEST or not _LOCAL.fullmatch(sent):
        return START
    return START if sent.partition("?")[0] in _NOT_AFTER_SIGNING_IN else sent


def path_of(scope: Scope) -> str:
    """Where a request went, its query included, as `local_path` takes it."""
    path = quote(scope["path"], safe="/:@!$&'()*+,;=~")
    query = scope.get("query_string", b"").decode("latin-1")
    return local_path(f"{path}?{query}" if query else path)
