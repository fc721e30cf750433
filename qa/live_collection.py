"""The collection that a service answers from: the newest generation, taken up as it is published.

A request works with one generation from its first step to its last, whatever is published while it
runs. The generation before is closed when the last request that uses it has ended.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from index import IndexDamaged, IndexFolderError
from qa.answering import Answerer
from qa.assembly import make_answerer, make_store, make_verifier
from qa.errors import CollectionNotReady
from qa.records import Question
from qa.settings import Settings

if TYPE_CHECKING:
    from index import OpenStore
    from qa.prose.in_turn import Verifier

INTERVAL_SECONDS = 1.0  # between two looks at which generation is live: one small file is read
# Any question that is searched for will do: it loads the model and compiles what reads questions,
# which took the first asker 300 ms (24 November 2026).
_FIRST_WORDS = "what did inspectors say about the supervision of social workers"

Told = Callable[[str, dict[str, object]], None]  # an event and its values, for the log


@dataclass(slots=True, eq=False, weakref_slot=True)
class OpenGeneration:
    """A generation that is open, with the number of requests that use it."""

    collection: OpenStore
    answerer: Answerer
    stamp: tuple[int, str]
    verifier: Verifier | None = None  # of a language model's sentences, where one is set
    users: int = 0
    is_replaced: bool = False


@dataclass(slots=True)
class _State:
    current: OpenGeneration | None = None
    failure: Exception | None = None  # why there is none, or what is wrong with it
    damaged: tuple[int, str] | None = None  # the generation in use, where its damage is the failure
    lock: threading.Lock = field(default_factory=threading.Lock)


class LiveCollection:
    """The generation in use. `start` opens it in the background; `stop` ends that.

    `tell` is told of what happens: "collection opened", "collection failed",
    "collection recovered".
    """

    def __init__(
        self,
        settings: Settings,
        *,
        interval_seconds: float = INTERVAL_SECONDS,
        tell: Told = lambda event, values: None,
    ) -> None:
        self._settings = settings
        self._store = make_store(settings)
        self._interval_seconds = interval_seconds
        self._tell = tell
        self._state = _State()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="collection", daemon=True)

    def start(self) -> None:
        """Open the live generation and look for newer ones, in a thread of its own."""
        self._thread.start()

    def stop(self) -> None:
        """End the looking and close what no request uses."""
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join()
        with self._state.lock:
            self._replace(None)
        self._store.close()

    @property
    def failure(self) -> Exception | None:
        """What stands against answering; None where all is well."""
        with self._state.lock:
            if self._state.failure is None and self._state.current is None:
                return CollectionNotReady()
            return self._state.failure

    @contextmanager
    def lease(self) -> Iterator[OpenGeneration]:
        """The generation in use, kept open for the length of the block.

        Raises: CollectionNotReady while it is loaded, or the IndexFolderError that stands against
        it. Damage that is found inside the block is remembered until a newer generation is there.
        """
        held = self._take()
        try:
            yield held
        except IndexDamaged as error:
            self._fail(error, held.stamp)
            raise
        finally:
            self._give_back(held)

    def look(self) -> None:
        """Take up the live generation if it is another than the one in use."""
        try:
            stamp = self._store.live_generation()
            if self._has(stamp):
                self._recover(stamp)
                return
            opened = self._open(stamp)
        except (IndexFolderError, OSError) as error:
            self._fail(error, None)
            return
        with self._state.lock:
            self._replace(opened)
            self._state.failure = self._state.damaged = None
        reports = len(opened.collection.reports())
        self._tell("collection opened", {"generation": opened.stamp[0], "reports": reports})

    def _watch(self) -> None:
        self.look()
        while not self._stopping.wait(self._interval_seconds):
            self.look()

    def _has(self, stamp: tuple[int, str]) -> bool:
        with self._state.lock:
            current = self._state.current
            return stamp == (current.stamp if current else None)

    def _recover(self, stamp: tuple[int, str]) -> None:
        """Forget what stood against looking, now that the generation in use is the live one."""
        with self._state.lock:
            if self._state.failure is None or self._state.damaged == stamp:
                return
            self._state.failure = None
        self._tell("collection recovered", {"generation": stamp[0]})

    def _open(self, stamp: tuple[int, str]) -> OpenGeneration:
        from index import EmbeddingMismatch

        before = self._state.current
        try:  # the model that is loaded, where it is the same
            collection = self._store.open(before.collection.embedder if before else None)
        except EmbeddingMismatch:
            collection = self._store.open()
        try:
            answerer = make_answerer(collection, self._settings)
            answerer.answer(Question(_FIRST_WORDS))
            settings = self._settings
            verifier = make_verifier(collection, settings.nli) if settings.model else None
        except BaseException:
            collection.close()
            raise
        return OpenGeneration(collection, answerer, stamp, verifier)

    def _take(self) -> OpenGeneration:
        with self._state.lock:
            held = self._state.current
            if held is None:
                raise self._state.failure or CollectionNotReady()
            held.users += 1
            return held

    def _give_back(self, held: OpenGeneration) -> None:
        with self._state.lock:
            held.users -= 1
            if held.is_replaced and not held.users:
                held.collection.close()

    def _replace(self, opened: OpenGeneration | None) -> None:
        """Put another generation in use; the lock is held."""
        before, self._state.current = self._state.current, opened
        if before is not None:
            before.is_replaced = True
            if not before.users:
                before.collection.close()

    def _fail(self, error: Exception, stamp: tuple[int, str] | None) -> None:
        with self._state.lock:
            current = self._state.current
            is_old = stamp is not None and current is not None and stamp != current.stamp
            hides_damage = stamp is None and self._state.damaged is not None
            if is_old or hides_damage or str(error) == str(self._state.failure):
                return
            self._state.failure = error
            self._state.damaged = stamp or self._state.damaged
        self._tell("collection failed", {"error": str(error)})
