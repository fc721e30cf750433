"""Tokens: what somebody holds who may use a service. They stand in a file for its owner alone.

A token is 256 random bits, so its hash is plain SHA-256: scrypt and the like slow down the guessing
of words that people think of, and there is nothing to guess here. The file holds the hash and, for
each token, a random key that signs the sessions it is exchanged for: a session ends with its token.
"""

from __future__ import annotations

import fcntl
import hmac
import json
import os
import re
import secrets
import stat
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from qa.errors import TokenNameUnfit, TokensUnreadable

# So that whoever finds one somewhere, a program that looks for secrets among them, knows it.
PREFIX = "qa_"

_FORMAT = 1
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._-]{0,39}")


@dataclass(frozen=True, slots=True)
class Token:
    """What is kept of a token: enough to know it again, not enough to use it."""

    id: str  # names it in sessions; made anew even where a name is used again
    name: str
    sha256: str
    session_key: str  # 32 random bytes in hexadecimal digits
    made: date

    def __post_init__(self) -> None:
        if len(bytes.fromhex(self.sha256)) != 32 or len(bytes.fromhex(self.session_key)) != 32:
            raise ValueError("a hash or key of the wrong length")


def read_tokens(path: Path) -> tuple[Token, ...]:
    """The tokens of a file, oldest first; none where there is no file.

    Raises: TokensUnreadable where the file is damaged, or others than its owner may read it.
    """
    try:
        with path.open("rb") as file:
            if stat.S_IMODE(os.fstat(file.fileno()).st_mode) & 0o077:
                raise TokensUnreadable(path, "others may read it", f'Say "chmod 600 {path}".')
            return tuple(_parse(json.load(file)))
    except FileNotFoundError:
        return ()
    except OSError as error:
        raise TokensUnreadable(path, str(error.strerror), "See who owns it.") from error
    except (ValueError, TypeError, KeyError) as error:
        remedy = 'Move it away and make new tokens with "qa token".'
        raise TokensUnreadable(path, "it is damaged", remedy) from error


def add_token(path: Path, name: str | None = None) -> tuple[str, str]:
    """Make a token, under a name or the next number: its name, and the token itself.

    Raises: TokenNameUnfit, TokensUnreadable.
    """
    with _locked(path):
        tokens = read_tokens(path)
        names = {token.name for token in tokens}
        chosen = _free_name(names) if name is None else name
        if not _NAME.fullmatch(chosen):
            raise TokenNameUnfit(chosen, "use letters, digits, spaces, dots and dashes, at most 40")
        if chosen in names:
            raise TokenNameUnfit(
                chosen, "there is one of this name: revoke it first, or use another"
            )
        secret = PREFIX + secrets.token_urlsafe(32)
        token = Token(
            id=secrets.token_hex(8),
            name=chosen,
            sha256=_hash(secret),
            session_key=secrets.token_hex(32),
            made=datetime.now(UTC).date(),
        )
        _write(path, (*tokens, token))
    return chosen, secret


def revoke_token(path: Path, name: str) -> int:
    """Take a token away, and with it every session that it was exchanged for; how many are left.

    The file stays even without tokens: a service goes on asking for sign-in.
    Raises: TokenNameUnfit where there is none of the name; TokensUnreadable.
    """
    with _locked(path):
        tokens = read_tokens(path)
        left = [token for token in tokens if token.name != name]
        if len(left) == len(tokens):
            raise TokenNameUnfit(name, 'there is no token of this name: see "qa token --list"')
        _write(path, left)
    return len(left)


def token_of(secret: str, tokens: Sequence[Token]) -> Token | None:
    """The token that a secret is. All are compared, so that time does not tell which was near."""
    hashed = _hash(secret)
    found = [token for token in tokens if hmac.compare_digest(token.sha256, hashed)]
    return found[0] if found else None


def _hash(secret: str) -> str:
    return sha256(secret.encode("utf-8", "replace")).hexdigest()


def _free_name(names: set[str]) -> str:
    return next(name for n in range(1, len(names) + 2) if (name := f"token {n}") not in names)


def _parse(values: dict[str, Any]) -> Iterator[Token]:
    if values["format"] != _FORMAT:
        raise ValueError("a format of another version")
    for token in values["tokens"]:
        yield Token(**{**token, "made": date.fromisoformat(token["made"])})


def _write(path: Path, tokens: Sequence[Token]) -> None:
    """Write beside the file, then rename: there is always a whole one."""
    values = {"format": _FORMAT, "tokens": [asdict(token) for token in tokens]}
    beside = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            json.dump(values, file, indent=1, default=str)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    """One change at a time: the folder is locked, because the file is replaced."""
    path.parent.mkdir(parents=True, exist_ok=True)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)
