"""Where an engine keeps a collection: `milvus://host:port/collection`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

SCHEME = "milvus"
PORT = 19530  # where Milvus listens unless told otherwise
# The engine takes names of 255 characters; ours add up to 30 for what belongs to the collection.
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,199}")


@dataclass(frozen=True, slots=True)
class StoreAddress:
    """An engine, and the name of the collection in it."""

    host: str
    port: int
    collection: str

    @property
    def uri(self) -> str:
        """The engine alone, as its client wants it."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}"

    def __str__(self) -> str:
        return f"{SCHEME}{self.uri.removeprefix('http')}/{self.collection}"


def store_address(words: str) -> StoreAddress:
    """The address that the words give.

    Raises: ValueError with what is wrong with them.
    """
    parts = urlsplit(words)
    port = parts.port  # a ValueError of its own where it is no port
    if parts.scheme != SCHEME:
        raise ValueError(f"{parts.scheme or 'no scheme'!r} where {SCHEME}:// is wanted")
    if not parts.hostname or parts.username is not None or parts.query or parts.fragment:
        raise ValueError("one host, one port and one name are wanted, nothing else")
    name = parts.path.removeprefix("/")
    if not _NAME.fullmatch(name):
        raise ValueError("the collection's name may have letters, figures and _, a letter first")
    return StoreAddress(parts.hostname, PORT if port is None else port, name)
