"""The key of a model's server, kept in a file and nowhere else."""

from __future__ import annotations

from pathlib import Path

from qa.prose.language_model import ModelUnusable

MOST_KEY_CHARACTERS = 4_096


def read_key(file: Path) -> str:
    """The key in a file; it is read for each answer, so that it can be changed meanwhile.

    Raises: ModelUnusable where there is none that can be sent; nothing of it is told.
    """
    try:
        with file.open(encoding="ascii") as opened:
            key = opened.read(MOST_KEY_CHARACTERS + 1).strip()
    except (OSError, UnicodeDecodeError) as error:
        raise ModelUnusable("not allowed") from error
    if not key or len(key) > MOST_KEY_CHARACTERS or not key.isprintable() or " " in key:
        raise ModelUnusable("not allowed")
    return key
