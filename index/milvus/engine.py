"""The engine, spoken with: the one file that knows its client, pymilvus.

Rows are plain dictionaries. Every reading asks for strong consistency: it sees all that was
acknowledged before it, by whomever. What the client raises becomes one of two errors: the engine
does not answer, or it refuses.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal

from index.errors import StoreExtraMissing, StoreRefused, StoreUnavailable
from index.store_address import StoreAddress

Row = Mapping[str, Any]
Kind = Literal["key", "text", "number", "flag", "texts", "sparse", "dense"]

# The engine refuses a request of 64 MB. Rows go in batches of at most so many bytes and rows.
MOST_BYTES = 16 << 20
MOST_ROWS = 1_000
MOST_EFFORT = 32_768
MOST_RANKED = 16_384  # rows that one search or query may ask for
# Bytes of a text. Characters of ours are kept in pieces that stay below.
LONGEST_TEXT = 65_535
MOST_TEXTS = 4_096
LONGEST_OF_TEXTS = 4_096
# Seconds. An engine on the same network answers a search in milliseconds; a write may wait for it
# to make room, and a collection that is made or opened waits for all its machines. A service gives
# a request ten seconds: what an engine that hangs does to it is told before they are over.
READING_SECONDS = 5.0
WRITING_SECONDS = 120.0

_STRONG = "Strong"
_ASKS_ROWS = frozenset({"get", "query", "query_iterator", "search"})
_NOT_CONNECTED = 2  # the client's own code, among those of the engine
_NO_VECTOR = "nothing"  # the engine has no collection without a vector


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a collection; `size` is the dimension of a dense vector."""

    name: str
    kind: Kind
    size: int = 0


class Engine:
    """One engine. Threads may share it; it connects when it is first asked."""

    def __init__(self, address: StoreAddress) -> None:
        self.place = str(address)
        self._uri = address.uri
        self._lock = threading.Lock()
        self._connected: Any = None

    def close(self) -> None:
        """Let go of the connection."""
        with self._lock:
            client, self._connected = self._connected, None
        if client is not None:
            client.close()

    def version(self) -> str:
        """What the engine says it is."""
        return str(self._call("get_server_version", READING_SECONDS))

    def has(self, collection: str) -> bool:
        """Whether there is a collection of this name."""
        return bool(self._call("has_collection", READING_SECONDS, collection))

    def names(self) -> list[str]:
        """All collections of the engine."""
        return list(self._call("list_collections", READING_SECONDS))

    def create(self, collection: str, fields: Sequence[Field]) -> None:
        """Make a collection, and have it searched exactly by strong consistency."""
        from pymilvus import MilvusClient

        schema = MilvusClient.create_schema(auto_id=False, enable_dynamic_field=False)
        indexes = MilvusClient.prepare_index_params()
        if not any(field.kind == "dense" for field in fields):
            fields = [*fields, Field(_NO_VECTOR, "dense", 2)]
        for field in fields:
            schema.add_field(field.name, **_declared(field))
            if field.kind == "dense":
                indexes.add_index(field.name, index_type="AUTOINDEX", metric_type="IP")
            elif field.kind == "sparse":
                kind = "SPARSE_INVERTED_INDEX"
                indexes.add_index(field.name, index_type=kind, metric_type="IP")
        self._call(
            "create_collection",
            WRITING_SECONDS,
            collection,
            schema=schema,
            index_params=indexes,
            consistency_level=_STRONG,
        )

    def drop(self, collection: str) -> None:
        """Remove a collection with all its rows."""
        self._call("drop_collection", WRITING_SECONDS, collection)

    def upsert(self, collection: str, rows: Iterable[Row], *, without_vector: bool = False) -> None:
        """Write rows in the place of those with the same keys, in batches of bounded size.

        Each batch is acknowledged before the next is sent; the same rows again change nothing.
        """
        for batch in bounded(rows):
            data = [{**row, _NO_VECTOR: [1.0, 0.0]} if without_vector else {**row} for row in batch]
            self._call("upsert", WRITING_SECONDS, collection, data=data)

    def delete(self, collection: str, condition: str) -> None:
        """Remove the rows that meet a condition."""
        self._call("delete", WRITING_SECONDS, collection, filter=condition)

    def get(self, collection: str, keys: Sequence[str], fields: Sequence[str]) -> list[Row]:
        """The rows of these keys, in no order; those that are not there are left out."""
        found: list[Row] = []
        for start in range(0, len(keys), MOST_ROWS):
            some = list(keys[start : start + MOST_ROWS])
            found += self._call(
                "get",
                READING_SECONDS,
                collection,
                ids=some,
                output_fields=list(fields),
                consistency_level=_STRONG,
            )
        return found

    def rows(
        self, collection: str, condition: str, fields: Sequence[str], batch: int = MOST_ROWS
    ) -> Iterator[Row]:
        """Every row that meets a condition, however many."""
        iterator = self._call(
            "query_iterator",
            READING_SECONDS,
            collection,
            batch_size=batch,
            filter=condition,
            output_fields=list(fields),
            consistency_level=_STRONG,
        )
        try:
            while some := self._told(iterator.next):
                yield from some
        finally:
            iterator.close()

    def count(self, collection: str, condition: str) -> int:
        """How many rows meet a condition, counted one by one."""
        (row,) = self._call(
            "query",
            READING_SECONDS,
            collection,
            filter=condition,
            output_fields=["count(*)"],
            consistency_level=_STRONG,
        )
        return int(row["count(*)"])

    def search(
        self,
        collection: str,
        field: str,
        vector: Sequence[float] | Mapping[int, float],
        condition: str,
        limit: int,
        fields: Sequence[str],
        *,
        effort: int | None = None,
    ) -> list[tuple[Row, float]]:
        """The rows whose inner product with a vector is highest, with it, best first.

        `effort` is how far an index that is a graph is walked; other indexes pass over it.
        """
        parameters: dict[str, Any] = {"metric_type": "IP"}
        if effort is not None:
            parameters["params"] = {"ef": min(effort, MOST_EFFORT)}
        (hits,) = self._call(
            "search",
            READING_SECONDS,
            collection,
            data=[vector],
            anns_field=field,
            filter=condition,
            limit=min(limit, MOST_RANKED),
            output_fields=list(fields),
            search_params=parameters,
            consistency_level=_STRONG,
        )
        return [(hit["entity"], float(hit["distance"])) for hit in hits]

    def flush(self, collection: str) -> None:
        """Return when the engine has put away what it was given."""
        self._call("flush", WRITING_SECONDS, collection)

    def point_alias(self, alias: str, collection: str) -> None:
        """Have the alias name this collection; where the engine knows no aliases, nothing."""
        for call in ("alter_alias", "create_alias"):
            try:
                self._call(call, WRITING_SECONDS, collection, alias)
            except (StoreRefused, StoreUnavailable):
                continue
            return

    def _call(self, method: str, seconds: float, *arguments: Any, **named: Any) -> Any:
        client = self._client(seconds)
        call = partial(getattr(client, method), *arguments, timeout=seconds, **named)
        try:
            return self._told(call)
        except StoreRefused:
            if method not in _ASKS_ROWS or not self._loads(arguments[0]):
                raise
        return self._told(call)

    def _loads(self, collection: str) -> bool:
        """Have a collection searched that is there and is not: an engine may have begun anew."""
        from pymilvus.client.types import LoadState

        client = self._client(READING_SECONDS)
        if not self._told(client.has_collection, collection, timeout=READING_SECONDS):
            return False
        state = self._told(client.get_load_state, collection, timeout=READING_SECONDS)["state"]
        if state == LoadState.Loaded:
            return False
        self._told(client.load_collection, collection, timeout=WRITING_SECONDS)
        return True

    def _told(self, call: Any, *arguments: Any, **named: Any) -> Any:
        """What a call of the client gives.

        Raises: StoreUnavailable or StoreRefused.
        """
        from grpc import RpcError
        from pymilvus.exceptions import MilvusException, MilvusUnavailableException

        try:
            return call(*arguments, **named)
        except (RpcError, MilvusUnavailableException) as error:
            raise StoreUnavailable(self.place, _first_line(error)) from error
        except MilvusException as error:
            # Of what the network does the code is gRPC's; of what the engine says, a number.
            if isinstance(error.code, int) and error.code > 0 and error.code != _NOT_CONNECTED:
                raise StoreRefused(self.place, _first_line(error)) from error
            raise StoreUnavailable(self.place, _first_line(error)) from error
        except ValueError as error:  # a client that was closed, or closes, in another thread
            if "closed channel" not in str(error):
                raise
            raise StoreUnavailable(self.place, _first_line(error)) from error

    def _client(self, seconds: float) -> Any:
        with self._lock:
            if self._connected is None:
                self._connected = self._connect(min(seconds, READING_SECONDS))
            return self._connected

    def _connect(self, seconds: float) -> Any:
        try:
            from pymilvus import MilvusClient
        except ModuleNotFoundError as error:
            raise StoreExtraMissing(self.place) from error
        # It logs every failed call with a trace; we tell each in a sentence.
        logging.getLogger("pymilvus").setLevel(logging.CRITICAL)
        return self._told(MilvusClient, uri=self._uri, timeout=seconds)


