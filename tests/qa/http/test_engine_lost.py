"""A service whose collection an engine keeps outlives the engine's end and takes up what comes.

The engine is a server of its own that is killed; the service answers 503, never from half of a
collection, and goes on by itself.
"""

from __future__ import annotations

import shutil
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx2
import pytest

from index import Store, store_of
from tests.contracts.engines import RunningEngine, running_engine
from tests.qa.http.serving import Serving, serving
from tests.qa.publishing import OWN_WORDS, SAMPLE

pytestmark = pytest.mark.slow

QUESTION = {"question": "How are care leavers helped?"}
ALONE = {"QA_REQUESTS_PER_MINUTE": "0", "QA_PROCESSES": "1"}


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningEngine]:
    with running_engine(tmp_path_factory.mktemp("engine")) as running:
        yield running


@pytest.fixture
def kept(engine: RunningEngine, tmp_path: Path, sample_index: Path) -> Iterator[tuple[Store, str]]:
    """The sample reports in the engine, and the address of the collection."""
    address = engine.address(f"sample{abs(hash(tmp_path))}")
    store = store_of(tmp_path / "index", address)
    work = tmp_path / f"index-127.0.0.1-{address.rpartition('/')[2]}"
    work.mkdir()
    shutil.copy(sample_index / "embeddings.sqlite", work)  # the vectors need not be made again
    store.update([SAMPLE])
    yield store, address
    store.close()


def ask(served: Serving) -> httpx2.Response:
    return httpx2.post(f"{served.address}/api/ask", json=QUESTION, timeout=30)


def wait_until(holds: Callable[[], bool], seconds: float = 60.0) -> None:
    until = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < until
        time.sleep(0.1)


def said(answer: httpx2.Response) -> object:
    """An answer without its times and the generation's number."""
    return {name: value for name, value in answer.json().items() if name != "timing_ms"}


def test_an_engine_that_is_killed_costs_answers_only_while_it_is_away(
    engine: RunningEngine, kept: tuple[Store, str], tmp_path: Path
) -> None:
    with serving(tmp_path / "index", tmp_path / "log", QA_STORE=kept[1], **ALONE) as served:
        first = ask(served)
        assert first.status_code == 200
        assert first.json()["citations"]
        engine.kill()
        lost = ask(served)
        assert lost.status_code == 503
        assert lost.headers["Retry-After"]
        assert "Traceback" not in lost.text
        wait_until(lambda: served.get("/readyz").status_code == 503)
        assert served.get("/livez").status_code == 200
        engine.start()
        wait_until(lambda: served.get("/readyz").status_code == 200)
        wait_until(lambda: ask(served).status_code == 200)
        assert said(ask(served)) == said(first)


def test_an_engine_that_hangs_is_not_waited_for_longer_than_a_request(
    engine: RunningEngine, kept: tuple[Store, str], tmp_path: Path
) -> None:
    with serving(tmp_path / "index", tmp_path / "log", QA_STORE=kept[1], **ALONE) as served:
        assert ask(served).status_code == 200
        assert engine.process is not None
        engine.process.send_signal(signal.SIGSTOP)
        started = time.monotonic()
        assert ask(served).status_code == 503
        assert time.monotonic() - started < 15
        engine.process.send_signal(signal.SIGCONT)
        wait_until(lambda: ask(served).status_code == 200)


def test_what_another_machine_publishes_is_taken_up_and_what_it_removes_is_cited_no_more(
    kept: tuple[Store, str], tmp_path: Path
) -> None:
    store, address = kept
    added = tmp_path / "added" / "wexcombe-self-assessment.md"
    added.parent.mkdir()
    added.write_text(OWN_WORDS.read_text(encoding="utf-8").replace("Thornmere", "Wexcombe"))
    with serving(tmp_path / "index", tmp_path / "log", QA_STORE=address, **ALONE) as served:

        def authorities() -> set[str]:
            return {report["authority"] for report in served.get("/api/reports").json()["items"]}

        assert "Wexcombe" not in authorities()
        store.update([added])
        wait_until(lambda: "Wexcombe" in authorities())
        store.update([], remove=[added])
        wait_until(lambda: "Wexcombe" not in authorities())
        pictured = [r for r in served.get("/api/reports").json()["items"] if r["pages"]]
        page = served.get(f"/api/reports/{pictured[0]['id']}/pages/1.png")
        assert page.status_code == 200
        assert page.headers["content-type"] == "image/png"
