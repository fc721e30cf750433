"""Who is let in: where nobody else can reach the service, everybody; else who holds a token.

Wrong tokens are limited by client, so that nobody keeps the service busy with them. A right one is
always taken, whatever else came from the same address: 256 random bits are not guessed in between,
and a colleague's misspelt token shuts nobody out.
"""

from __future__ import annotations

import math
import os
import threading
import time
from pathlib import Path

from limits import RateLimitItemPerMinute
from limits.strategies import FixedWindowRateLimiter
from starlette.requests import Request
from starlette.types import Scope

from qa.errors import ServiceUnsafe, TokensUnreadable
from qa.http.clients import client_of
from qa.http.logs import log_event
from qa.http.problems import Problem
from qa.http.sessions import session_in, token_of_session
from qa.http.shared_counts import SharedCounts
from qa.http.tokens import Token, read_tokens, token_of
from qa.http.trusted_hosts import is_loopback
from qa.settings import Settings

# As many as a person misspells, and far fewer than a program tries.
WRONG_TOKENS_PER_MINUTE = 10

_BEARER = "bearer "


class SignIn:
    """Tells who is let in, by the file of tokens as it is now."""

    def __init__(self, settings: Settings, counts: SharedCounts) -> None:
        self._is_open = settings.open_to_everyone
        self._is_reached = reached_by(settings) is not None
        self._path = settings.tokens
        self._file = _TokenFile(settings.tokens) if settings.tokens else None
        self._limiter = FixedWindowRateLimiter(counts)
        self._wrong = RateLimitItemPerMinute(WRONG_TOKENS_PER_MINUTE, namespace="wrong tokens")

    @property
    def is_needed(self) -> bool:
        """Whether anybody has to sign in: others can reach the service, or tokens were made.

        A file without tokens counts as well: taking the last one away must not open the service.
        """
        if self._is_open:
            return False
        return self._is_reached or (self._path is not None and self._path.exists())

    def tokens(self) -> tuple[Token, ...]:
        """The tokens as they are now.

        Raises: TokensUnreadable.
        """
        try:
            return self._file.tokens() if self._file else ()
        except TokensUnreadable as error:
            log_event("tokens unreadable", {"error": str(error)}, is_error=True)
            raise

    def by_bearer(self, scope: Scope, authorization: str) -> Token | None:
        """The token in an Authorization header.

        Raises: Problem 429 after too many wrong ones; TokensUnreadable.
        """
        if not authorization.lower().startswith(_BEARER):
            return None
        return self.by_token(scope, authorization[len(_BEARER) :])

    def by_token(self, scope: Scope, secret: str) -> Token | None:
        """The token that was sent.

        Raises: Problem 429 after too many wrong ones; TokensUnreadable.
        """
        found = token_of(secret.strip(), self.tokens())
        if found is None:
            self._count_wrong(client_of(scope))
        return found

    def by_session(self, request: Request) -> Token | None:
        """The token that the session of a request was given for.

        Raises: TokensUnreadable.
        """
        value = session_in(request.cookies, is_https=request.url.scheme == "https")
        return token_of_session(value, self.tokens(), time.time()) if value else None

    def _count_wrong(self, client: str) -> None:
        is_within = self._limiter.hit(self._wrong, client)
        log_event("wrong token", {"client": client})
        if is_within:
            return
        stats = self._limiter.get_window_stats(self._wrong, client)
        seconds = max(1, math.ceil(stats.reset_time - time.time()))
        raise Problem(
            429,
            f"Too many wrong tokens: wait {seconds} {'second' if seconds == 1 else 'seconds'}.",
            {"Retry-After": str(seconds)},
        )


def reached_by(settings: Settings) -> str | None:
    """By which setting others than this machine can reach the service; None where they cannot."""
    if not is_loopback(settings.host):
        return f"it listens on {settings.host or 'every address'}"
    if settings.trusted_proxies:
        return "QA_TRUSTED_PROXIES names a proxy"
    named = [name for name in settings.allowed_hosts if not is_loopback(name)]
    return f"QA_ALLOWED_HOSTS names {named[0]}" if named else None


def check_safe(settings: Settings) -> None:
    """Refuse a service that others can reach and nobody can sign in to, unless it is to be open.

    Raises: ServiceUnsafe; TokensUnreadable.
    """
    why = reached_by(settings)
    tokens = read_tokens(settings.tokens) if settings.tokens else ()
    if why and not tokens and not settings.open_to_everyone:
        raise ServiceUnsafe(why)


class _TokenFile:
    """The tokens of a file, read again when it has changed."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._stamp: tuple[int, ...] | None = None
        self._tokens: tuple[Token, ...] = ()

    def tokens(self) -> tuple[Token, ...]:
        with self._lock:
            stamp = self._stamp_now()
            if stamp != self._stamp:
                self._tokens = read_tokens(self._path)
                self._stamp = stamp
            return self._tokens

    def _stamp_now(self) -> tuple[int, ...] | None:
        try:
            found = os.stat(self._path)
        except FileNotFoundError:
            self._tokens = ()
            return None
        # A change replaces the file, which gives it another number; the mode decides whether it
        # may be read at all.
        return found.st_ino, found.st_mtime_ns, found.st_size, found.st_mode
