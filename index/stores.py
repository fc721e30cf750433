"""Which back end keeps a collection: the one place that knows them all."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from index.errors import StoreExtraMissing
from index.records import WordRanker
from index.store import Store
from index.store_address import store_address


def store_of(
    folder: Path,
    address: str | None = None,
    *,
    bm25: WordRanker = "arrays",
    cross_encoder: str | None = None,
) -> Store:
    """The embedded index in a folder, or the collection that an address names.

    With an address the folder stays this machine's own: what is on its way to the engine lies
    beside it.

    Raises: ValueError for what is no address; StoreExtraMissing.
    """
    if address is None:
        from index.embedded_store import EmbeddedStore

        return EmbeddedStore(folder, bm25, cross_encoder)
    place = store_address(address)
    if find_spec("pymilvus") is None:
        raise StoreExtraMissing(str(place))
    from index.milvus.store import MilvusStore

    work = folder.with_name(f"{folder.name}-{place.host.replace(':', '-')}-{place.collection}")
    return MilvusStore(place, work)
