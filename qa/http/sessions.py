"""Sessions: a token exchanged for a cookie that the server need not remember.

The cookie names the token and says until when it counts, signed with a key that stands in the file
of tokens. Any process can check it, and it counts no longer than its token does.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping, Sequence
from hashlib import sha256

from starlette.responses import Response

from qa.http.tokens import Token

# A working day: whoever signs in in the morning need not again before the evening.
SESSION_SECONDS = 12 * 60 * 60

_NAME = "inspection-answers"


def make_session(token: Token, now: float) -> str:
    """The value of a cookie for whoever holds the token; `now` in seconds since 1970."""
    claim = f"{token.id}.{int(now) + SESSION_SECONDS}"
    return f"{claim}.{_signature(token, claim)}"


def token_of_session(value: str, tokens: Sequence[Token], now: float) -> Token | None:
    """The token that a cookie was given for, while both count."""
    claim, _, signature = value.rpartition(".")
    id_, _, ends_at = claim.partition(".")
    token = next((token for token in tokens if token.id == id_), None)
    if token is None or not value.isascii():
        return None
    if not hmac.compare_digest(signature, _signature(token, claim)):
        return None
    return token if int(ends_at) > now else None


def session_in(cookies: Mapping[str, str], *, is_https: bool) -> str | None:
    """The session among a request's cookies."""
    return cookies.get(_cookie_name(is_https=is_https))


def set_session(response: Response, value: str, *, is_https: bool) -> None:
    """Have the browser keep the session, away from scripts."""
    response.set_cookie(
        _cookie_name(is_https=is_https),
        value,
        max_age=SESSION_SECONDS,
        path="/",
        httponly=True,
        secure=is_https,
        # Not "strict": a paragraph's address in a letter would lead to the sign-in page.
        samesite="lax",
    )


def end_session(response: Response, *, is_https: bool) -> None:
    """Have the browser forget the session, and the conversation that it keeps for the page."""
    response.delete_cookie(
        _cookie_name(is_https=is_https), path="/", httponly=True, secure=is_https, samesite="lax"
    )
    response.headers["Clear-Site-Data"] = '"storage"'


def _cookie_name(*, is_https: bool) -> str:
    """With the prefix, a browser takes the cookie over https from this very host alone."""
    return f"__Host-{_NAME}" if is_https else _NAME


def _signature(token: Token, claim: str) -> str:
    key = bytes.fromhex(token.session_key)
    return hmac.new(key, f"session {claim}".encode(), sha256).hexdigest()
