"""Ten times as many requests as the service can answer, and clients that mean it no good.

A real `qa serve` in two processes. Requests arrive at a steady rate whatever becomes of those
before them; beside them some clients send or read drop by drop, leave before their answer, send
bodies of megabytes and what is no HTTP; and reports are published. Held is what an operator may
rely on: nothing but 200, 429 and 503 with `Retry-After` to a good request; those that are answered
are so soon; memory and open files stay as they are, and the first requests after the load are as
quick as those before.
"""

from __future__ import annotations

import asyncio
import json
import os
import resource
import shutil
import statistics
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from bench.commands import ROOT, run_command
from bench.figures import Figure
from bench.questions import QUESTIONS
from bench.serving import Service, document_as_of, serving
from corpus import read_documents
from index import update_collection
from scripts.soak.arrivals import LONGEST_WAIT, Met, head_for, met_by, request_for, start_arrivals

SECONDS, QUICK_SECONDS = 900.0, 20.0
TIMES = 10  # what arrives, in what can be answered
GOAL_P99 = 5.0  # seconds; a full queue of 65 takes one or two, with the clients on the same cores
GOAL_GROWTH = 0.05  # of memory, from the first third of the time (after warming up) to the last
RECOVERS_WITHIN = 2.0  # seconds
PUBLISH_EVERY, QUICK_PUBLISH_EVERY = 15.0, 6.0
SETTLING, QUICK_SETTLING = 40.0, 12.0
BAD_CLIENTS = 8  # of each kind at once
GOOD = ("200", "429", "503")


@dataclass(frozen=True, slots=True)
class Held:
    """What the processes hold together at a moment."""

    own_bytes: int  # private to them, and of what they share their part (PSS)
    connections: int


def try_load(place: Path, quick: bool, index: Path | None = None) -> Iterator[Figure]:
    """Overload for 15 minutes, or 20 seconds; over the sample unless another index is named."""
    folder = place / "index"
    if named := index or os.environ.get("SOAK_INDEX"):
        shutil.copytree(named, folder)
    else:
        update_collection(folder, [ROOT / "corpus" / "sample"])
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(most, 20_000), most))
    with serving(folder) as service:
        yield from asyncio.run(_load(service, folder, QUICK_SECONDS if quick else SECONDS, quick))


async def _load(service: Service, index: Path, seconds: float, quick: bool) -> list[Figure]:
    capacity = await _capacity(service.port, 3.0 if quick else 10.0)
    quiet = statistics.median([await _timed(service.port) for _ in range(20)])
    before, ends = held_by(service), time.monotonic() + seconds
    every = QUICK_PUBLISH_EVERY if quick else PUBLISH_EVERY
    publishing = asyncio.create_task(_publish(index, ends, every))
    watching = asyncio.create_task(_watch(service, ends))
    bad = asyncio.create_task(_mean_no_good(service.port, ends))
    arrivals = start_arrivals(service.port, capacity * TIMES, seconds)
    met = await asyncio.to_thread(met_by, arrivals)
    recovery = await _recovery_figure(service.port, quiet)
    figures = [
        *_answer_figures(met, seconds, capacity),
        Figure("  beside them, clients that mean it no good", _counted(await bad)),
        recovery,
        _memory_figure(await watching, await publishing),
    ]
    # Slow connections, and quiet ones, have ended by then.
    await asyncio.sleep(QUICK_SETTLING if quick else SETTLING)
    return [*figures, _connections_figure(before, held_by(service))]


