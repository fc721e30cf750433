"""What is broken while the service runs mends itself: a process, the index, the end of it all."""

from __future__ import annotations

import os
import shutil
import signal
import threading
import time
from collections.abc import Callable
from pathlib import Path

import httpx2
import pytest

from scripts.soak.hard_questions import hard_texts
from tests.qa.http.serving import Serving, serving
from tests.qa.http.test_desk import ask_and_leave_open, read_status
from tests.qa.publishing import publish

pytestmark = pytest.mark.slow

QUESTION = {"question": "How are care leavers helped?"}
FILES_OF_A_SEGMENT = 7
ALONE = {"QA_REQUESTS_PER_MINUTE": "0"}


def ask(served: Serving) -> int:
    return httpx2.post(f"{served.address}/api/ask", json=QUESTION, timeout=30).status_code


def wait_until(holds: Callable[[], bool], seconds: float = 60.0) -> None:
    until = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < until
        time.sleep(0.1)


def answers_everywhere(served: Serving) -> bool:
    """Several in a row: the processes take requests in turn."""
    return all(ask(served) == 200 for _ in range(8))


@pytest.fixture
def index(sample_index: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "index"
    shutil.copytree(sample_index, folder)
    return folder


def test_of_a_process_that_is_killed_only_what_it_was_at_fails(
    sample_index: Path, tmp_path: Path
) -> None:
    with serving(sample_index, tmp_path / "log", QA_PROCESSES="2", **ALONE) as served:
        met: list[int | str] = []
        ended = threading.Event()

        def client() -> None:
            while not ended.is_set():
                try:
                    met.append(ask(served))
                except httpx2.TransportError as error:
                    met.append(type(error).__name__)

        clients = [threading.Thread(target=client) for _ in range(4)]
        for one in clients:
            one.start()
        wait_until(lambda: len(met) > 20)
        killed = min(x["process"] for x in served.lines() if x["event"] == "service started")
        os.kill(killed, signal.SIGKILL)
        wait_until(lambda: sum(x["event"] == "service started" for x in served.lines()) == 3)
        wait_until(lambda: answers_everywhere(served))
        ended.set()
        for one in clients:
            one.join()
    # 503 until the one in its place has opened the collection; of connections, its own four.
    assert set(met) - {200, 503} <= {"ReadError", "RemoteProtocolError", "ConnectError"}
    assert sum(isinstance(one, str) for one in met) <= len(clients)
    assert met.count(200) > 20


@pytest.mark.parametrize("harm", ["moved away", "pointer damaged"])
def test_an_index_that_is_gone_for_a_while_is_told_and_taken_up_again(
    index: Path, tmp_path: Path, harm: str
) -> None:
    aside, pointer = index.with_name("aside"), index / "CURRENT"
    with serving(index, tmp_path / "log", QA_PROCESSES="2", **ALONE) as served:
        before = pointer.read_bytes()
        if harm == "moved away":
            index.rename(aside)
        else:
            pointer.write_bytes(b"\xff nonsense")
        wait_until(lambda: served.get("/readyz").status_code == 503)
        assert {ask(served) for _ in range(4)} <= {200, 503}  # what is open can still answer
        if harm == "moved away":
            aside.rename(index)
        else:
            pointer.write_bytes(before)
        wait_until(lambda: served.get("/readyz").status_code == 200)
        wait_until(lambda: answers_everywhere(served))


def test_generations_that_are_replaced_leave_no_open_file_behind(
    index: Path, tmp_path: Path
) -> None:
    with serving(index, tmp_path / "log", QA_PROCESSES="1", **ALONE) as served:
        (process,) = {x["process"] for x in served.lines() if x["event"] == "service started"}

        def opened() -> int:
            return sum(line["event"] == "collection opened" for line in served.lines())

        def held() -> tuple[int, list[str]]:
            files = len(os.listdir(f"/proc/{process}/fd"))
            maps = Path(f"/proc/{process}/maps").read_text(encoding="utf-8")
            return files, [line for line in maps.splitlines() if str(index) in line]

        publish(index, "Wexcombe")
        wait_until(lambda: opened() == 2 and ask(served) == 200)
        before = held()
        for number in range(6):
            publish(index, f"{'Aldermoor' if number % 2 else 'Hollin'}{number // 2}")
            wait_until(lambda number=number: opened() == 3 + number)  # type: ignore[misc]
            assert ask(served) == 200
        time.sleep(1)
        files, maps = held()
        assert files <= before[0] + 2 * FILES_OF_A_SEGMENT  # there may be some more of them
        assert len(maps) <= len(before[1]) + 2 * FILES_OF_A_SEGMENT
        assert not any("(deleted)" in line for line in maps)


def test_told_to_end_it_answers_what_it_is_at(sample_index: Path, tmp_path: Path) -> None:
    words = dict(hard_texts(2_000))["different words"]  # takes long enough to be caught at it
    with serving(sample_index, tmp_path / "log", QA_PROCESSES="2", **ALONE) as served:
        asked = [ask_and_leave_open(served.address, words) for _ in range(12)]
        time.sleep(0.3)  # for all of them to have come in
    assert [read_status(one) for one in asked] == [200] * len(asked)
