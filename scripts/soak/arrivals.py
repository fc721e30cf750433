"""Requests that arrive at a steady rate, whatever becomes of those before them.

A process of its own with no more than sockets and one wait for all of them: what sends ten times as
much as a service can answer shares the machine with it, and must not be what is slow.
"""

from __future__ import annotations

import argparse
import errno
import json
import select
import socket
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass, field

from bench.commands import ROOT
from bench.questions import QUESTIONS

LONGEST_WAIT = 30.0  # seconds after which a request counts as unanswered


@dataclass(slots=True)
class Met:
    """What the requests of a run met."""

    seconds: list[float] = field(default_factory=list)  # of those answered with 200
    statuses: Counter[str] = field(default_factory=Counter)  # or what went wrong
    without_retry: int = 0  # refused, and not told when to come again
    sent: int = 0
    late: float = 0.0  # the most seconds that a request was sent too late

    def note(self, content: bytes, seconds: float) -> None:
        """Count an answer that came whole."""
        head, _, body = content.partition(b"\r\n\r\n")
        status = head[9:12].decode("ascii", "replace") or "nothing"
        if not body:
            status = f"{status} cut off"
        self.statuses[status] += 1
        if status == "200":
            self.seconds.append(seconds)
        self.without_retry += status in ("429", "503") and b"retry-after" not in head.lower()


@dataclass(slots=True)
class _Request:
    """One request under way."""

    connection: socket.socket
    began: float
    to_send: bytes
    received: bytearray = field(default_factory=bytearray)


class Arrivals:
    """Sends so many requests a second to a port of this machine, each on its own connection."""

    def __init__(self, port: int, a_second: float) -> None:
        self._port, self._a_second = port, a_second
        self._ready = select.epoll()
        self._under_way: dict[int, _Request] = {}  # by number of its socket
        self.met = Met()

    def run(self, seconds: float) -> Met:
        """Send for so long, and wait for what comes of it."""
        started = time.monotonic()
        while (now := time.monotonic()) < started + seconds:
            while self.met.sent < (now - started) * self._a_second:
                due = started + self.met.sent / self._a_second
                self.met.late = max(self.met.late, now - due)
                self._begin(now)
            self._go_on(0.002)
        while self._under_way and time.monotonic() < started + seconds + LONGEST_WAIT:
            self._go_on(0.05)
        if self._under_way:
            self.met.statuses["unanswered"] = len(self._under_way)
        for request in self._under_way.values():
            request.connection.close()
        return self.met

    def _begin(self, now: float) -> None:
        question = QUESTIONS[self.met.sent % len(QUESTIONS)]
        self.met.sent += 1
        connection = socket.socket()
        connection.setblocking(False)
        if connection.connect_ex(("127.0.0.1", self._port)) not in (0, errno.EINPROGRESS):
            self.met.statuses["no connection"] += 1
            connection.close()
            return
        self._under_way[connection.fileno()] = _Request(connection, now, request_for(question))
        self._ready.register(connection.fileno(), select.EPOLLOUT)

    def _go_on(self, wait: float) -> None:
        for number, _ in self._ready.poll(wait):
            request = self._under_way[number]
            try:
                ended = self._step(number, request)
            except OSError as error:
                self.met.statuses[type(error).__name__] += 1
                ended = True
            if ended:
                self._ready.unregister(number)
                del self._under_way[number]
                request.connection.close()

    def _step(self, number: int, request: _Request) -> bool:
        """Send or receive what can be; whether the answer has come whole."""
        if request.to_send:
            sent = request.connection.send(request.to_send)
            request.to_send = request.to_send[sent:]
            if not request.to_send:
                self._ready.modify(number, select.EPOLLIN)
            return False
        more = request.connection.recv(262_144)
        request.received += more
        if more:
            return False
        self.met.note(bytes(request.received), time.monotonic() - request.began)
        return True


def request_for(question: str) -> bytes:
    """`POST /api/ask`, after which the connection ends."""
    body = json.dumps({"question": question}).encode()
    return head_for(len(body)) + body


def head_for(length: int) -> bytes:
    """The head of a question of so many bytes."""
    return (
        b"POST /api/ask HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
        b"Content-Type: application/json\r\nContent-Length: %d\r\n\r\n" % length
    )


def start_arrivals(port: int, a_second: float, seconds: float) -> subprocess.Popen[str]:
    """The same in a process of its own; `met_by` says what it met."""
    command = [sys.executable, "-m", __name__, str(port), str(a_second), str(seconds)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT)


def met_by(arrivals: subprocess.Popen[str]) -> Met:
    """What they met, once they have ended."""
    told, _ = arrivals.communicate()
    if arrivals.returncode:
        raise AssertionError("the clients broke down")
    values = json.loads(told)
    return Met(**{**values, "statuses": Counter(values["statuses"])})


def main() -> None:
    """Print what they met, as JSON."""
    parser = argparse.ArgumentParser(description="Send requests at a steady rate.")
    parser.add_argument("port", type=int)
    parser.add_argument("a_second", type=float)
    parser.add_argument("seconds", type=float)
    arguments = parser.parse_args()
    met = Arrivals(arguments.port, arguments.a_second).run(arguments.seconds)
    values = {name: getattr(met, name) for name in Met.__slots__}
    print(json.dumps(values))


if __name__ == "__main__":
    main()
