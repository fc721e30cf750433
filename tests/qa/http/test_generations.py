"""A service over generations that follow one another: no failed request, and damage is told."""

from __future__ import annotations

import errno
import os
import shutil
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from index import update_collection
from qa.settings import Settings
from tests.qa.http.running import running
from tests.qa.publishing import publish, wait_until

pytestmark = pytest.mark.slow

SAMPLE = Path(__file__).parents[3] / "corpus" / "sample"
REQUESTS: tuple[Callable[[TestClient], Any], ...] = (
    lambda client: client.post("/api/ask", json={"question": "How are care leavers helped?"}),
    lambda client: client.get("/api/search?q=supervision"),
    lambda client: client.get("/api/reports?limit=3"),
    lambda client: client.get("/api/judgements", headers={"Accept": "text/csv"}),
    lambda client: client.get("/readyz"),
)


@pytest.fixture
def index(sample_index: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "index"
    shutil.copytree(sample_index, folder)
    return folder


def test_no_request_fails_while_generations_are_published(index: Path) -> None:
    statuses: list[int] = []
    ended = threading.Event()
    with running(Settings(index=index, requests_per_minute=0)) as client:

        def ask() -> None:
            while not ended.is_set():
                statuses.extend(request(client).status_code for request in REQUESTS)

        askers = [threading.Thread(target=ask) for _ in range(2)]
        for asker in askers:
            asker.start()
        try:
            for name in ("Wexcombe", "Aldermoor"):
                publish(index, name)
                query = {"authority": name}
                wait_until(
                    lambda query=query: (  # type: ignore[misc]
                        client.get("/api/reports", params=query).status_code == 200
                    )
                )
        finally:
            ended.set()
            for asker in askers:
                asker.join()
    assert len(statuses) > 20
    assert set(statuses) == {200}


def test_a_page_of_an_older_generation_says_to_start_again(index: Path) -> None:
    with running(Settings(index=index)) as client:
        first = client.get("/api/reports?limit=2")
        before = first.headers["etag"]
        assert client.get(first.json()["next"]).status_code == 200
        publish(index, "Wexcombe")
        wait_until(lambda: client.get("/api/reports?limit=2").headers["etag"] != before)
        gone = client.get(first.json()["next"])
        assert gone.status_code == 410
        assert gone.headers["content-type"] == "application/problem+json"
        assert "start again" in gone.json()["detail"]
        fresh = client.get("/api/reports?limit=2", headers={"If-None-Match": before})
        assert fresh.status_code == 200


def test_a_block_that_is_damaged_is_told_until_a_new_generation(index: Path) -> None:
    with running(Settings(index=index)) as client:
        newest = client.get("/api/reports").json()["items"][0]["id"]
        damage_paragraphs(client, index)
        refused = client.get(f"/api/reports/{newest}/paragraphs")
        assert refused.status_code == 503
        assert refused.headers["content-type"] == "application/problem+json"
        assert "qa doctor" in refused.json()["detail"]
        assert str(index) not in refused.text
        for request in (REQUESTS[0], REQUESTS[1], REQUESTS[4]):
            assert request(client).status_code == 503
        assert client.get("/livez").status_code == 200
        update_collection(index, [SAMPLE], rebuild=True)
        wait_until(lambda: client.get("/readyz").status_code == 200)
        assert client.get(f"/api/reports/{newest}/paragraphs").status_code == 200


def test_a_block_that_the_disk_does_not_give_costs_the_requests_that_need_it(
    index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> bytes:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    with running(Settings(index=index)) as client:
        newest = client.get("/api/reports").json()["items"][0]["id"]
        forget_blocks(client)
        with monkeypatch.context() as patch:
            patch.setattr(os, "pread", refuse)
            refused = client.get(f"/api/reports/{newest}/paragraphs")
        assert refused.status_code == 503
        assert "qa doctor" in refused.json()["detail"]
        assert str(index) not in refused.text
        assert client.get(f"/api/reports/{newest}/paragraphs").status_code == 200
        assert client.get("/readyz").status_code == 200


def damage_paragraphs(client: TestClient, index: Path) -> None:
    """Change the file of paragraphs on the disk, and have the service look at it for the first
    time again: which blocks a first question reads is chance.
    """
    (file,) = (index / "segments").glob("*/paragraphs.jsonl")
    content = bytearray(file.read_bytes())
    content[::1000] = bytes(byte ^ 1 for byte in content[::1000])
    with file.open("r+b") as written:
        written.write(content)
    forget_blocks(client)


def forget_blocks(client: TestClient) -> None:
    """Have the service compare every block of paragraphs again."""
    with client.app.state.service.live.lease() as held:  # type: ignore[attr-defined]
        for segment in held.collection._segments.values():
            segment.paragraphs._file._is_known[:] = False
