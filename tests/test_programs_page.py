"""docs/programs.md stays true: what it shows is run as it stands, over the sample collection.

Only the address, the folder of the index and the place of `qa` are put in.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from qa.application import create_app
from qa.cli import main
from qa.settings import Settings
from tests.qa.http.listening import listening

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs/programs.md").read_text(encoding="utf-8")
ADDRESS = "http://127.0.0.1:8000"


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def address(sample_index: Path) -> Iterator[str]:
    with listening(create_app(Settings(index=sample_index))) as running:
        yield running


def output_of(command: list[str]) -> str:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        command, capture_output=True, text=True, cwd=ROOT, env=environment, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.slow
@pytest.mark.parametrize(
    ("number", "words"),
    [(0, "Twelve privately fostered children"), (1, "### Sources"), (2, "care leavers: ")],
)
def test_shown_python_runs(address: str, sample_index: Path, number: int, words: str) -> None:
    code = blocks("python")[number].replace(ADDRESS, address)
    code = code.replace("build/collection", str(sample_index))
    code = code.replace(
        'command="qa", args=[', f'command={sys.executable!r}, args=["-m", "qa.cli.main", '
    )
    assert words in output_of([sys.executable, "-c", code])


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
@pytest.mark.parametrize(
    "shown", [block for block in blocks("sh") if "curl" in block], ids=lambda shown: shown[:40]
)
def test_shown_requests_are_answered(address: str, shown: str) -> None:
    commands = [line for line in re.split(r"(?<!\\)\n", shown.strip()) if line]
    for command in commands:
        told = output_of(["sh", "-c", command.replace(ADDRESS, address)])
        if "text/markdown" in command:
            assert told.startswith("## What needs to improve in Quillbridge?")
        else:
            values = json.loads(told)
            assert values.get("status") == "answered" or values["items"]


def test_the_shown_entry_for_clients_starts_a_command_that_is_there() -> None:
    (entry,) = json.loads(blocks("json")[0])["mcpServers"].values()
    assert Path(entry["command"]).name == "qa"
    assert main.parser().parse_args(entry["args"]).command == "mcp"


def test_every_python_block_is_run() -> None:
    assert len(blocks("python")) == 3
