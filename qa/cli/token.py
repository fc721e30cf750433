"""`qa token`: make, list and revoke what lets people and programs into a service."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from qa.cli.exits import DONE
from qa.cli.terminal import tell
from qa.errors import SettingInvalid
from qa.http.tokens import add_token, read_tokens, revoke_token
from qa.settings import settings_from

SUMMARY = "Make a token that lets somebody sign in to the service; list and revoke tokens."
EXAMPLE = 'qa token --name "duty team"'


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to do, and with which token."""
    group = parser.add_mutually_exclusive_group()
    group.add_argument(
        "--name", metavar="NAME", help="what the new token is called (default: the next number)"
    )
    group.add_argument("--list", action="store_true", help="list the names and when they were made")
    group.add_argument(
        "--revoke", metavar="NAME", help="take a token away; its sessions end at once"
    )


def execute(arguments: argparse.Namespace) -> int:
    """Print a new token, the one time that it is shown, or the list.

    Raises: TokenNameUnfit, TokensUnreadable.
    """
    path = _tokens_path()
    if arguments.list:
        for token in read_tokens(path):
            print(f"{token.made}  {token.name}")
    elif arguments.revoke is not None:
        left = revoke_token(path, arguments.revoke)
        tell(f"Revoked. {_left_words(left, path)}")
    else:
        name, secret = add_token(path, arguments.name)
        print(secret)
        tell(
            f'This is "{name}", shown this once: paste it where the page asks for it, or send it '
            f"as Authorization: Bearer. {path} keeps its hash."
        )
    return DONE


def _tokens_path() -> Path:
    path = settings_from(os.environ).tokens
    if path is None:
        raise SettingInvalid("QA_TOKENS", "no file", "Name one.")
    return path


def _left_words(left: int, path: Path) -> str:
    if left:
        return f"{left} {'token is' if left == 1 else 'tokens are'} left."
    return (
        f"No token is left: nobody can sign in until you make one. Delete {path} to let everybody "
        "on this machine in again."
    )
