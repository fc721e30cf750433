"""An answer as server-sent events: each citation before the first sentence that uses it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any


def event(name: str, data: object) -> bytes:
    """One event as it goes over the wire. JSON has no line ends of its own."""
    return f"event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n".encode()


def answer_events(answer: dict[str, Any]) -> Iterator[bytes]:
    """`understood`, then `citation` and `sentence` in turn, then `done` with the whole answer."""
    yield event("understood", answer["understood"])
    citation_by_n = {citation["n"]: citation for citation in answer["citations"]}
    for sentence in answer["answer"]:
        for n in sentence["citations"]:
            if n in citation_by_n:
                yield event("citation", citation_by_n.pop(n))
        yield event("sentence", sentence)
    yield event("done", answer)
