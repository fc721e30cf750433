"""The guard at the door: without sign-in only the few places that it is reached through."""

from __future__ import annotations

from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from qa.http.local_paths import START, path_of
from qa.http.problems import Problem, wants_page
from qa.http.sign_in import SignIn

SIGN_IN, SIGN_OUT = "/sign-in", "/sign-out"
# What answers without sign-in: it tells nothing of the collection but its generation.
OPEN_PATHS = frozenset({SIGN_IN, SIGN_OUT, "/livez", "/readyz", "/favicon.ico"})
OPEN_FOLDER = "/static/"  # what the sign-in page is made of

# Under `scope["state"]`: whether there is a session to sign out of.
IS_SIGNED_IN = "is_signed_in"

_CHALLENGE = {"WWW-Authenticate": 'Bearer realm="Inspection Answers"'}


class SignInGuard:
    """Lets in whoever holds a token or a session, and shows others the door."""

    def __init__(self, app: ASGIApp, sign_in: SignIn) -> None:
        self._app = app
        self._sign_in = sign_in

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer.

        Raises: Problem 401, or 429 after too many wrong tokens; TokensUnreadable.
        """
        if scope["type"] == "http" and self._sign_in.is_needed:
            request = Request(scope)
            if not self._is_let_in(request) and not is_open(scope["path"]):
                if not wants_page(request):
                    raise Problem(401, _what_to_do(request), _CHALLENGE)
                await _to_the_door(request)(scope, receive, send)
                return
        await self._app(scope, receive, send)

    def _is_let_in(self, request: Request) -> bool:
        """By the session, which is noted for the page, or by the token that was sent."""
        path = request.scope["path"]
        if is_open(path) and path != SIGN_IN:
            return True
        if self._sign_in.by_session(request):
            request.scope.setdefault("state", {})[IS_SIGNED_IN] = True
            return True
        sent = request.headers.get("authorization", "")
        return not is_open(path) and self._sign_in.by_bearer(request.scope, sent) is not None


def is_open(path: str) -> bool:
    """Whether a path answers without sign-in."""
    return path in OPEN_PATHS or path.startswith(OPEN_FOLDER)


def _to_the_door(request: Request) -> RedirectResponse:
    """To sign in, and then back to the page; what a form sent is sent again by whoever sent it."""
    back = path_of(request.scope) if request.method in ("GET", "HEAD") else START
    address = SIGN_IN if back == START else f"{SIGN_IN}?next={quote(back, safe='')}"
    return RedirectResponse(address, 303, {"Cache-Control": "no-store"})


def _what_to_do(request: Request) -> str:
    if "authorization" in request.headers:
        return "The token is not one of this service, or it was revoked."
    return "Sign in at /sign-in, or send a token as Authorization: Bearer."
