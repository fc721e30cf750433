"""Being the one writer of a collection in an engine that cannot compare and set.

Lamport's bakery: who wants to write draws a ticket higher than every ticket it sees, and the lowest
ticket writes. All readings are strongly consistent, so of two that come together one sees the
other. A claim is renewed every few seconds; one that stands still for `LEASE_SECONDS`, by the clock
of whoever waits for it, belongs to nobody any more.
"""

from __future__ import annotations

import json
import os
import socket
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass

from index.errors import IndexBusy, IndexFolderError
from index.milvus.engine import Engine
from index.milvus.expressions import one_of
from index.milvus.generations import Names

LEASE_SECONDS = 30.0
RENEWED_EVERY = 5.0
_LOOK_EVERY = 0.2
_PREFIX = "claim:"


@dataclass(frozen=True, slots=True)
class _Ticket:
    number: int  # 0 while it is being drawn
    host: str
    process: int
    renewed: int  # how many times: what stands still for those who wait


class Claim:
    """A claim to write; `check` says whether it still holds."""

    def __init__(self, engine: Engine, names: Names) -> None:
        self._engine = engine
        self._names = names
        self._key = f"{_PREFIX}{uuid.uuid4().hex}"
        self._ticket = _Ticket(0, socket.gethostname(), os.getpid(), 0)
        self._ended = threading.Event()

    def take(self) -> None:
        """Be first, or give up.

        Raises: IndexBusy where somebody else writes.
        """
        self._write()
        number = 1 + max((ticket.number for ticket in self._others().values()), default=0)
        self._ticket = _Ticket(number, self._ticket.host, self._ticket.process, 0)
        self._write()
        seen: dict[str, tuple[int, float]] = {}
        while ahead := self._ahead():
            self._pass_over(ahead, seen)
            time.sleep(_LOOK_EVERY)

    def check(self) -> None:
        """Raise IndexBusy where another took this claim for one of nobody."""
        if not self._engine.get(self._names.control, [self._key], ["key"]) or self._ahead():
            raise IndexBusy(self._engine.place)

    def renew_until_released(self) -> threading.Thread:
        """Renew the claim in a thread of its own."""
        thread = threading.Thread(target=self._renew, name="claim", daemon=True)
        thread.start()
        return thread

    def release(self) -> None:
        """Let others write."""
        self._ended.set()
        with suppress(IndexFolderError):  # it stands still from now on
            self._remove([self._key])

    def _renew(self) -> None:
        while not self._ended.wait(RENEWED_EVERY):
            told = asdict(self._ticket)
            self._ticket = _Ticket(**{**told, "renewed": self._ticket.renewed + 1})
            with suppress(IndexFolderError):
                if self._engine.get(self._names.control, [self._key], ["key"]):
                    self._write()

    def _ahead(self) -> dict[str, _Ticket]:
        """The claims that come before this one, or may: those whose ticket is being drawn."""
        mine = (self._ticket.number, self._key)
        others = self._others()
        return {key: one for key, one in others.items() if (one.number, key) < mine}

    def _pass_over(self, ahead: dict[str, _Ticket], seen: dict[str, tuple[int, float]]) -> None:
        """Remove the claims of nobody.

        Raises: IndexBusy where one is alive.
        """
        now = time.monotonic()
        for key, ticket in ahead.items():
            renewed, since = seen.setdefault(key, (ticket.renewed, now))
            if ticket.number and renewed != ticket.renewed:
                raise IndexBusy(self._engine.place)
            if self._is_dead(ticket) or now - since > LEASE_SECONDS:
                self._remove([key])

    def _is_dead(self, ticket: _Ticket) -> bool:
        """Whether a process of this machine made a claim and is no more."""
        if ticket.host != socket.gethostname():
            return False
        try:
            os.kill(ticket.process, 0)
        except ProcessLookupError:
            return True
        except PermissionError:
            return False
        return False

    def _others(self) -> dict[str, _Ticket]:
        rows = self._engine.rows(self._names.control, f'key like "{_PREFIX}%"', ["key", "value"])
        return {
            row["key"]: _Ticket(**json.loads(row["value"]))
            for row in rows
            if row["key"] != self._key
        }

    def _write(self) -> None:
        row = {"key": self._key, "value": json.dumps(asdict(self._ticket))}
        self._engine.upsert(self._names.control, [row], without_vector=True)

    def _remove(self, keys: list[str]) -> None:
        self._engine.delete(self._names.control, one_of("key", keys))


@contextmanager
def claiming(engine: Engine, names: Names) -> Iterator[Claim]:
    """Be the one writer for the length of the block.

    Raises: IndexBusy.
    """
    claim = Claim(engine, names)
    renewing = None
    try:
        claim.take()
        renewing = claim.renew_until_released()
        yield claim
    finally:
        claim.release()
        if renewing is not None:
            renewing.join()
