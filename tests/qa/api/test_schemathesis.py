"""schemathesis, with its own settings and every check, over every route that is described."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from qa.api.record_shapes import report_item
from qa.api.tables import Table
from qa.application import create_app
from qa.settings import Settings
from tests.qa.http.listening import listening

pytestmark = pytest.mark.slow


def tried(address: str, folder: Path, *options: str) -> tuple[int, str]:
    """The exit code and report of a run. The seed is fixed; a failure prints the request."""
    command = [sys.executable, "-m", "schemathesis.cli", "run", f"{address}/openapi.json"]
    command += ["--checks", "all", "--seed", "1", "--no-color", *options]
    done = subprocess.run(  # in a folder without settings of its own
        command, cwd=folder, capture_output=True, text=True, timeout=300, check=False
    )
    return done.returncode, done.stdout + done.stderr


def test_schemathesis_finds_no_fault(sample_index: Path, tmp_path: Path) -> None:
    with listening(create_app(Settings(index=sample_index, requests_per_minute=0))) as address:
        code, report = tried(address, tmp_path, "--max-examples", "15")
    assert code == 0, report
    assert "No issues found" in report


def test_schemathesis_finds_a_route_that_breaks_its_description(
    sample_index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def without_its_kind(report: Any) -> dict[str, Any]:
        return {name: v for name, v in report_item(report).items() if name != "kind"}

    broken = Table("reports", ("id",), without_its_kind)
    monkeypatch.setattr("qa.api.records.REPORTS", broken)
    options = ("--include-path", "/api/reports", "--phases", "fuzzing", "--max-examples", "5")
    with listening(create_app(Settings(index=sample_index, requests_per_minute=0))) as address:
        code, report = tried(address, tmp_path, *options)
    assert code == 1, report
    assert "Response violates schema" in report
    assert '"kind" is a required property' in report
