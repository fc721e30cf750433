"""The application in processes that listen on one socket, ended and replaced together."""

from __future__ import annotations

import resource
import socket
import sys
from functools import partial
from pathlib import Path

import uvicorn
from uvicorn.supervisors import Multiprocess

from qa.application import create_app
from qa.errors import AddressTaken
from qa.http.connections import TimedConnection
from qa.http.logs import configuration, log_event
from qa.http.sharing import share
from qa.http.sign_in import reached_by
from qa.settings import Settings

# A connection that is quiet for longer is closed; a question takes milliseconds.
QUIET_SECONDS = 30
# A process that does not answer its parent for so long is replaced. It answers once it has loaded
# the program, which takes 2 s, and more than 5 on a machine that is busy: with 5 s, uvicorn's own
# choice, a process in place of another was killed again and again before it had begun.
SILENT_SECONDS = 60
# More than a process needs: a system that is asked for nothing allows 256 or 1,024, and whom there
# is no room for can then not even be told so.
FILES = 4_096
ENDING_SECONDS = 5  # for what is being answered when the service is told to end


def listen(settings: Settings) -> socket.socket:
    """A socket on the address of the settings.

    Raises: AddressTaken where it cannot be had.
    """
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    made = socket.socket(family, socket.SOCK_STREAM)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        made.bind((settings.host, settings.port))
    except OSError as error:
        made.close()
        raise AddressTaken(settings.host, settings.port, str(error.strerror)) from error
    made.listen(256)
    made.set_inheritable(True)
    return made


def allow_files(wanted: int = FILES) -> None:
    """Let this process and its children open so many files, or as many as the system lets them."""
    now, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(now, min(wanted, most)), most))


def address_of(listening: socket.socket) -> str:
    """Where a browser finds the service that listens on the socket."""
    host, port = listening.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def serve(settings: Settings, listening: socket.socket) -> None:
    """Answer on the socket until a signal ends it."""
    allow_files()
    if settings.processes == 1:
        config = _config(settings, None)
        _announce(settings, listening)
        uvicorn.Server(config).run(sockets=[listening])
        return
    with share() as shared:
        config = _config(settings, shared)
        _announce(settings, listening)
        Multiprocess(config, sockets=[listening]).run()


def _announce(settings: Settings, listening: socket.socket) -> None:
    """Write down where the service is, and whether everybody is let in who can reach it."""
    log_event(f"Listening on {address_of(listening)} (Ctrl-C ends it)", {})
    if settings.open_to_everyone and (why := reached_by(settings)):
        log_event(f"Nobody has to sign in, and others can reach the service: {why}.", {})


def _config(settings: Settings, shared: Path | None) -> uvicorn.Config:
    return uvicorn.Config(
        partial(create_app, settings, shared),
        factory=True,
        workers=settings.processes,
        ws="none",
        http=TimedConnection,
        log_config=configuration(is_terminal=sys.stderr.isatty()),
        access_log=False,
        server_header=False,
        date_header=True,
        proxy_headers=bool(settings.trusted_proxies),
        forwarded_allow_ips=list(settings.trusted_proxies),
        timeout_worker_healthcheck=SILENT_SECONDS,
        timeout_keep_alive=QUIET_SECONDS,
        timeout_graceful_shutdown=ENDING_SECONDS,
    )