def bounded(rows: Iterable[Row], most: int = MOST_BYTES) -> Iterator[list[Row]]:
    """The rows in batches, each below so many bytes unless one row alone is more."""
    batch: list[Row] = []
    size = 0
    for row in rows:
        own = sum(_size_of(value) for value in row.values())
        if batch and (size + own > most or len(batch) >= MOST_ROWS):
            yield batch
            batch, size = [], 0
        batch.append(row)
        size += own
    if batch:
        yield batch


def _size_of(value: Any) -> int:
    """About how many bytes a value takes in a request, rather more than fewer."""
    if isinstance(value, str):
        return 8 + 4 * len(value) if not value.isascii() else 8 + len(value)
    if isinstance(value, Mapping):
        return 8 * len(value)
    if isinstance(value, Sequence):
        return (
            sum(_size_of(one) for one in value)
            if value and isinstance(value[0], str)
            else 8 * (1 + len(value))
        )
    return 8


def _declared(field: Field) -> dict[str, Any]:
    """How a field is declared to the client."""
    from pymilvus import DataType

    match field.kind:
        case "key":
            return {
                "datatype": DataType.VARCHAR,
                "is_primary": True,
                "max_length": LONGEST_OF_TEXTS,
            }
        case "text":
            return {"datatype": DataType.VARCHAR, "max_length": LONGEST_TEXT}
        case "number":
            return {"datatype": DataType.INT64}
        case "flag":
            return {"datatype": DataType.BOOL}
        case "texts":
            return {
                "datatype": DataType.ARRAY,
                "element_type": DataType.VARCHAR,
                "max_capacity": MOST_TEXTS,
                "max_length": LONGEST_OF_TEXTS,
            }
        case "sparse":
            return {"datatype": DataType.SPARSE_FLOAT_VECTOR}
        case "dense":
            return {"datatype": DataType.FLOAT_VECTOR, "dim": field.size}


def _first_line(error: Any) -> str:
    status = error.code() if callable(getattr(error, "code", None)) else None
    words = str(getattr(status, "name", "") or getattr(error, "message", "") or error).strip()
    return words.splitlines()[0][:200] if words else type(error).__name__
