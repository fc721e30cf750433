"""Where a list goes on: a place in the list of one query over one generation, as 36 letters.

Nothing is kept on the server. A cursor holds no secret and gives nothing that its query would not
give; its checksum is there so that a slip is told, and no wrong page is given for a right one.
"""

from __future__ import annotations

import base64
import hashlib
import re
from hmac import compare_digest

from qa.http.problems import Fault, Problem

# Bytes of each part: 27 in all, so that base64 has no spare bits and each cursor one spelling.
_GENERATION, _QUERY, _PLACE, _CHECK = 7, 8, 4, 8
PATTERN = "^[A-Za-z0-9_-]{36}$"
MOST = 256**_PLACE - 1

Stamp = tuple[int, str]  # the number of a generation and the checksum of its manifest


def write_cursor(place: int, query: str, stamp: Stamp) -> str:
    """A cursor to the row at `place`, counted from 0, of the query's list in this generation."""
    held = _generation(stamp) + _digest("query", query, _QUERY) + place.to_bytes(_PLACE, "big")
    return base64.urlsafe_b64encode(held + _check(held)).decode()


def read_cursor(cursor: str, query: str, stamp: Stamp) -> int:
    """The place that a cursor to the query's list in this generation names.

    Raises: Problem 422 for what is no cursor, or one of another query; Problem 410 for one of a
    generation that another has taken the place of.
    """
    if not re.fullmatch(PATTERN, cursor, re.ASCII):
        raise _refused("This is no cursor: take it as the page before gave it.")
    whole = base64.urlsafe_b64decode(cursor)
    held, check = whole[:-_CHECK], whole[-_CHECK:]
    if not compare_digest(check, _check(held)):
        raise _refused("This is no cursor: take it as the page before gave it.")
    generation, rest = held[:_GENERATION], held[_GENERATION:]
    if rest[:_QUERY] != _digest("query", query, _QUERY):
        raise _refused("This cursor belongs to another query: keep all other parameters.")
    if generation != _generation(stamp):
        raise Problem(410, "The collection has changed since: start again from the first page.")
    return int.from_bytes(rest[_QUERY:], "big")


def _refused(detail: str) -> Problem:
    return Problem(
        422, "Some values cannot be taken: see errors.", faults=(Fault("cursor", detail),)
    )


def _generation(stamp: Stamp) -> bytes:
    return _digest("generation", f"{stamp[0]} {stamp[1]}", _GENERATION)


def _check(held: bytes) -> bytes:
    return hashlib.blake2b(held, digest_size=_CHECK, person=b"check").digest()


def _digest(of: str, text: str, size: int) -> bytes:
    return hashlib.blake2b(text.encode(), digest_size=size, person=of.encode()).digest()
