"""The service as clients meet it: the first sentence, a page image, many at once, publishing.

A real `qa serve` in its own processes; the clients are threads of this one and take their share of
the same cores.
"""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from urllib.parse import urlencode

from bench.clients import Told, run_clients
from bench.commands import ROOT, run_command
from bench.figures import Figure
from bench.questions import QUESTIONS
from corpus import Document, document_to_json, read_documents
from index import Collection

FIRST_SENTENCE, PAGE_IMAGE, MANY_P99 = 150.0, 400.0, 400.0  # milliseconds
PAGE_WEIGHT = 250.0  # KB
CLIENTS, EACH = 20, 25
PUBLISHES = 20
STARTS_WITHIN = 60.0  # seconds
ENDS_WITHIN = 20.0


def measure_serving(index: Path, *, publishes: int = PUBLISHES) -> Iterator[Figure]:
    """A person's questions, page images, 20 clients at once, and the same while it is published."""
    with serving(index) as service:
        port = service.port
        yield from _measure_one(port, index)
        yield from _measure_many(port)
        yield from _measure_publishing(port, index, publishes)


def enlarge(index: Path, files: Sequence[Path], paragraphs: int) -> None:
    """Add the same reports under other authorities until there are so many paragraphs."""
    with Collection.open(index) as collection:
        held = sum(report.paragraph_count for report in collection.reports())
    added = index.parent / "more.jsonl"
    with added.open("w", encoding="utf-8") as file:
        for document in _documents(files):
            if held >= paragraphs:
                break
            file.write(f"{json.dumps(document_as_of(document, 'Further'))}\n")
            held += len(document.paragraphs)
    run_command("qa", "index", added, "--index", index)


@dataclass(frozen=True, slots=True)
class Service:
    """A running `qa serve`."""

    port: int
    pid: int  # of the process that was started; those that answer are its children

    def processes(self) -> list[int]:
        """It, and every process that comes from it, as the system lists them (Linux)."""
        found = [self.pid]
        for pid in found:
            for task in Path(f"/proc/{pid}/task").glob("*"):
                with suppress(OSError):
                    found += map(int, (task / "children").read_text().split())
        return found


@contextmanager
def serving(index: Path) -> Iterator[Service]:
    """`qa serve` over the index, ready, on a port of its own; it limits no client."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("QA_")}
    environment |= {"PYTHONPATH": str(ROOT), "QA_REQUESTS_PER_MINUTE": "0"}
    script = Path(sys.executable).parent / "qa"
    command: list[str | Path] = [script, "serve", "--port", "0", "--index", index]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment)
    assert process.stderr is not None
    try:
        port = port_of(process.stderr)
        threading.Thread(target=_read_all, args=(process.stderr,), daemon=True).start()
        wait_until_ready(port)
        yield Service(port, process.pid)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(ENDS_WITHIN)
        process.stderr.close()


def _read_all(stream: IO[str]) -> None:
    """What nobody reads would at last keep the service from writing."""
    with suppress(ValueError):  # closed
        while stream.read(65_536):
            pass


def port_of(lines: Iterable[str]) -> int:
    """The port that a service says it listens on.

    Raises: SystemExit where it says none.
    """
    for line in lines:
        if found := re.search(r"http://[^:]+:(\d+)", line):
            return int(found[1])
    raise SystemExit("qa serve did not start")


def wait_until_ready(port: int) -> None:
    """Wait until every process answers: they load side by side and take requests in turn."""
    deadline, in_a_row = time.monotonic() + STARTS_WITHIN, 0
    while in_a_row < 10:
        if time.monotonic() > deadline:
            raise SystemExit("qa serve was not ready in time")
        try:
            in_a_row = in_a_row + 1 if _get(port, "/readyz")[0] == 200 else 0
        except OSError:
            in_a_row = 0
        time.sleep(0.2)


def _get(port: int, path: str) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", path)
    response = connection.getresponse()
    found = response.status, response.read()
    connection.close()
    return found


def _measure_one(port: int, index: Path) -> Iterator[Figure]:
    asked = [first_sentence_ms(port, question) for question in QUESTIONS * 4]
    yield _most_ms("page: question sent to first sentence, p50", asked, FIRST_SENTENCE)
    weight = sum(len(_get(port, path)[1]) for path in _page_files(port)) / 1000
    yield Figure(
        "page: first visit with stylesheet, script and icon",
        f"{weight:.0f} KB",
        f"under {PAGE_WEIGHT:g} KB",
        weight < PAGE_WEIGHT,
    )
    with Collection.open(index) as collection:
        paged = [
            report
            for report in collection.reports()
            if (report.pages or 0) > 3 and collection.original(report.sha256)
        ]
    paths = [f"/api/reports/{report.id}/pages/3.png" for report in paged[:12]]
    first = [_timed_get(port, path) for path in paths]
    if paths:
        yield _most_ms("page image, asked for the first time, p50", first, PAGE_IMAGE)
        again = [_timed_get(port, path) for path in paths * 2]
        yield Figure("  the same again, p50", f"{statistics.median(again):.0f} ms")


def first_sentence_ms(port: int, question: str) -> float:
    """Milliseconds until the page shows a sentence, or that there is none."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    started = time.perf_counter()
    headers = {"Accept": "text/event-stream", "Content-Type": "application/x-www-form-urlencoded"}
    connection.request("POST", "/", urlencode({"question": question}), headers)
    response = connection.getresponse()
    for line in response:
        if b"sentence" in line or line.startswith(b"event: done"):
            break
    elapsed = (time.perf_counter() - started) * 1000
    response.read()
    connection.close()
    return elapsed


