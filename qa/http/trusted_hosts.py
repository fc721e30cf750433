"""Which names the service answers to. A page of another site that has its own name resolve to our
address (DNS rebinding) would else be of our origin to a browser, and could read all it shows.
"""

from __future__ import annotations

import ipaddress
import re
import socket
from collections.abc import Sequence

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from qa.http.problems import Problem, problem_response

LOCAL = ("localhost", "127.0.0.1", "[::1]")
_EVERYWHERE = ("0.0.0.0", "::", "")
_HOST = re.compile(r"(?P<name>\[[0-9a-f:.]+\]|[^:\[\]/@\s]+)(:\d{1,5})?")


class TrustedHosts:
    """Answers to the names of this service alone."""

    def __init__(self, app: ASGIApp, host: str, others: Sequence[str]) -> None:
        """`host` is where the service listens, `others` what else it is called."""
        self._app = app
        self._names = {name.lower() for name in (*LOCAL, *others)}
        # An address cannot be rebound as a name can: whoever listens everywhere has several.
        self._any_address = host in _EVERYWHERE
        self._names.add(socket.gethostname().lower() if self._any_address else _in_header(host))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or say that this is nobody's name here."""
        if scope["type"] != "http" or self._is_ours(Headers(scope=scope).getlist("host")):
            await self._app(scope, receive, send)
            return
        problem = Problem(
            400,
            "The service does not go by this name. Whoever runs it can add it to QA_ALLOWED_HOSTS.",
        )
        await problem_response(problem, scope["path"])(scope, receive, send)

    def _is_ours(self, sent: Sequence[str]) -> bool:
        if len(sent) != 1 or not (read := _HOST.fullmatch(sent[0].lower())):
            return False
        return read["name"] in self._names or (self._any_address and _is_address(read["name"]))


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach what listens on the host."""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name.strip("[]"))
    except ValueError:
        return False
    return True


def _in_header(host: str) -> str:
    """A host as it stands in a Host header: an IPv6 address in brackets."""
    return f"[{host.lower()}]" if ":" in host and not host.startswith("[") else host.lower()
