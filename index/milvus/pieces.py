"""Content of any length kept in an engine whose texts have a longest length.

A content has an owner, a name that is its own, and a version, by which it is removed. It is
compressed, written as base64 and cut; the first piece says how many there are and their checksum.
"""

from __future__ import annotations

import base64
import hashlib
import zlib
from collections.abc import Iterable, Iterator, Sequence

from index.errors import StoreDamaged
from index.milvus.engine import Engine, Field, Row

PIECE = 60_000  # characters; the engine takes 65,535 bytes
FIELDS = (Field("key", "key"), Field("version", "text"), Field("content", "text"))
_DIGEST = 32  # figures of a sha256


class Pieces:
    """The contents of one collection of the engine."""

    def __init__(self, engine: Engine, collection: str) -> None:
        self._engine = engine
        self.collection = collection

    def create(self) -> None:
        """Make the collection where it is not there yet."""
        if not self._engine.has(self.collection):
            self._engine.create(self.collection, FIELDS)

    def write(self, contents: Iterable[tuple[str, str, bytes]]) -> None:
        """Keep contents, each given as owner, version and bytes."""
        rows = (row for content in contents for row in _rows_of(*content))
        self._engine.upsert(self.collection, rows, without_vector=True)

    def read(self, owners: Sequence[str]) -> dict[str, bytes]:
        """The contents of these owners; those that were never written are left out.

        Raises: StoreDamaged where one is not what was written.
        """
        firsts = self._get(f"{owner}#0" for owner in owners)
        more = [
            f"{key.removesuffix('#0')}#{number}"
            for key, content in firsts.items()
            for number in range(1, _count(content))
        ]
        rest = self._get(more)
        found = {}
        for owner in owners:
            first = firsts.get(f"{owner}#0")
            if first is not None:
                keys = [f"{owner}#{number}" for number in range(1, _count(first))]
                found[owner] = self._joined(owner, first, [rest.get(key) for key in keys])
        return found

    def versions(self, prefix: str = "") -> Iterator[str]:
        """The version of each content whose owner begins so."""
        for row in self._engine.rows(self.collection, f'key like "{prefix}%"', ["key", "version"]):
            if row["key"].endswith("#0"):
                yield row["version"]

    def _get(self, keys: Iterable[str]) -> dict[str, str]:
        rows = self._engine.get(self.collection, list(keys), ["key", "content"])
        return {row["key"]: row["content"] for row in rows}

    def _joined(self, owner: str, first: str, rest: Sequence[str | None]) -> bytes:
        _, digest, start = first.split(":", 2)
        try:
            content = zlib.decompress(base64.b64decode("".join([start, *map(str, rest)])))
        except (ValueError, zlib.error) as error:
            raise StoreDamaged(self._engine.place, f"{owner} cannot be put together") from error
        if hashlib.sha256(content).hexdigest()[:_DIGEST] != digest:
            raise StoreDamaged(self._engine.place, f"{owner} has another checksum")
        return content


def _rows_of(owner: str, version: str, content: bytes) -> Iterator[Row]:
    digest = hashlib.sha256(content).hexdigest()[:_DIGEST]
    # Tokens and pictures hardly become smaller: the least effort is enough.
    text = base64.b64encode(zlib.compress(content, 1)).decode("ascii")
    count = max(1, -(-len(text) // PIECE))
    for number in range(count):
        piece = text[number * PIECE : (number + 1) * PIECE]
        head = f"{count}:{digest}:" if number == 0 else ""
        yield {"key": f"{owner}#{number}", "version": version, "content": head + piece}


def _count(first: str) -> int:
    return int(first.partition(":")[0])
