"""Nothing is asked of another machine: not by indexing, not by asking, not by serving.

Each command runs in a process whose every look-up of a name and every connection is noted and
refused, children included; the message of a failure names the host.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest

from tests.conftest import SAMPLE
from tests.end_to_end.page.served import served
from tests.end_to_end.watched_network import Watched, watching

pytestmark = pytest.mark.slow


@pytest.fixture
def watched(tmp_path: Path) -> Iterator[Watched]:
    """An environment in which the network is watched, with a data folder of its own."""
    with watching(tmp_path) as found:
        data = {"XDG_DATA_HOME": str(tmp_path / "data")}
        yield Watched({**found.environment, **data}, found.noted)


def run(watched: Watched, *arguments: str) -> subprocess.CompletedProcess[str]:
    """A command of this Python, with its children; it must end well."""
    done = subprocess.run(
        [sys.executable, *arguments],
        env=dict(watched.environment),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done


def test_indexing_and_asking_turn_to_no_other_machine(watched: Watched, tmp_path: Path) -> None:
    index = str(tmp_path / "index")
    reports = sorted(str(path) for path in SAMPLE.glob("*/*.pdf"))[:2]
    assert reports
    run(watched, "-m", "qa.cli.main", "index", "--index", index, *reports)
    asked = run(watched, "-m", "qa.cli.ask", "--index", index, "--json", "What needs to improve?")
    assert json.loads(asked.stdout)["citations"]
    run(watched, "-m", "qa.cli.main", "read", *reports)
    run(watched, "-m", "qa.cli.main", "doctor", "--index", index)
    assert watched.hosts() == []


def test_the_model_by_torch_turns_to_no_other_machine(watched: Watched) -> None:
    code = (
        "import warnings; warnings.simplefilter('ignore')\n"
        "from index import EmbeddingModelMissing, SentenceTransformerEmbedder, OnnxEmbedder\n"
        "SentenceTransformerEmbedder().encode_texts(['Homes.'])\n"
        "for kind in (SentenceTransformerEmbedder, OnnxEmbedder):\n"
        "    try:\n"
        "        kind('nobody/no-such-model').encode_texts(['Homes.'])\n"
        "    except EmbeddingModelMissing:\n"
        "        print('missing')\n"
    )
    assert run(watched, "-c", code).stdout.split() == ["missing", "missing"]
    assert watched.hosts() == []


def test_serving_turns_to_no_other_machine(
    watched: Watched, tmp_path: Path, sample_index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("PYTHONPATH", "WATCHED_HOSTS"):
        monkeypatch.setenv(name, watched.environment[name])
    with (
        served(sample_index, tmp_path) as service,
        httpx2.Client(base_url=service.address) as client,
    ):
        asked = client.post("/api/ask", json={"question": "What needs to improve?"})
        assert asked.json()["citations"]
        report = asked.json()["citations"][0]["report_id"]
        for address in ("/", "/docs", "/reports", f"/api/reports/{report}/pages/1.png", "/metrics"):
            assert client.get(address).status_code in (200, 404), address
    assert watched.hosts() == []


@pytest.mark.parametrize(
    "code",
    [
        "import socket; socket.create_connection(('huggingface.co', 443))",
        "import socket; socket.socket().connect(('192.0.2.1', 443))",
        "import urllib.request; urllib.request.urlopen('https://huggingface.co')",
        "import httpx2; httpx2.get('https://huggingface.co')",
        "import subprocess, sys; subprocess.run([sys.executable, '-c',"
        " \"import socket; socket.getaddrinfo('huggingface.co', 443)\"])",
    ],
)
def test_what_turns_to_another_machine_is_noted(code: str, watched: Watched) -> None:
    subprocess.run(
        [sys.executable, "-c", code],
        env=dict(watched.environment),
        capture_output=True,
        check=False,
    )
    (first, *_) = watched.hosts()
    assert first.split()[1] in ("huggingface.co", "192.0.2.1")
