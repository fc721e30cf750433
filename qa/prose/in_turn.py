"""Writing for ways in that wait for one answer at a time: commands, and measuring."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Iterator, Sequence
from typing import Protocol, TypeVar

from qa.prose.records import DraftSentence, Source, Verdict
from qa.prose.writing import Check, Finished, Writer
from qa.records import Answer, Question

Step = TypeVar("Step")


class Verifier(Protocol):
    """Says whether the cited paragraphs carry a sentence; may be used from several threads."""

    def verify(self, draft: DraftSentence, sources: Sequence[Source]) -> Verdict:
        """The verdict; `sources` are all that the model was shown."""
        ...


def checking(verifier: Verifier) -> Check:
    """The verifier as a writer asks for it, where nobody else waits meanwhile."""

    async def check(draft: DraftSentence, sources: Sequence[Source]) -> Verdict:
        return verifier.verify(draft, sources)

    return check


def each(steps: AsyncGenerator[Step]) -> Iterator[Step]:
    """The steps one by one; closing the iterator, or interrupting it, closes the steps."""

    async def next_step() -> Step:
        return await anext(steps)

    with asyncio.Runner() as runner:
        try:
            while True:
                try:
                    step = runner.run(next_step())
                except StopAsyncIteration:
                    return
                yield step
        finally:
            runner.run(steps.aclose())


def written(writer: Writer, question: Question, answer: Answer, verifier: Verifier) -> Answer:
    """The whole answer as the writer leaves it."""
    for step in each(writer.write(question, answer, checking(verifier))):
        if isinstance(step, Finished):
            answer = step.answer
    return answer
