"""An answer as server-sent events: each citation before the first sentence that uses it."""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator, AsyncIterator, Iterator
from contextlib import aclosing
from typing import Any

from starlette.responses import StreamingResponse
from starlette.types import Send

from qa.api.record_shapes import answer_whole, citation_item
from qa.prose.page import Shown
from qa.prose.writing import Finished
from qa.records import Answer
from qa.showing.answer_json import sentence_to_json, understanding_to_json

EVENT_STREAM = "text/event-stream"


class EventStream(StreamingResponse):
    """Events as they come. Where the client goes, whatever makes them is ended at once."""

    media_type = EVENT_STREAM

    async def stream_response(self, send: Send) -> None:
        events = self.body_iterator
        if isinstance(events, AsyncGenerator):
            async with aclosing(events):
                await super().stream_response(send)
        else:
            await super().stream_response(send)


def event(name: str, data: object) -> bytes:
    """One event as it goes over the wire. JSON has no line ends of its own."""
    return f"event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n".encode()


def answer_events(answer: dict[str, Any]) -> Iterator[bytes]:
    """`understood`, then `citation` and `sentence` in turn, then `done` with the whole answer."""
    yield event("understood", answer["understood"])
    yield from _told(answer)


async def written_events(
    answer: Answer, steps: AsyncIterator[Shown | Finished]
) -> AsyncGenerator[bytes]:
    """The same as a model writes: `understood` at once, sentences as each of them passes.

    Where too little passed, `withdrawn` says that the sentences so far are no part of the answer,
    and it is told from its beginning. `steps` are closed by whoever made them.
    """
    yield event("understood", understanding_to_json(answer.understanding))
    has_told = False
    async for step in steps:
        if isinstance(step, Shown):
            has_told = True
            for citation in step.citations:
                yield event("citation", citation_item(citation))
            yield event("sentence", sentence_to_json(step.sentence))
            continue
        values = answer_whole(step.answer)
        if has_told and not step.is_withdrawn:
            yield event("done", values)
            continue
        if has_told:
            yield event("withdrawn", {})
        for one in _told(values):
            yield one


def _told(answer: dict[str, Any]) -> Iterator[bytes]:
    citation_by_n = {citation["n"]: citation for citation in answer["citations"]}
    for sentence in answer["answer"]:
        for n in sentence["citations"]:
            if n in citation_by_n:
                yield event("citation", citation_by_n.pop(n))
        yield event("sentence", sentence)
    yield event("done", answer)
