"""`qa serve` says aloud when it lets in everybody who can reach it."""

from __future__ import annotations

import socket
from pathlib import Path
from types import SimpleNamespace

import pytest

from qa.cli import main


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[str]:
    """Stands in for listening: on which host it would be, and what would be written down."""
    told: list[str] = []

    def run(sockets: list[socket.socket]) -> None:
        told.append(sockets[0].getsockname()[0])

    monkeypatch.setattr("qa.serving._config", lambda settings, shared: None)
    monkeypatch.setattr("qa.serving.uvicorn.Server", lambda config: SimpleNamespace(run=run))
    monkeypatch.setattr("qa.serving.log_event", lambda event, values: told.append(event))
    monkeypatch.setenv("QA_PROCESSES", "1")
    monkeypatch.setenv("QA_TOKENS", str(tmp_path / "tokens.json"))
    return told


def serve(index: Path, *arguments: str) -> int:
    return main.main(["serve", "--index", str(index), "--port", "0", *arguments])


def test_open_to_the_network_is_said_aloud(served: list[str], sample_index: Path) -> None:
    assert serve(sample_index, "--host", "0.0.0.0", "--open-to-everyone") == 0
    listening, warning, host = served
    assert listening.startswith("Listening on")
    assert warning.startswith("Nobody has to sign in, and others can reach the service")
    assert host == "0.0.0.0"


def test_closed_to_the_network_is_refused(
    served: list[str], sample_index: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert serve(sample_index, "--host", "0.0.0.0") == 4
    assert served == []
    assert "there is no token to sign in with" in capsys.readouterr().err


def test_on_this_machine_alone_nothing_is_said(served: list[str], sample_index: Path) -> None:
    assert serve(sample_index, "--open-to-everyone") == 0
    assert len(served) == 2
    assert served[1] == "127.0.0.1"
