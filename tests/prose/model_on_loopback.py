"""A language model's server on this machine, OpenAI-compatible, whose model is a function of ours.

It reads what it is asked as a model would: the question and the numbered paragraphs in the last
message, as JSON. It remembers what it was asked and what it said.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

MODEL = "scripted"
PIECE = 7  # characters an event


@dataclass(frozen=True, slots=True)
class Shown:
    """A paragraph of a request."""

    number: int
    text: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as a model sees it."""

    question: str
    paragraphs: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence of the model's, and what we know of it."""

    text: str
    numbers: tuple[int, ...]
    is_true: bool
    kind: str
    about: tuple[str, ...]  # the texts of the paragraphs that it cites


Author = Callable[[Asked], Sequence[Said]]


class ModelOnLoopback(ThreadingHTTPServer):
    """Serves one author; `before` and `after` are written around what it says."""

    daemon_threads = True

    def __init__(self, author: Author, before: str = "", after: str = "") -> None:
        super().__init__(("127.0.0.1", 0), _Call)
        self.author, self.before, self.after = author, before, after
        self.asked: list[Asked] = []
        self.said: list[Said] = []
        self.failed: list[Exception] = []

    @property
    def address(self) -> str:
        """What the settings name."""
        return f"http://127.0.0.1:{self.server_address[1]}/v1"


@contextmanager
def model_on_loopback(
    author: Author, before: str = "", after: str = ""
) -> Iterator[ModelOnLoopback]:
    """A server that answers until the block ends. Raises: what its author raised."""
    server = ModelOnLoopback(author, before, after)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
    if server.failed:
        raise server.failed[0]


def read_request(body: dict[str, Any]) -> Asked:
    """What a model makes of a request."""
    values = json.loads(body["messages"][-1]["content"])
    shown = tuple(Shown(one["number"], one["text"]) for one in values["paragraphs"])
    return Asked(values["question"], shown)


class _Call(BaseHTTPRequestHandler):
    server: ModelOnLoopback

    def do_POST(self) -> None:
        """Answer a request for a completion, whole or as a stream."""
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        try:
            asked = read_request(body)
            said = list(self.server.author(asked))
        except Exception as error:
            self.server.failed.append(error)
            self.send_error(500)
            return
        self.server.asked.append(asked)
        self.server.said += said
        sentences = [{"text": one.text, "paragraphs": list(one.numbers)} for one in said]
        written = json.dumps({"sentences": sentences}, ensure_ascii=False)
        with suppress(BrokenPipeError, ConnectionResetError):
            self._send(f"{self.server.before}{written}{self.server.after}", body.get("stream"))

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def _send(self, written: str, is_stream: object) -> None:
        usage = {"prompt_tokens": 900, "completion_tokens": max(1, len(written) // 4)}
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream" if is_stream else "application/json")
        self.send_header("Connection", "close")
        self.end_headers()
        if not is_stream:
            message = {"role": "assistant", "content": written}
            choice = {"index": 0, "message": message, "finish_reason": "stop"}
            self.wfile.write(json.dumps({"choices": [choice], "usage": usage}).encode())
            return
        for start in range(0, len(written), PIECE):
            delta = {"content": written[start : start + PIECE]}
            self._event({"choices": [{"index": 0, "delta": delta, "finish_reason": None}]})
        self._event({"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]})
        self._event({"choices": [], "usage": usage})
        self.wfile.write(b"data: [DONE]\n\n")

    def _event(self, values: object) -> None:
        self.wfile.write(b"data: " + json.dumps(values).encode() + b"\n\n")
