"""The one place where the parts are joined: settings in, a ready answerer out."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from qa.answering import Answerer
from qa.open_collection import OpenCollection
from qa.settings import Settings


def make_answerer(collection: OpenCollection, settings: Settings) -> Answerer:
    """An answerer over an opened collection; it knows the collection's own authorities too."""
    from corpus import load_authorities
    from qa.understanding import make_gazetteer

    held = sorted({report.authority for report in collection.reports() if report.authority})
    gazetteer = make_gazetteer(load_authorities(), held)
    return Answerer(collection, gazetteer, settings.question_characters)


@contextmanager
def open_answerer(settings: Settings) -> Iterator[Answerer]:
    """An answerer over the live generation of the index; it is closed at the end.

    Raises: IndexMissing, IndexDamaged, IndexOutOfDate or EmbeddingMismatch from `index`.
    """
    from index import Collection

    collection = Collection.open(
        settings.index, bm25=settings.bm25, cross_encoder=settings.cross_encoder
    )
    try:
        yield make_answerer(collection, settings)
    finally:
        collection.close()
