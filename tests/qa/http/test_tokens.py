"""Tokens: known again by their hash, kept from others' eyes, taken away at once."""

from __future__ import annotations

import os
import re
import threading
from pathlib import Path

import pytest

from qa.errors import TokenNameUnfit, TokensUnreadable
from qa.http.tokens import add_token, read_tokens, revoke_token, token_of


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "tokens.json"


def test_a_token_is_known_again_and_is_not_in_the_file(path: Path) -> None:
    name, secret = add_token(path, "duty team")
    assert name == "duty team"
    assert re.fullmatch(r"qa_[\w-]{43}", secret)
    assert secret not in path.read_text(encoding="utf-8")
    found = token_of(secret, read_tokens(path))
    assert found is not None
    assert found.name == "duty team"
    for other in ("", "qa_", secret[:-1], secret + "x", secret.upper(), "\udcff"):
        assert token_of(other, read_tokens(path)) is None


def test_only_its_owner_may_read_the_file(path: Path) -> None:
    before = os.umask(0)  # whatever a system lets others do by default
    try:
        add_token(path)
    finally:
        os.umask(before)
    assert path.stat().st_mode & 0o777 == 0o600
    path.chmod(0o640)
    with pytest.raises(TokensUnreadable, match="chmod 600"):
        read_tokens(path)
    with pytest.raises(TokensUnreadable):
        add_token(path)


def test_without_a_name_the_next_number_is_taken(path: Path) -> None:
    assert [add_token(path)[0] for _ in range(3)] == ["token 1", "token 2", "token 3"]
    revoke_token(path, "token 2")
    assert add_token(path)[0] == "token 2"


def test_a_revoked_token_is_gone_and_its_name_is_free_for_another(path: Path) -> None:
    _, secret = add_token(path, "press")
    before = read_tokens(path)[0]
    assert revoke_token(path, "press") == 0
    assert path.exists()
    assert token_of(secret, read_tokens(path)) is None
    add_token(path, "press")
    after = read_tokens(path)[0]
    assert before.id != after.id
    assert before.session_key != after.session_key


@pytest.mark.parametrize("name", ["", " x", "x" * 41, "a\nb", "<b>", "ünique"])
def test_a_name_that_does_not_fit_is_refused(path: Path, name: str) -> None:
    with pytest.raises(TokenNameUnfit):
        add_token(path, name)


def test_a_name_is_used_once_and_only_what_is_there_is_revoked(path: Path) -> None:
    add_token(path, "press")
    with pytest.raises(TokenNameUnfit, match="there is one"):
        add_token(path, "press")
    with pytest.raises(TokenNameUnfit, match="qa token --list"):
        revoke_token(path, "nobody")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "{}",
        '{"format": 2, "tokens": []}',
        '{"format": 1, "tokens": [{"name": "x"}]}',
    ],
)
def test_a_damaged_file_lets_nobody_in(path: Path, text: str) -> None:
    path.parent.mkdir()
    path.write_text(text, encoding="utf-8")
    path.chmod(0o600)
    with pytest.raises(TokensUnreadable, match="damaged"):
        read_tokens(path)


def test_no_file_is_no_tokens(path: Path) -> None:
    assert read_tokens(path) == ()


def test_tokens_made_at_once_are_all_kept(path: Path) -> None:
    makers = [threading.Thread(target=add_token, args=(path, f"team {n}")) for n in range(12)]
    for maker in makers:
        maker.start()
    for maker in makers:
        maker.join()
    assert len(read_tokens(path)) == 12
    assert [p.name for p in path.parent.iterdir()] == ["tokens.json"]
