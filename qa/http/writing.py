"""Where answers are written by a language model, beside the desk and on none of its threads.

A call waits for its model on the event loop, where waiting costs nothing; how many there may be at
once is the model's own limit. A check takes 25 ms of a core, in one thread for all of them.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import aclosing
from functools import partial
from typing import Any, TypeVar

from starlette.requests import Request

from index import IndexFolderError
from qa.errors import CollectionNotReady
from qa.http.desk import ClientGone, until_gone
from qa.http.logs import error_values, log_event
from qa.live_collection import LiveCollection
from qa.prose.language_model import ModelUnusable
from qa.prose.page import Shown
from qa.prose.records import DraftSentence, Source, Verdict
from qa.prose.sources import sources_of
from qa.prose.writing import Check, Finished, Writer, unwritten
from qa.records import Answer, Question

Stamp = tuple[int, str]
Result = TypeVar("Result")


class WritingDesk:
    """Has answers written; where no model is set they stay as they are."""

    def __init__(self, live: LiveCollection, writer: Writer | None) -> None:
        self._live, self._writer = live, writer
        self._checking = ThreadPoolExecutor(1, thread_name_prefix="checking")

    @property
    def is_used(self) -> bool:
        """Whether there is a model."""
        return self._writer is not None

    def will_write(self, answer: Answer) -> bool:
        """Whether a model is asked for this answer."""
        return self._writer is not None and bool(sources_of(answer))

    async def steps(
        self, question: Question, answer: Answer, stamp: Stamp
    ) -> AsyncGenerator[Shown | Finished]:
        """The sentences as they pass, then the whole answer; closing the iterator stops the model.

        `stamp` names the generation that the answer comes from.
        """
        if self._writer is None:
            yield Finished(answer)
            return
        try:
            check = self._check_in(stamp)
            async with aclosing(self._writer.write(question, answer, check)) as steps:
                async for step in steps:
                    yield step
        except Exception as error:  # nobody foresaw it, and the answer is there all the same
            log_event("writing failed", error_values(error), is_error=True)
            yield Finished(unwritten(answer, "failed"), is_withdrawn=True)

    async def finished(
        self, request: Request, question: Question, answer: Answer, stamp: Stamp
    ) -> Answer:
        """The whole answer.

        Raises: ClientGone once the client has gone; the model is stopped then.
        """
        if self._writer is None:
            return answer
        writing = asyncio.create_task(self._last(question, answer, stamp))
        leaving = asyncio.create_task(until_gone(request))
        either: set[asyncio.Future[Any]] = {writing, leaving}
        try:
            await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
            if not writing.done():
                raise ClientGone
            return writing.result()
        finally:
            leaving.cancel()
            writing.cancel()
            await asyncio.gather(writing, return_exceptions=True)

    async def in_thread(self, work: Callable[[], Result]) -> Result:
        """What work of a few milliseconds gives, off the event loop."""
        return await asyncio.get_running_loop().run_in_executor(self._checking, work)

    def close(self) -> None:
        """Let what is being checked end, and check nothing more."""
        self._checking.shutdown(cancel_futures=True)

    async def _last(self, question: Question, answer: Answer, stamp: Stamp) -> Answer:
        async with aclosing(self.steps(question, answer, stamp)) as steps:
            async for step in steps:
                if isinstance(step, Finished):
                    answer = step.answer
        return answer

    def _check_in(self, stamp: Stamp) -> Check:
        """Checks against the generation that the answer comes from, as long as it is in use."""

        def verified(draft: DraftSentence, sources: Sequence[Source]) -> Verdict:
            try:
                with self._live.lease() as held:
                    if held.stamp != stamp or held.verifier is None:
                        raise ModelUnusable("changed")
                    return held.verifier.verify(draft, sources)
            except (IndexFolderError, CollectionNotReady) as error:
                raise ModelUnusable("changed") from error

        async def check(draft: DraftSentence, sources: Sequence[Source]) -> Verdict:
            return await self.in_thread(partial(verified, draft, sources))

        return check
