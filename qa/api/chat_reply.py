"""An answer in the shapes of OpenAI's chat completions, whole or in chunks.

Chat clients drop what they do not know, so the sources stand in the text; the fields `status`,
`citations`, `coverage` and `attribution` are for those who read them.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from qa.api.record_shapes import answer_whole
from qa.records import Answer
from qa.showing.answer_words import understood_words
from qa.showing.exports import MarkdownPen, absolute, body_parts, rights_words

MODEL = "inspection-answers"
OWNER = "inspection-answers"
DONE = b"data: [DONE]\n\n"


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer on its way to a chat client."""

    answer: Answer
    generation: int
    base: str  # the service's address, before each link
    asked: Sequence[str]  # what the user said in the conversation
    id: str = field(default_factory=lambda: f"chatcmpl-{uuid4().hex}")
    created: int = field(default_factory=lambda: int(time.time()))  # seconds since 1970

    def parts(self) -> Iterator[str]:
        """The text in Markdown, part by part: the answer, its sources, how it was understood."""
        pen = MarkdownPen()
        yield from body_parts(self.answer, self.base, pen)
        if understood := understood_words(self.answer.understanding):
            yield f"\n{pen.line(f'Understood as: {understood}')}"
        yield f"\n{pen.line(' '.join(rights_words(self.answer)))}"

    def whole(self) -> dict[str, Any]:
        """The reply at once."""
        message = {"role": "assistant", "content": "".join(self.parts()), "refusal": None}
        choice = {"index": 0, "message": message, "logprobs": None, "finish_reason": "stop"}
        return {
            **self._head("chat.completion"),
            "choices": [choice],
            "usage": self._usage(),
            **self._fields(),
        }

    def chunks(self, *, with_usage: bool) -> Iterator[bytes]:
        """The reply as server-sent events: its parts, the end with our fields, usage if wanted."""
        usage = {"usage": None} if with_usage else {}
        yield self._chunk([_delta({"role": "assistant", "content": ""})], usage)
        for part in self.parts():
            yield self._chunk([_delta({"content": part})], usage)
        yield self._chunk([_delta({}, "stop")], {**usage, **self._fields()})
        if with_usage:
            yield self._chunk([], {"usage": self._usage()})
        yield DONE

    def _head(self, kind: str) -> dict[str, Any]:
        return {
            "id": self.id,
            "object": kind,
            "created": self.created,
            "model": MODEL,
            "system_fingerprint": f"generation-{self.generation}",
        }

    def _chunk(self, choices: list[dict[str, Any]], more: dict[str, Any]) -> bytes:
        values = {**self._head("chat.completion.chunk"), "choices": choices, **more}
        return f"data: {json.dumps(values, ensure_ascii=False)}\n\n".encode()

    def _usage(self) -> dict[str, int]:
        """Words, parted by spaces: there are no tokens where no language model writes."""
        sent = sum(len(words.split()) for words in self.asked)
        said = len("".join(self.parts()).split())
        return {"prompt_tokens": sent, "completion_tokens": said, "total_tokens": sent + said}

    def _fields(self) -> dict[str, Any]:
        """What our own API tells beside the text, with absolute links."""
        values = answer_whole(self.answer)
        return {
            "status": values["status"],
            "reason": values["reason"],
            "citations": [
                {**citation, "link": absolute(self.base, citation["link"])}
                for citation in values["citations"]
            ],
            "coverage": values["coverage"],
            "attribution": rights_words(self.answer),
        }


def model_to_json() -> dict[str, Any]:
    """The one model, as `GET /v1/models` lists it."""
    return {"id": MODEL, "object": "model", "created": 0, "owned_by": OWNER}


def _delta(delta: dict[str, str], finish_reason: str | None = None) -> dict[str, Any]:
    return {"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish_reason}
