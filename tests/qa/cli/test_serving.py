"""`qa serve` says aloud when it lets in everybody who can reach it."""

from __future__ import annotations

from pathlib import Path

import pytest

from qa.cli import main


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[str]:
    """Stands in for listening: on which host it would be."""
    hosts: list[str] = []
    monkeypatch.setattr("qa.serving.serve", lambda settings, _: hosts.append(settings.host))
    monkeypatch.setenv("QA_TOKENS", str(tmp_path / "tokens.json"))
    return hosts


def serve(index: Path, *arguments: str) -> int:
    return main.main(["serve", "--index", str(index), "--port", "0", *arguments])


def test_open_to_the_network_is_said_aloud(
    served: list[str], sample_index: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert serve(sample_index, "--host", "0.0.0.0", "--open-to-everyone") == 0
    assert served == ["0.0.0.0"]
    assert "nobody has to sign in" in capsys.readouterr().err


def test_closed_to_the_network_is_refused(
    served: list[str], sample_index: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert serve(sample_index, "--host", "0.0.0.0") == 4
    assert served == []
    assert "there is no token to sign in with" in capsys.readouterr().err


def test_on_this_machine_alone_nothing_is_said(
    served: list[str], sample_index: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert serve(sample_index, "--open-to-everyone") == 0
    assert served == ["127.0.0.1"]
    assert "sign in" not in capsys.readouterr().err