def _answer_figures(met: Met, seconds: float, capacity: float) -> Iterator[Figure]:
    times = met.sent / seconds / capacity
    yield Figure(
        f"{met.sent / seconds:.0f} requests a second for {seconds:.0f} s, "
        f"{times:.1f} times what can be answered",
        _counted(met.statuses),
        "only 200, 429, 503",
        met.statuses.keys() <= set(GOOD),
    )
    yield Figure(
        "  refused without Retry-After", f"{met.without_retry}", "0", not met.without_retry
    )
    answered = sorted(met.seconds)
    assert answered, "nothing was answered"
    p50, p99 = answered[len(answered) // 2], answered[int(len(answered) * 0.99)]
    yield Figure(
        f"  those answered: p50, p99 ({len(answered) / seconds:.0f} of {capacity:.0f} a second)",
        f"{p50 * 1000:.0f}, {p99 * 1000:.0f} ms; sent {met.late * 1000:.0f} ms late at most",
        f"p99 under {GOAL_P99:g} s",
        p99 < GOAL_P99,
    )


def _counted(counts: Counter[str]) -> str:
    return ", ".join(f"{number:,} {what}" for what, number in sorted(counts.items()))


def _connections_figure(before: Held, after: Held) -> Figure:
    return Figure(
        "  open connections before and after",
        f"{before.connections}, {after.connections}",
        "the same",
        after.connections <= before.connections,
    )


def _memory_figure(held: Sequence[Held], published: int) -> Figure:
    """Memory in the first and last third of the time, after a fifth of it for warming up."""
    warm = held[len(held) // 5 :]
    third = max(1, len(warm) // 3)
    first, last = (
        statistics.median(one.own_bytes for one in some) for some in (warm[:third], warm[-third:])
    )
    growth = last / first - 1
    return Figure(
        f"  memory (PSS) during {published} publishes: first third, last third",
        f"{first / 1e6:.0f}, {last / 1e6:.0f} MB ({growth:+.1%}); "
        f"at the start {held[0].own_bytes / 1e6:.0f}, at the end {held[-1].own_bytes / 1e6:.0f}",
        f"at most +{GOAL_GROWTH:.0%}",
        growth <= GOAL_GROWTH,
    )


async def _good(port: int, met: Met) -> None:
    """One request as a program of a user's sends it, on a connection of its own."""
    started = time.monotonic()
    try:
        status, head = await asyncio.wait_for(
            _exchange(port, request_for(QUESTIONS[met.sent % len(QUESTIONS)])), LONGEST_WAIT
        )
    except (OSError, asyncio.IncompleteReadError, TimeoutError) as error:
        met.statuses[type(error).__name__] += 1
        return
    met.statuses[str(status)] += 1
    if status == 200:
        met.seconds.append(time.monotonic() - started)
    met.without_retry += status in (429, 503) and b"retry-after" not in head.lower()


async def _exchange(port: int, request: bytes) -> tuple[int, bytes]:
    """Send a request and read its whole answer; status and head."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(request)
        head = await reader.readuntil(b"\r\n\r\n")
        while await reader.read(65_536):
            pass
        return int(head.split(b" ", 2)[1]), head
    finally:
        writer.close()
        with suppress(OSError):
            await writer.wait_closed()


async def _capacity(port: int, seconds: float) -> float:
    """How many questions a second are answered while ten clients ask one after the other."""
    ends, met = time.monotonic() + seconds, Met()

    async def client() -> None:
        while time.monotonic() < ends:
            met.sent += 1
            await _good(port, met)

    await asyncio.gather(*(client() for _ in range(10)))
    return len(met.seconds) / seconds


async def _timed(port: int) -> float:
    met = Met()
    await _good(port, met)
    return met.seconds[0] if met.seconds else float("inf")


async def _recovery_figure(port: int, quiet: float) -> Figure:
    """How long it takes until a request is about as quick as before."""
    began = time.monotonic()
    while (took := await _timed(port)) > 3 * quiet + 0.05:
        assert time.monotonic() - began < LONGEST_WAIT, "it does not become quick again"
    after = time.monotonic() - began - took
    return Figure(
        "  after the load: quick again",
        f"after {after:.1f} s; {took * 1000:.0f} ms then, {quiet * 1000:.0f} before",
        f"within {RECOVERS_WITHIN:g} s",
        after <= RECOVERS_WITHIN,
    )


async def _publish(index: Path, ends: float, every: float) -> int:
    """One report added again and again under ten names in turn; how often.

    So the collection becomes no larger than by ten reports.
    """
    files = [next((ROOT / "corpus" / "sample").glob("*/*.pdf"))]
    document = next(reading.document for reading in read_documents(files) if reading.document)
    published = 0
    while time.monotonic() + every < ends:
        await asyncio.sleep(every)
        added = index.parent / f"published-{published % 10}.jsonl"
        values = document_as_of(document, f"Publish {published % 10}")
        values["title"] = f"Published {published}"
        added.write_text(json.dumps(values), encoding="utf-8")
        await asyncio.to_thread(run_command, "qa", "index", added, "--index", index)
        published += 1
    return published


async def _watch(service: Service, ends: float) -> list[Held]:
    held = []
    while time.monotonic() < ends:
        held.append(await asyncio.to_thread(held_by, service))
        await asyncio.sleep(1)
    return held


def held_by(service: Service) -> Held:
    """What the service's processes hold."""
    own = connections = 0
    for process in service.processes():
        with suppress(OSError):  # it has just ended
            folder = Path(f"/proc/{process}")
            values = {
                line.split(":")[0]: int(line.split()[1]) * 1024
                for line in (folder / "smaps_rollup").read_text().splitlines()[1:]
            }
            own += values["Pss"]
            links = [os.readlink(file) for file in (folder / "fd").iterdir()]
            connections += sum(link.startswith("socket:") for link in links)
    return Held(own, connections)


async def _mean_no_good(port: int, ends: float) -> Counter[str]:
    """Every kind of bad client, several at once; what became of them, counted."""
    kinds = [client for client in BAD for _ in range(BAD_CLIENTS)]
    told = await asyncio.gather(*(_again_and_again(client, port, ends) for client in kinds))
    return sum(told, Counter[str]())


async def _again_and_again(
    client: Callable[[int], Awaitable[str]], port: int, ends: float
) -> Counter[str]:
    told = Counter[str]()
    while (left := ends - time.monotonic()) > 0:
        try:
            told[await asyncio.wait_for(client(port), left)] += 1
        except (TimeoutError, asyncio.IncompleteReadError):
            continue
        except OSError:
            told["refused or reset"] += 1
            await asyncio.sleep(0.1)
    return told


async def _slow_head(port: int) -> str:
    return await _drip(port, b"GET / HTTP/1.1\r\nX-Long: ", "slow heads let go")


async def _slow_body(port: int) -> str:
    return await _drip(port, head_for(60_000), "slow bodies let go")


async def _drip(port: int, beginning: bytes, told: str) -> str:
    """Send a byte every half second until the other side has enough of it."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(beginning)
        reading = asyncio.create_task(reader.read())
        while not reading.done():
            writer.write(b" ")
            await asyncio.wait({reading}, timeout=0.5)
        reading.exception()
        return told
    finally:
        writer.close()


async def _unread(port: int) -> str:
    """Ask for much and read nothing."""
    _, writer = await asyncio.open_connection("127.0.0.1", port, limit=1024)
    try:
        writer.write(b"GET /openapi.json HTTP/1.1\r\nHost: localhost\r\n\r\n" * 200)
        await asyncio.sleep(25)
        return "clients that read nothing"
    finally:
        writer.transport.abort()


async def _leaving(port: int) -> str:
    """Ask, and leave before the answer."""
    _, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(request_for(QUESTIONS[0]))
    await asyncio.sleep(0.05)
    writer.transport.abort()
    await asyncio.sleep(0.05)
    return "clients that left"


async def _huge(port: int) -> str:
    """Send a body of 8 MB that says so."""
    length = 8_000_000
    with suppress(OSError):  # who goes on sending after 413 may be cut off
        status, _ = await _exchange(port, head_for(length) + b" " * length)
        assert status in (413, 503), status
    await asyncio.sleep(0.2)
    return "bodies of 8 MB"


async def _no_http(port: int) -> str:
    with suppress(OSError, asyncio.IncompleteReadError):
        status, _ = await _exchange(port, b"\x16\x03\x01\x02\x00 what is no HTTP\r\n\r\n")
        assert status in (400, 503), status
    await asyncio.sleep(0.2)
    return "sent no HTTP"


BAD: tuple[Callable[[int], Awaitable[str]], ...] = (
    _slow_head,
    _slow_body,
    _unread,
    _leaving,
    _huge,
    _no_http,
)
