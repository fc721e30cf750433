"""An answer in the shapes of OpenAI's chat completions, whole or in chunks.

Chat clients drop what they do not know, so the sources stand in the text; the fields `status`,
`citations`, `coverage` and `attribution` are for those who read them.
"""

from __future__ import annotations

import json
import time
from collections.abc import AsyncGenerator, AsyncIterator, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import Any
from uuid import uuid4

from qa.api.record_shapes import answer_whole
from qa.prose.page import Shown
from qa.prose.writing import Finished
from qa.records import Answer
from qa.showing.answer_words import WITHDRAWN, understood_words
from qa.showing.exports import (
    MarkdownPen,
    Telling,
    absolute,
    closing_parts,
    opening_parts,
    rights_words,
    told_parts,
)

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
        yield from opening_parts(self.answer, MarkdownPen())
        yield from self._told()

    def _told(self) -> Iterator[str]:
        yield from told_parts(self.answer, self.base, MarkdownPen())
        yield from self._end()

    def _end(self) -> Iterator[str]:
        pen = MarkdownPen()
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
        yield self._first(with_usage)
        for part in self.parts():
            yield self._part(part, with_usage)
        yield from self._last(with_usage)

    async def written_chunks(
        self, steps: AsyncIterator[Shown | Finished], *, with_usage: bool
    ) -> AsyncGenerator[bytes]:
        """The same as a model writes: sentences as each of them passes.

        What was sent cannot be taken back: where it is withdrawn, a line says so and the whole
        answer follows. `steps` are closed by whoever made them.
        """
        pen = MarkdownPen()
        yield self._first(with_usage)
        for part in opening_parts(self.answer, pen):
            yield self._part(part, with_usage)
        telling = Telling(self.base, pen, is_written=True)
        has_told = False
        async for step in steps:
            if isinstance(step, Shown):
                has_told = True
                for part in telling.parts(step.sentence):
                    yield self._part(part, with_usage)
                continue
            whole = replace(self, answer=step.answer)
            if not has_told:
                rest = whole._told()
            elif step.is_withdrawn:
                rest = chain(telling.end(), [f"{pen.line(WITHDRAWN)}\n"], whole._told())
            else:
                rest = chain(
                    telling.end(), closing_parts(step.answer, self.base, pen), whole._end()
                )
            for part in rest:
                yield self._part(part, with_usage)
            for last in whole._last(with_usage):
                yield last

    def _first(self, with_usage: bool) -> bytes:
        delta = _delta({"role": "assistant", "content": ""})
        return self._chunk([delta], {"usage": None} if with_usage else {})

    def _part(self, part: str, with_usage: bool) -> bytes:
        return self._chunk([_delta({"content": part})], {"usage": None} if with_usage else {})

    def _last(self, with_usage: bool) -> Iterator[bytes]:
        usage = {"usage": None} if with_usage else {}
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
