"""The one place where the parts are joined: settings in, a ready answerer out."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from qa.answering import Answerer
from qa.open_collection import OpenCollection
from qa.settings import Settings

if TYPE_CHECKING:
    from index import Store


def make_store(settings: Settings) -> Store:
    """Where the settings have the collection kept.

    Raises: StoreExtraMissing.
    """
    from index import store_of

    return store_of(
        settings.index, settings.store, bm25=settings.bm25, cross_encoder=settings.cross_encoder
    )


@contextmanager
def open_store(settings: Settings) -> Iterator[Store]:
    """The same for the length of the block.

    Raises: StoreExtraMissing.
    """
    store = make_store(settings)
    try:
        yield store
    finally:
        store.close()


def make_answerer(collection: OpenCollection, settings: Settings) -> Answerer:
    """An answerer over an opened collection; it knows the collection's own authorities too."""
    from corpus import load_authorities
    from qa.understanding import make_gazetteer

    held = sorted({report.authority for report in collection.reports() if report.authority})
    gazetteer = make_gazetteer(load_authorities(), held)
    return Answerer(collection, gazetteer, settings.question_characters)


@contextmanager
def open_answerer(settings: Settings) -> Iterator[Answerer]:
    """An answerer over the live generation of the collection; it is closed at the end.

    Raises: IndexMissing, IndexDamaged or another IndexFolderError from `index`.
    """
    with open_store(settings) as store:
        collection = store.open()
        try:
            yield make_answerer(collection, settings)
        finally:
            collection.close()