def _page_files(port: int) -> list[str]:
    html = _get(port, "/")[1].decode()
    return ["/", *re.findall(r'(?:href|src)="(/static/[^"]+)"', html)]


def _timed_get(port: int, path: str) -> float:
    started = time.perf_counter()
    status, _ = _get(port, path)
    if status != 200:
        raise SystemExit(f"{path}: {status}")
    return (time.perf_counter() - started) * 1000


def _measure_many(port: int) -> Iterator[Figure]:
    told = Told()
    seconds = run_clients(port, QUESTIONS, CLIENTS, lambda asked: asked >= EACH, told)
    yield from _told_figures(f"{CLIENTS} clients at once", told, seconds, goal=MANY_P99)


def _measure_publishing(port: int, index: Path, publishes: int) -> Iterator[Figure]:
    """One report added again and again, each time under another name, while clients ask."""
    told, done = Told(), threading.Event()
    clients = threading.Thread(
        target=run_clients,
        args=(port, QUESTIONS, CLIENTS, lambda _: done.is_set(), told),
        daemon=True,
    )
    sample = next(_documents([next((ROOT / "corpus" / "sample").glob("*/*.pdf"))]))
    clients.start()
    started = time.perf_counter()
    for number in range(publishes):
        added = index.parent / f"published-{number}.jsonl"
        added.write_text(json.dumps(document_as_of(sample, f"Publish {number}")), encoding="utf-8")
        run_command("qa", "index", added, "--index", index)
    done.set()
    clients.join()
    seconds = time.perf_counter() - started
    yield from _told_figures(f"the same during {publishes} publishes", told, seconds, goal=None)
    mixed = sum(len(counts) > 1 for counts in told.reports_by_generation.values())
    yield Figure(
        f"  answers that mix generations, of {len(told.reports_by_generation)} generations seen",
        f"{mixed}",
        "0",
        mixed == 0,
    )


def _told_figures(what: str, told: Told, seconds: float, *, goal: float | None) -> Iterator[Figure]:
    failed = len(told.failures)
    yield Figure(f"{what}: requests failed", f"{failed} of {told.requests}", "0", failed == 0)
    p50, p99 = told.quantile(0.5), told.quantile(0.99)
    yield Figure(
        f"{what}: p50, p99",
        f"{p50:.0f}, {p99:.0f} ms; {len(told.milliseconds) / seconds:.0f} a second",
        f"p99 under {goal:g} ms" if goal else "",
        p99 < goal if goal else None,
    )


def _most_ms(what: str, milliseconds: Sequence[float], goal: float) -> Figure:
    middle = statistics.median(milliseconds)
    shown = f"{middle:.0f} ms, slowest of {len(milliseconds)}: {max(milliseconds):.0f}"
    return Figure(what, shown, f"at most {goal:g} ms", middle <= goal)


def _documents(files: Sequence[Path]) -> Iterator[Document]:
    for reading in read_documents(files):
        if reading.document is not None:
            yield reading.document


def document_as_of(document: Document, prefix: str) -> dict[str, object]:
    """The document as that of another authority, so that it is another report."""
    values = document_to_json(document)
    before, after = document.id, f"{prefix.lower().replace(' ', '-')}-{document.id}"
    values["authority"] = f"{prefix} {document.authority}"
    text = json.dumps(values).replace(f'"{before}', f'"{after}')
    renamed: dict[str, object] = json.loads(text)
    renamed["sha256"] = "".join(reversed(document.sha256))
    return renamed
