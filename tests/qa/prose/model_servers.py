"""Servers of language models for tests: each does what its script says, on this machine."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from qa.prose.model_server import Limits, ModelServer
from qa.prose.server_address import parse_server_address

Body = dict[str, Any]


class Call(BaseHTTPRequestHandler):
    """One request, with what a script needs to answer it."""

    server: Scripted

    def do_POST(self) -> None:
        """Remember the request, and do what the script says."""
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append(Asked(self.path, dict(self.headers.items()), body))
        try:
            self.server.script(self, body)
        except (BrokenPipeError, ConnectionResetError):
            self.server.left.set()

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def reply(self, status: int, body: bytes = b"", **headers: str) -> None:
        """A whole reply."""
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def begin(self, media_type: str = "text/event-stream") -> None:
        """The head of a reply that comes bit by bit; the connection ends it."""
        self.send_response(200)
        self.send_header("Content-Type", media_type)
        self.send_header("Connection", "close")
        self.end_headers()

    def send(self, data: bytes) -> None:
        """A piece of the reply."""
        self.wfile.write(data)
        self.wfile.flush()

    def send_event(self, values: object) -> None:
        """One event of a stream."""
        self.send(b"data: " + json.dumps(values).encode() + b"\n\n")

    def say(self, text: str, size: int = 9) -> None:
        """Words, a few characters an event."""
        for start in range(0, len(text), size):
            delta = {"content": text[start : start + size]}
            self.send_event({"choices": [{"index": 0, "delta": delta, "finish_reason": None}]})

    def close_stream(self, tokens: tuple[int, int] | None = (900, 60), ended: str = "stop") -> None:
        """The end of a stream, as servers write it."""
        self.send_event({"choices": [{"index": 0, "delta": {}, "finish_reason": ended}]})
        if tokens:
            usage = {"prompt_tokens": tokens[0], "completion_tokens": tokens[1]}
            self.send_event({"choices": [], "usage": usage})
        self.send(b"data: [DONE]\n\n")

    def wait_until_left(self, seconds: float = 20.0) -> None:
        """Send comments until the other side is gone."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            self.send(b": waiting\n\n")
            time.sleep(0.02)


Script = Callable[[Call, Body], None]


@dataclass(frozen=True, slots=True)
class Asked:
    """A request that came."""

    path: str
    headers: dict[str, str]
    body: Body


@dataclass
class Scripted(ThreadingHTTPServer):
    """A server that remembers what it was asked, and whether a client left it."""

    script: Script
    asked: list[Asked] = field(default_factory=list)
    left: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Call)
        self.daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of those who left."""

    @property
    def address(self) -> str:
        """Its base address."""
        return f"http://127.0.0.1:{self.server_port}/v1"


@contextmanager
def scripted(script: Script) -> Iterator[Scripted]:
    """A server that does what the script says."""
    server = Scripted(script)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def model_of(server: Scripted, seconds: float = 10.0, **more: Any) -> ModelServer:
    """The model of a scripted server; `more` as `ModelServer` and `Limits` have it."""
    names = ("first_seconds", "tokens", "at_once")
    limits = Limits(seconds, **{name: more.pop(name) for name in names if name in more})
    return ModelServer("scripted", parse_server_address(server.address), limits=limits, **more)


def paragraphs_in(body: Body) -> list[dict[str, Any]]:
    """The paragraphs that a request shows."""
    found: list[dict[str, Any]] = json.loads(body["messages"][1]["content"])["paragraphs"]
    return found


def first_sentence(paragraph: dict[str, Any]) -> str:
    """The first sentence of a shown paragraph."""
    return f"{paragraph['text'].split('. ')[0].rstrip('.')}."


def drafted(*sentences: tuple[str, list[int]]) -> str:
    """The reply with these sentences."""
    return json.dumps({"sentences": [{"text": t, "paragraphs": ns} for t, ns in sentences]})


def faithful(call: Call, body: Body) -> None:
    """Write the first sentence of each paragraph."""
    call.begin()
    call.say(drafted(*((first_sentence(p), [p["number"]]) for p in paragraphs_in(body))))
    call.close_stream()
