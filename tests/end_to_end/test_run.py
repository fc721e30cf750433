"""`make run` after set-up: a folder gets a collection of its own, and is served or asked."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import threading
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
RUN = ROOT / "scripts" / "run.sh"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not (ROOT / ".venv" / "bin" / "ask").exists(),
        reason="no .venv with the commands in it: run make setup",
    ),
]

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """scripts/run.sh without a terminal, with a user's data folder of its own."""

    def call(*arguments: str) -> subprocess.CompletedProcess[str]:
        environment = {key: value for key, value in os.environ.items() if key[:3] != "QA_"}
        return subprocess.run(
            ["sh", str(RUN), *arguments],
            env={**environment, "XDG_DATA_HOME": str(tmp_path / "data")},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )

    return call


def test_sample_is_indexed_and_answers_one_question(run: Run) -> None:
    done = run("corpus/sample", "What needs to improve?")
    assert done.returncode == 0, done.stderr
    assert "[1]" in done.stdout
    again = run("corpus/sample", "How was leadership graded in Thornmere in 2024?")
    assert "15 unchanged" in again.stdout + again.stderr
    assert "outstanding" in again.stdout


def test_a_collection_of_an_older_program_is_made_anew(run: Run, tmp_path: Path) -> None:
    index = tmp_path / "data" / "inspection-answers" / "sample"
    older = index / "generations" / "000001" / "manifest.json"
    older.parent.mkdir(parents=True)
    older.write_text('{"format": 1}', encoding="utf-8")
    sha256 = hashlib.sha256(older.read_bytes()).hexdigest()
    pointer = {"generation": 1, "manifest_sha256": sha256}
    (index / "CURRENT").write_text(json.dumps(pointer), encoding="utf-8")
    done = run("corpus/sample", "What needs to improve?")
    assert "has format 1" in done.stderr
    assert "Making the collection anew" in done.stderr
    assert done.returncode == 0, done.stderr
    assert "[1]" in done.stdout


def test_the_page_is_served_over_the_sample(tmp_path: Path) -> None:
    environment = {key: value for key, value in os.environ.items() if key[:3] != "QA_"}
    environment |= {"XDG_DATA_HOME": str(tmp_path / "data"), "QA_PORT": "0"}
    command = ["sh", str(RUN), "corpus/sample"]
    with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        try:
            found = next(
                match for line in process.stderr if (match := re.search(r"http://\S+:\d+", line))
            )
            threading.Thread(target=process.stderr.read, daemon=True).start()
            page = wait_for_page(found[0])
        finally:
            process.terminate()
    assert "15" in page
    assert "Thornmere" in page


def wait_for_page(address: str) -> str:
    """The start page, once the collection is open."""
    for _ in range(600):
        try:
            with urllib.request.urlopen(f"{address}/") as response:
                return str(response.read().decode())
        except OSError:
            time.sleep(0.1)
    raise AssertionError("the page was not served within a minute")


def test_named_folder_gets_a_collection_of_its_own(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "my reports"
    folder.mkdir()
    report = ROOT / "corpus" / "sample" / "99103_brackenhythe"
    shutil.copy(next(report.glob("safeguarding-inspection*.md")), folder)
    (folder / "broken.pdf").write_bytes(b"%PDF-1.4 and no more")
    done = run(str(folder), "What needs to improve in Brackenhythe?")
    assert done.returncode == 0, done.stderr
    assert "Brackenhythe" in done.stdout
    assert "broken.pdf" in done.stdout + done.stderr
    (collection,) = (ROOT / "build" / "collections").glob("my reports-*")
    assert str(collection.relative_to(ROOT)) in done.stderr
    shutil.rmtree(collection)


def test_missing_folder_is_told(run: Run) -> None:
    done = run("no such folder")
    assert done.returncode == 2
    assert "REPORTS=folder" in done.stderr
