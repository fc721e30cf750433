"""Headers that tell a browser what our pages may do, on every response there is.

The policy allows what the page is made of (its own stylesheet, script, images and requests) and
nothing else. It holds no `unsafe-` word: no style that stands inside a page counts, and no script
that does runs unless it names the nonce of this one response.
"""

from __future__ import annotations

import secrets

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

# Under `scope["state"]`, so that a template finds it as `request.state.csp_nonce`.
NONCE = "csp_nonce"

# A year, as the lists that browsers carry ask for. Other names of the domain are not ours to bind.
_HTTPS_ONLY = "max-age=31536000"

_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # Not "no-referrer": under it a form's Origin is "null" (Fetch, section 3.1), and
    # qa/http/cross_site.py could not tell our own forms from others'.
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": (
        "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class SecurityHeaders:
    """Adds the headers to whatever answers, and takes away what tells who answers."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer with the headers."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        nonce = secrets.token_urlsafe(16)
        scope.setdefault("state", {})[NONCE] = nonce

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                _set_headers(MutableHeaders(scope=message), nonce, scope.get("scheme", "http"))
            await send(message)

        await self._app(scope, receive, send_with_headers)


def content_security_policy(nonce: str) -> str:
    """What a page may load, run and send, and who may show it in a frame."""
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src 'self' 'nonce-{nonce}'",
            "style-src 'self'",
            "img-src 'self'",
            "connect-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
            # The script may make HTML of text in one place, under this name: static/page.js.
            "require-trusted-types-for 'script'",
            "trusted-types answers",
        )
    )


def _set_headers(headers: MutableHeaders, nonce: str, scheme: str) -> None:
    headers["Content-Security-Policy"] = content_security_policy(nonce)
    for name, value in _HEADERS.items():
        headers[name] = value
    if scheme == "https":
        headers["Strict-Transport-Security"] = _HTTPS_ONLY
    # What says neither how long it may be kept nor how to tell whether it changed is not kept.
    if "Cache-Control" not in headers and "ETag" not in headers:
        headers["Cache-Control"] = "no-store"
    if "Server" in headers:
        del headers["Server"]
