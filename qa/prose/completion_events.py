"""What an OpenAI-compatible server sends while it writes: lines, and what each of them says.

Nothing here is believed or raises: a server may send anything.
"""

from __future__ import annotations

import codecs
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

# A line of a server's is some 300 bytes; one that never ends must not be kept.
LONGEST_LINE = 256 * 1024
_MOST_TOKENS = 10**9


@dataclass(frozen=True, slots=True)
class Event:
    """One event of a stream, or a whole reply."""

    text: str = ""
    thinks: bool = False  # words that are not for the answer came: the model is at work
    ended: str | None = None  # why it stopped: "stop", "length" and others
    tokens: tuple[int, int] | None = None  # sent and written
    is_end: bool = False  # nothing follows
    is_error: bool = False


class LineReader:
    """Lines from bytes, however they are cut."""

    def __init__(self) -> None:
        self._decode = codecs.getincrementaldecoder("utf-8")("replace")
        self._waiting = ""

    def feed(self, piece: bytes) -> list[str]:
        """The lines that are whole now. Raises: ValueError for one without an end."""
        *lines, self._waiting = (self._waiting + self._decode.decode(piece)).split("\n")
        if len(self._waiting) > LONGEST_LINE:
            raise ValueError("a line without an end")
        return [line.removesuffix("\r") for line in lines]

    def end(self) -> list[str]:
        """What was left without a line end."""
        return [self._waiting] if self._waiting else []


def read_event(line: str) -> Event | None:
    """What a line of a stream says; None for one that says nothing: a comment, another field."""
    if not line.startswith("data:"):
        return None
    data = line.removeprefix("data:").strip()
    return Event(is_end=True) if data == "[DONE]" else read_reply(data)


def read_reply(data: str) -> Event | None:
    """What the JSON of an event, or of a whole reply, says; None where it is no such JSON."""
    try:
        values = json.loads(data)
    except (ValueError, RecursionError):
        return None
    if not isinstance(values, dict):
        return None
    if values.get("error"):
        return Event(is_error=True)
    choices = values.get("choices")
    choice = choices[0] if isinstance(choices, list) and choices else {}
    choice = choice if isinstance(choice, dict) else {}
    said = choice.get("delta") or choice.get("message") or {}
    said = said if isinstance(said, dict) else {}
    ended = choice.get("finish_reason")
    return Event(
        text=_text(said.get("content")),
        thinks=any(_text(said.get(name)) for name in ("reasoning_content", "reasoning")),
        ended=ended if isinstance(ended, str) else None,
        tokens=_tokens(values.get("usage")),
    )


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _tokens(usage: object) -> tuple[int, int] | None:
    if not isinstance(usage, Mapping):
        return None
    sent, written = _count(usage, "prompt_tokens"), _count(usage, "completion_tokens")
    return None if sent is None or written is None else (sent, written)


def _count(usage: Mapping[str, Any], name: str) -> int | None:
    value = usage.get(name)
    if not isinstance(value, int) or isinstance(value, bool):
        return None
    return value if 0 <= value <= _MOST_TOKENS else None
