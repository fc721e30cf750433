"""Notes every host that a Python program or a child of it turns to, and lets none be reached.

`watching` gives an environment in which each new Python, children included, begins with a hook that
Python calls before it resolves a name or opens a connection. What a library in another language
does by itself passes the hook; the names such a library would resolve are not seen.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

_HOOK = """
import ipaddress, os, sys

EVENTS = ("socket.connect", "socket.sendto", "socket.sendmsg", "socket.getaddrinfo",
          "socket.gethostbyname", "socket.gethostbyaddr", "urllib.Request")

def of_this_machine(host):
    if host in (None, "", "localhost", "0.0.0.0", "::"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False

def watch(event, arguments):
    if event not in EVENTS:
        return
    if event == "urllib.Request":
        from urllib.parse import urlsplit
        host = urlsplit(arguments[0]).hostname
    elif event.startswith("socket.get"):
        host = arguments[0]
    else:
        address = arguments[1]
        if not isinstance(address, tuple):
            return  # a socket of the file system, or one that is connected already
        host = address[0]
    host = host.decode() if isinstance(host, bytes) else host
    if not of_this_machine(host):
        with open(os.environ["WATCHED_HOSTS"], "a", encoding="utf-8") as noted:
            noted.write(f"{event} {host}\\n")
        raise PermissionError(f"not allowed to reach {host}")

sys.addaudithook(watch)
"""


@dataclass(frozen=True, slots=True)
class Watched:
    """An environment for programs, and the hosts that they turned to."""

    environment: Mapping[str, str]
    noted: Path

    def hosts(self) -> list[str]:
        """What was tried and with which host, in order; nothing of this machine itself."""
        return self.noted.read_text("utf-8").splitlines() if self.noted.exists() else []


@contextmanager
def watching(folder: Path) -> Iterator[Watched]:
    """Have programs watched that are started with the environment of what is given."""
    hook = folder / "hook"
    hook.mkdir()
    (hook / "sitecustomize.py").write_text(_HOOK, encoding="utf-8")
    noted = folder / "hosts"
    before = {name: value for name, value in os.environ.items() if name[:3] not in ("QA_", "HF_")}
    path = os.pathsep.join([str(hook), *filter(None, [before.get("PYTHONPATH")])])
    yield Watched({**before, "PYTHONPATH": path, "WATCHED_HOSTS": str(noted)}, noted)
