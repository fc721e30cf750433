"""`qa token`: shown once, listed without, revoked by name."""

from __future__ import annotations

from pathlib import Path

import pytest

from qa.cli.main import main
from qa.http.tokens import read_tokens, token_of


@pytest.fixture
def tokens(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "tokens.json"
    monkeypatch.setenv("QA_TOKENS", str(path))
    return path


def test_a_token_is_made_listed_and_revoked(
    tokens: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["token", "--name", "duty team"]) == 0
    made = capsys.readouterr()
    secret = made.out.strip()
    assert token_of(secret, read_tokens(tokens)) is not None
    assert "duty team" in made.err
    assert secret not in made.err

    assert main(["token", "--list"]) == 0
    listed = capsys.readouterr().out
    assert "duty team" in listed
    assert secret not in listed

    assert main(["token", "--revoke", "duty team"]) == 0
    assert "nobody can sign in" in capsys.readouterr().err
    assert read_tokens(tokens) == ()


def test_misuse_is_told_with_its_exit_code(
    tokens: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["token", "--revoke", "nobody"]) == 2
    assert main(["token", "--name", "<b>"]) == 2
    tokens.write_text("{", encoding="utf-8")
    tokens.chmod(0o600)
    assert main(["token"]) == 4
    assert str(tokens) in capsys.readouterr().err
