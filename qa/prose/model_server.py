"""A language model behind an OpenAI-compatible server: the one place that knows the HTTP library.

Redirects are not followed and the environment's proxies not used; time, bytes and retries are
limited. Each answer has a connection of its own: closing it is what stops the model.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from contextlib import aclosing
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

import httpx2

from qa.prose.completion_events import Event, LineReader, read_event, read_reply
from qa.prose.dialect import Dialect
from qa.prose.language_model import CHARACTERS_PER_TOKEN, Message, ModelUnusable, Tokens
from qa.prose.model_key import read_key
from qa.prose.server_address import AddressUnfit, ServerAddress, addresses_of

# After the first: only where nothing listened, or there was no room, and before anything came.
RETRIES = 2
BACKOFF_SECONDS = 0.5  # before the first of them, then twice that
CONNECT_SECONDS = 5.0
# What a server that refuses a part of a request is asked again without, at most.
MOST_ADAPTATIONS = 4
MOST_BYTES = 4 * 1024 * 1024  # of one answer: 8,000 tokens are some 2 MB of events
MOST_ERROR_BYTES = 8 * 1024
# English has four to five characters a token; more text than this is not what was asked for.
MOST_CHARACTERS_PER_TOKEN = 8

_STATUS_OF_ADAPTING = (400, 404, 415, 422, 501)
_FILTERED = "content_filter"
# After these no model has worked, and nothing is owed.
_WITHOUT_WORK = ("unreachable", "redirected", "not allowed", "refused", "busy")


@dataclass(frozen=True, slots=True)
class Limits:
    """How long and how much."""

    seconds: float = 60.0
    first_seconds: float = 30.0
    tokens: int = 800
    at_once: int = 4


@dataclass(slots=True)
class _State:
    """What changes while a server is used."""

    dialect: Dialect
    at_work: int = 0


@dataclass(slots=True)
class _Clock:
    """The time of one answer."""

    limits: Limits
    began_at: float = field(default_factory=time.monotonic)
    has_first: bool = False

    def left(self) -> float:
        """Seconds until it is too slow.

        Raises: ModelUnusable where it is.
        """
        limits = self.limits
        most = limits.seconds if self.has_first else min(limits.seconds, limits.first_seconds)
        left = self.began_at + most - time.monotonic()
        if left <= 0:
            raise ModelUnusable("slow")
        return left


class ModelServer:
    """One model on one server; `networks` are those in which http will do."""

    def __init__(
        self,
        name: str,
        address: ServerAddress,
        *,
        networks: Sequence[str] = (),
        key_file: Path | None = None,
        key_header: str = "authorization",
        limits: Limits | None = None,
        schema: str = "auto",
    ) -> None:
        self._name = name
        self._address, self._networks = address, tuple(networks)
        self._key_file, self._key_header = key_file, key_header
        self._limits = limits or Limits()
        self._keeps_schema = schema == "on"
        self._state = _State(Dialect(has_schema=schema != "off"))

    @property
    def name(self) -> str:
        return self._name

    @property
    def place(self) -> str:
        """Where it is, without its path."""
        return self._address.place

    async def write(
        self, messages: Sequence[Message], schema: dict[str, Any] | None
    ) -> AsyncGenerator[str | Tokens]:
        """See `LanguageModel.write`."""
        if self._state.at_work >= self._limits.at_once:
            raise ModelUnusable("busy")
        self._state.at_work += 1
        counted = _Counted(sum(len(message.content) for message in messages))
        clock = _Clock(self._limits)
        try:
            # 21 ms to load the certificates of the system: not on the event loop.
            async with await asyncio.to_thread(_client) as client:
                response = await self._opened(client, clock, messages, schema)
                async with (
                    aclosing(response),
                    aclosing(_events(response, clock)) as events,
                    aclosing(self._texts(events, clock, counted)) as texts,
                ):
                    async for text in texts:
                        yield text
        except ModelUnusable as error:
            if error.failure not in _WITHOUT_WORK:
                yield counted.tokens()
            raise
        finally:
            self._state.at_work -= 1
        yield counted.tokens()

    async def _texts(
        self, events: AsyncIterator[Event], clock: _Clock, counted: _Counted
    ) -> AsyncGenerator[str]:
        """The words of an answer until it ends.

        Raises: ModelUnusable, also where it stops without an end.
        """
        ended = None
        async for event in events:
            if event.is_error:
                raise ModelUnusable("failed")
            clock.has_first = clock.has_first or bool(event.text) or event.thinks
            counted.told = event.tokens or counted.told
            ended = event.ended or ended
            if event.text:
                counted.written += len(event.text)
                if counted.written > MOST_CHARACTERS_PER_TOKEN * self._limits.tokens:
                    raise ModelUnusable("too much")
                yield event.text
            if event.is_end:
                ended = ended or "stop"
                break
        if ended == _FILTERED:
            raise ModelUnusable("refused")
        if ended is None:
            raise ModelUnusable("cut off" if counted.written else "unreadable")

    async def _opened(
        self,
        client: httpx2.AsyncClient,
        clock: _Clock,
        messages: Sequence[Message],
        schema: dict[str, Any] | None,
    ) -> httpx2.Response:
        """A response that has begun well, whatever of the request had to be left out for it.

        Raises: ModelUnusable.
        """
        for _ in range(MOST_ADAPTATIONS + 1):
            dialect = self._state.dialect
            response = await self._sent(client, clock, self._body(messages, schema, dialect))
            if response.status_code == 200:
                return response
            words = await _words_of(response, clock)
            status = response.status_code
            if status not in _STATUS_OF_ADAPTING:
                raise ModelUnusable("not allowed" if status in (401, 403) else "refused")
            less = dialect.without(words, keep_schema=self._keeps_schema)
            if less is None:
                break
            self._state.dialect = less
        raise ModelUnusable("refused")

    async def _sent(
        self, client: httpx2.AsyncClient, clock: _Clock, body: dict[str, Any]
    ) -> httpx2.Response:
        """What comes back to a request, after few retries where it came to nothing.

        Raises: ModelUnusable where it is no answer and no refusal.
        """
        failure = ModelUnusable("unreachable")
        for attempt in range(RETRIES + 1):
            wait_seconds = BACKOFF_SECONDS * 2**attempt
            response = await self._sent_once(client, clock, body)
            if response is not None:
                status = response.status_code
                if 300 <= status < 400:
                    await response.aclose()
                    raise ModelUnusable("redirected")
                if status not in (429, 503):
                    if status >= 500 and status not in _STATUS_OF_ADAPTING:
                        await response.aclose()
                        raise ModelUnusable("failed")
                    return response
                failure = ModelUnusable("busy")
                wait_seconds = max(wait_seconds, _retry_after(response))
                await response.aclose()
            if attempt == RETRIES or wait_seconds >= clock.left():
                break
            await asyncio.sleep(wait_seconds)
        raise failure

    async def _sent_once(
        self, client: httpx2.AsyncClient, clock: _Clock, body: dict[str, Any]
    ) -> httpx2.Response | None:
        """What comes back; None where nothing listens.

        Raises: ModelUnusable.
        """
        address = self._address
        try:
            async with asyncio.timeout(clock.left()):
                hosts = await addresses_of(address, self._networks)
        except AddressUnfit as error:
            raise ModelUnusable("not allowed") from error
        except TimeoutError as error:
            raise ModelUnusable("slow") from error
        except OSError:
            return None
        for host in hosts:
            place = replace(address, host=host).place
            request = client.build_request(
                "POST",
                f"{place}{address.route('chat/completions')}",
                json=body,
                headers={**self._headers(), "Host": address.host_header},
            )
            try:
                async with asyncio.timeout(clock.left()):
                    return await client.send(request, stream=True)
            except (httpx2.ConnectError, httpx2.ConnectTimeout):
                continue
            except TimeoutError as error:
                raise ModelUnusable("slow") from error
            except (httpx2.HTTPError, OSError) as error:
                raise ModelUnusable("cut off") from error
        return None

    def _headers(self) -> dict[str, str]:
        headers = {"Accept": "text/event-stream", "Accept-Encoding": "identity"}
        if self._key_file is not None:
            key = read_key(self._key_file)
            if self._key_header == "authorization":
                headers["Authorization"] = f"Bearer {key}"
            else:
                headers[self._key_header] = key
        return headers

    def _body(
        self, messages: Sequence[Message], schema: dict[str, Any] | None, dialect: Dialect
    ) -> dict[str, Any]:
        body: dict[str, Any] = {
            "model": self._name,
            "messages": [asdict(message) for message in messages],
            "stream": True,
            dialect.limit_name: self._limits.tokens,
        }
        if dialect.has_temperature:
            body["temperature"] = 0
        if dialect.has_usage:
            body["stream_options"] = {"include_usage": True}
        if dialect.has_schema and schema is not None:
            named = {"name": "answer", "strict": True, "schema": schema}
            body["response_format"] = {"type": "json_schema", "json_schema": named}
        return body


@dataclass(slots=True)
class _Counted:
    """What an answer has taken so far, in characters, and in tokens where the server tells."""

    sent: int
    written: int = 0
    told: tuple[int, int] | None = None

    def tokens(self) -> Tokens:
        """As the server counts, else as many as the characters are at most likely to be."""
        if self.told is not None:
            return Tokens(*self.told)
        return Tokens(
            -(-self.sent // CHARACTERS_PER_TOKEN), -(-self.written // CHARACTERS_PER_TOKEN)
        )


async def _events(response: httpx2.Response, clock: _Clock) -> AsyncGenerator[Event]:
    """The events of a stream, or the one that a whole reply is.

    Raises: ModelUnusable.
    """
    is_stream = response.headers.get("content-type", "").startswith("text/event-stream")
    lines = LineReader()
    whole: list[str] = []
    async with aclosing(_pieces(response, clock)) as pieces:
        async for piece in pieces:
            try:
                found = lines.feed(piece)
            except ValueError as error:
                raise ModelUnusable("unreadable") from error
            if not is_stream:
                whole += found
                continue
            for line in found:
                if event := read_event(line):
                    yield event
    rest = lines.end()
    if is_stream:
        last = [event for line in rest if (event := read_event(line))]
    else:
        reply = read_reply("\n".join([*whole, *rest]))
        last = [reply] if reply else []
    for event in last:
        yield event


async def _pieces(response: httpx2.Response, clock: _Clock) -> AsyncGenerator[bytes]:
    """The bytes of a response as they come.

    Raises: ModelUnusable.
    """
    if response.headers.get("content-encoding", "identity") != "identity":
        raise ModelUnusable("unreadable")  # nothing is unpacked: a few bytes can be made many
    came = 0
    raw = response.aiter_raw()
    while True:
        try:
            async with asyncio.timeout(clock.left()):
                piece = await anext(raw, None)
        except TimeoutError as error:
            raise ModelUnusable("slow") from error
        except (httpx2.HTTPError, OSError) as error:
            raise ModelUnusable("cut off") from error
        if piece is None:
            return
        came += len(piece)
        if came > MOST_BYTES:
            raise ModelUnusable("too much")
        yield piece


async def _words_of(response: httpx2.Response, clock: _Clock) -> str:
    """The beginning of what a refusal says; it is looked at for names and never shown."""
    words = b""
    try:
        async with aclosing(_pieces(response, clock)) as pieces:
            async for piece in pieces:
                words += piece
                if len(words) > MOST_ERROR_BYTES:
                    break
    except ModelUnusable:
        pass  # what it said so far will do
    finally:
        await response.aclose()
    return words[:MOST_ERROR_BYTES].decode("utf-8", "replace").casefold()


def _retry_after(response: httpx2.Response) -> float:
    """Seconds that the server asks to wait; 0 where it says nothing that can be read."""
    words = response.headers.get("retry-after", "").strip()
    return float(words) if words.isdecimal() and len(words) < 7 else 0.0


def _client() -> httpx2.AsyncClient:
    """A client for one answer. Its own limit is on connecting alone: `_Clock` has the others."""
    return httpx2.AsyncClient(
        verify=True,
        trust_env=False,
        follow_redirects=False,
        timeout=httpx2.Timeout(None, connect=CONNECT_SECONDS),
        limits=httpx2.Limits(max_connections=1, max_keepalive_connections=0),
    )
